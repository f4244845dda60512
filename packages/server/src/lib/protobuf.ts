// The wire format of Protocol Buffers (protobuf.dev, "Encoding"): fields one after the other. Two
// messages are read and two small ones written: what they mean stands where they are read.

/** The bytes are no message. */
export class WireError extends Error {}

/** Integers, fixed numbers and floats as their 64 (or 32) bits; texts and messages as bytes. */
export type WireValue = bigint | Uint8Array;

/**
 * Calls `take` for each field of a message, in order.
 *
 * @throws WireError
 */
export function eachField(
  message: Uint8Array,
  take: (field: number, value: WireValue) => void,
): void {
  let at = 0;
  while (at < message.length) {
    const tag = varint(message, at);
    at = tag.next;
    const field = Number(tag.value >> 3n);
    const wire = Number(tag.value & 7n);
    if (field === 0) throw new WireError('a field has the number 0');
    if (wire === 0) {
      const { value, next } = varint(message, at);
      take(field, value);
      at = next;
    } else if (wire === 2) {
      const size = varint(message, at);
      const end = size.next + Number(size.value);
      if (end > message.length) throw new WireError('a field is cut short');
      take(field, message.subarray(size.next, end));
      at = end;
    } else if (wire === 1 || wire === 5) {
      const end = at + (wire === 1 ? 8 : 4);
      if (end > message.length) throw new WireError('a number is cut short');
      take(field, fixed(message.subarray(at, end)));
      at = end;
    } else throw new WireError('a field is of no known kind');
  }
}

function varint(bytes: Uint8Array, from: number): { value: bigint; next: number } {
  let low = 0;
  for (let n = 0; n < 4; n++) {
    const byte = bytes[from + n];
    if (byte === undefined) throw new WireError('a number is cut short');
    low += (byte & 0x7f) * 2 ** (7 * n);
    if (byte < 0x80) return { value: BigInt(low), next: from + n + 1 };
  }
  let value = BigInt(low);
  for (let n = 4; n < 10; n++) {
    const byte = bytes[from + n];
    if (byte === undefined) throw new WireError('a number is cut short');
    value |= BigInt(byte & 0x7f) << BigInt(7 * n);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: from + n + 1 };
  }
  throw new WireError('a number has more than ten bytes');
}

function fixed(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length === 8 ? view.getBigUint64(0, true) : BigInt(view.getUint32(0, true));
}

/** A field's message, text or bytes. Throws WireError where it is a number. */
export function bytesOf(value: WireValue): Uint8Array {
  if (typeof value === 'bigint') throw new WireError('a number stands where bytes are wanted');
  return value;
}

/** A field's text; bytes that are not UTF-8 become U+FFFD. */
export function stringOf(value: WireValue): string {
  const bytes = bytesOf(value);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** A field's bits as a number. Throws WireError where it is none. */
export function bitsOf(value: WireValue): bigint {
  if (typeof value !== 'bigint') throw new WireError('bytes stand where a number is wanted');
  return value;
}

/** The 64 bits of a field as the double that they are. */
export function doubleOf(value: WireValue): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bitsOf(value));
  return view.getFloat64(0);
}

/** A field with a number; none for 0, which is what an absent field means. */
export function numberField(field: number, value: number): Buffer {
  return value === 0
    ? Buffer.alloc(0)
    : Buffer.from([...varintBytes(field * 8), ...varintBytes(value)]);
}

/** A field with a text or a message; none for an empty one. */
export function bytesField(field: number, value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as string);
  if (bytes.length === 0) return bytes;
  return Buffer.concat([
    Buffer.from([...varintBytes(field * 8 + 2), ...varintBytes(bytes.length)]),
    bytes,
  ]);
}

function varintBytes(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left = Math.floor(left / 128)) bytes.push((left & 0x7f) | 0x80);
  return [...bytes, left];
}
