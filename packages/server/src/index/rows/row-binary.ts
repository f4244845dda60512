// ClickHouse's RowBinary format, written straight into one growing buffer.
// https://clickhouse.com/docs/interfaces/formats/RowBinary
import { fold, PART_MARK } from '@acta/query';
import { splitCodes, SHORTEST_CODE } from './codes.ts';

/** Texts up to this length are written unit by unit, which beats a call out of JavaScript. */
const SHORT_TEXT = 48;
const MOST_BYTES_A_UNIT = 3;
const MOST_VARINT_BYTES = 5;
const MARK = PART_MARK.charCodeAt(0);

export class RowBinaryWriter {
  #bytes: Buffer;
  #spare: Buffer | undefined;
  #at = 0;

  constructor(initial_bytes: number) {
    this.#bytes = Buffer.allocUnsafeSlow(initial_bytes);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at;
  }

  /**
   * The first bytes (all without `length`), which are the caller's from now on; the writer goes on
   * with the others in a new buffer.
   */
  take(length = this.#at): Buffer {
    const taken = this.#bytes.subarray(0, length);
    const rest = this.#bytes.subarray(length, this.#at);
    const fits = this.#spare !== undefined && this.#spare.length >= rest.length;
    this.#bytes = fits ? this.#spare! : Buffer.allocUnsafeSlow(this.#bytes.length);
    this.#spare = undefined;
    this.#at = rest.copy(this.#bytes);
    return taken;
  }

  /** The bytes from a place on: a view, valid until something is written. */
  bytesFrom(start: number): Buffer {
    return this.#bytes.subarray(start, this.#at);
  }

  /** Appends bytes that are rows already. */
  raw(rows: Buffer, from = 0, to = rows.length): void {
    this.#reserve(to - from);
    this.#at += rows.copy(this.#bytes, this.#at, from, to);
  }

  /** Writes over eight bytes that are there already. */
  int64At(at: number, value: number): void {
    this.#bytes.writeUInt32LE(value >>> 0, at);
    this.#bytes.writeInt32LE(Math.floor(value / 4_294_967_296), at + 4);
  }

  /** Writes over as many bytes as the text has characters. */
  latin1At(at: number, text: string): void {
    this.#bytes.write(text, at, text.length, 'latin1');
  }

  /** Takes back bytes that nobody reads any more, to write into later: fresh memory is dear. */
  giveBack(taken: Buffer): void {
    this.#spare = Buffer.from(taken.buffer);
  }

  /** Forgets what was written after `length` bytes. */
  truncate(length: number): void {
    this.#at = length;
  }

  #reserve(more: number): void {
    const wanted = this.#at + more;
    if (wanted <= this.#bytes.length) return;
    const bigger = Buffer.allocUnsafeSlow(Math.max(wanted, this.#bytes.length * 2));
    this.#bytes.copy(bigger, 0, 0, this.#at);
    this.#bytes = bigger;
  }

  uint8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }

  /** A safe integer as UInt64 or, if negative, Int64. */
  int64(value: number): void {
    this.#reserve(8);
    this.int64At(this.#at, value);
    this.#at += 8;
  }

  /** Length of an array, or of a text in bytes. */
  varint(value: number): void {
    this.#reserve(MOST_VARINT_BYTES);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#at] = (rest & 0x7f) | 0x80;
      this.#at += 1;
      rest >>>= 7;
    }
    this.#bytes[this.#at] = rest;
    this.#at += 1;
  }

  /** A UUID's 36 characters: two little-endian halves. */
  uuid(text: string): void {
    this.#reserve(16);
    for (let place = 0; place < 16; place += 1) {
      const digit = UUID_DIGITS[place]!;
      const high = HEX[text.charCodeAt(digit)]!;
      const low = HEX[text.charCodeAt(digit + 1)]!;
      this.#bytes[this.#at + (place < 8 ? 7 - place : 23 - place)] = (high << 4) | low;
    }
    this.#at += 16;
  }

  /** Gives where the text's bytes begin. */
  text(value: string): number {
    const { length } = value;
    if (length > SHORT_TEXT) return this.#longText(value);
    this.#reserve(length + 1);
    const bytes = this.#bytes;
    const start = this.#at + 1;
    for (let i = 0; i < length; i += 1) {
      const unit = value.charCodeAt(i);
      if (unit > 127) return this.#longText(value);
      bytes[start + i] = unit;
    }
    bytes[this.#at] = length;
    this.#at = start + length;
    return start;
  }

  /** As `text(fold(value))`; empty where there is none. */
  folded(value: string | undefined): void {
    if (value === undefined) this.text('');
    else if (!this.#shortFolded(value) && !this.#longFolded(value)) this.text(fold(value));
  }

  texts(values: readonly string[]): void {
    this.varint(values.length);
    for (const value of values) this.text(value);
  }

  /** The codes of a text, then the text without them: as `splitCodes(fold(plain))` gives them. */
  codesAndText(plain: string): void {
    // The text stands behind the place where it will be written, is folded there, and moved.
    const from = this.#at + plain.length + MOST_VARINT_BYTES * (plain.length / SHORTEST_CODE + 2);
    const start = Math.ceil(from);
    this.#reserve(start - this.#at + plain.length * MOST_BYTES_A_UNIT);
    const end = start + this.#bytes.write(plain, start, 'utf8');
    if (end - start !== plain.length) {
      const { text, codes } = splitCodes(fold(plain));
      this.texts(codes);
      this.text(text);
      return;
    }
    const codes = foldAndFindCodes(this.#bytes, start, end);
    this.varint(codes.length / 2);
    let left = end - start;
    for (let i = 0; i < codes.length; i += 2) {
      this.varint(codes[i + 1]! - codes[i]!);
      this.#move(codes[i]!, codes[i + 1]!);
      left -= codes[i + 1]! - codes[i]! - 1;
    }
    this.varint(left);
    let at = start;
    for (let i = 0; i < codes.length; i += 2) {
      this.#move(at, codes[i]!);
      this.#bytes[this.#at] = MARK;
      this.#at += 1;
      at = codes[i + 1]!;
    }
    this.#move(at, end);
  }

  #move(from: number, to: number): void {
    this.#bytes.copyWithin(this.#at, from, to);
    this.#at += to - from;
  }

  #shortFolded(value: string): boolean {
    const { length } = value;
    if (length > SHORT_TEXT) return false;
    this.#reserve(length + 1);
    const bytes = this.#bytes;
    const start = this.#at + 1;
    for (let i = 0; i < length; i += 1) {
      const unit = value.charCodeAt(i);
      if (unit > 127) return false;
      bytes[start + i] = SHAPES[unit]!;
    }
    bytes[this.#at] = length;
    this.#at = start + length;
    return true;
  }

  #longFolded(value: string): boolean {
    this.#reserve(value.length * MOST_BYTES_A_UNIT + MOST_VARINT_BYTES);
    const bytes = this.#bytes;
    const start = this.#at + varintSize(value.length);
    const written = bytes.write(value, start, 'utf8');
    if (written !== value.length) return false;
    for (let at = start; at < start + written; at += 1) bytes[at] = SHAPES[bytes[at]!]!;
    this.varint(written);
    this.#at = start + written;
    return true;
  }

  #longText(value: string): number {
    const most = value.length * MOST_BYTES_A_UNIT;
    this.#reserve(most + MOST_VARINT_BYTES);
    const guess = varintSize(value.length);
    const written = this.#bytes.write(value, this.#at + guess, 'utf8');
    const size = varintSize(written);
    if (size !== guess) {
      const from = this.#at + guess;
      this.#bytes.copyWithin(this.#at + size, from, from + written);
    }
    this.varint(written);
    const start = this.#at;
    this.#at += written;
    return start;
  }
}

function varintSize(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
}

/** Where each byte's first digit stands in a UUID's text. */
const UUID_DIGITS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const HEX = Uint8Array.from({ length: 128 }, (_, unit) => {
  const digit = Number.parseInt(String.fromCharCode(unit), 16);
  return Number.isNaN(digit) ? 0 : digit;
});

const WORD = 256;
const CODE = 512;

/** Of each ASCII byte: itself in lower case, whether words have it, whether codes have it. */
const SHAPES = Uint16Array.from({ length: 256 }, (_, byte) => {
  const folded = byte < 128 ? fold(String.fromCharCode(byte)) : '';
  const word = /[0-9a-z]/.test(folded) ? WORD : 0;
  return (byte < 128 ? folded.charCodeAt(0) : byte) | word | (/[0-9a-f]/.test(folded) ? CODE : 0);
});

/** Folds ASCII bytes in place; gives begin and end of each code. */
function foldAndFindCodes(bytes: Buffer, start: number, end: number): number[] {
  const codes: number[] = [];
  let word = start;
  let shapes = CODE;
  for (let at = start; at < end; at += 1) {
    const shape = SHAPES[bytes[at]!]!;
    bytes[at] = shape;
    if ((shape & WORD) !== 0) {
      shapes &= shape;
      continue;
    }
    if (shapes !== 0 && at - word >= SHORTEST_CODE) codes.push(word, at);
    word = at + 1;
    shapes = CODE;
  }
  if (shapes !== 0 && end - word >= SHORTEST_CODE) codes.push(word, end);
  return codes;
}
