// Thrift's compact protocol (thrift-compact-protocol.md), as far as Parquet's metadata needs it:
// a struct is a list of fields by id, in the order of their ids.

export type ThriftValue =
  | { i32: number }
  | { i64: number }
  | { text: string }
  | { flag: boolean }
  | { list: readonly ThriftValue[] }
  | { struct: readonly ThriftField[] };

export type ThriftField = readonly [id: number, value: ThriftValue];

export const i32 = (value: number): ThriftValue => ({ i32: value });
export const i64 = (value: number): ThriftValue => ({ i64: value });
export const text = (value: string): ThriftValue => ({ text: value });
export const list = (values: readonly ThriftValue[]): ThriftValue => ({ list: values });
export const struct = (...fields: ThriftField[]): ThriftValue => ({ struct: fields });

const TRUE = 1;
const FALSE = 2;
const SHORT_LIST = 15;

/** The bytes of a struct. */
export function thriftBytes(fields: readonly ThriftField[]): Buffer {
  const bytes: number[] = [];
  writeStruct(bytes, fields);
  return Buffer.from(bytes);
}

function writeStruct(bytes: number[], fields: readonly ThriftField[]): void {
  let last = 0;
  for (const [id, value] of fields) {
    bytes.push(((id - last) << 4) | typeOf(value));
    last = id;
    // A flag stands in its type.
    if (!('flag' in value)) writeValue(bytes, value);
  }
  bytes.push(0);
}

function typeOf(value: ThriftValue): number {
  if ('i32' in value) return 5;
  if ('i64' in value) return 6;
  if ('text' in value) return 8;
  if ('list' in value) return 9;
  if ('struct' in value) return 12;
  return value.flag ? TRUE : FALSE;
}

function writeValue(bytes: number[], value: ThriftValue): void {
  if ('i32' in value) writeVarint(bytes, zigzag(value.i32));
  else if ('i64' in value) writeVarint(bytes, zigzag(value.i64));
  else if ('text' in value) {
    const utf8 = Buffer.from(value.text, 'utf8');
    writeVarint(bytes, utf8.length);
    bytes.push(...utf8);
  } else if ('list' in value) {
    const [first = i32(0)] = value.list;
    const { length } = value.list;
    if (length < SHORT_LIST) bytes.push((length << 4) | typeOf(first));
    else {
      bytes.push((SHORT_LIST << 4) | typeOf(first));
      writeVarint(bytes, length);
    }
    for (const each of value.list) writeValue(bytes, each);
  } else if ('struct' in value) writeStruct(bytes, value.struct);
}

/** Small numbers of either sign to small ones; exact up to 2^52. */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

/** Seven bits a byte, the lowest first. */
export function writeVarint(bytes: number[], value: number): void {
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
}
