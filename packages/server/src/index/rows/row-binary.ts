// ClickHouse's RowBinary format, written straight into one growing buffer.
// https://clickhouse.com/docs/interfaces/formats/RowBinary

/** Texts up to this length are written unit by unit, which beats a call out of JavaScript. */
const SHORT_TEXT = 48;
const MOST_BYTES_A_UNIT = 3;

export class RowBinaryWriter {
  #bytes: Buffer;
  #at = 0;

  constructor(initial_bytes: number) {
    this.#bytes = Buffer.allocUnsafeSlow(initial_bytes);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at;
  }

  /** The bytes, which are the caller's from now on; the writer starts again in a new buffer. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#at);
    this.#bytes = Buffer.allocUnsafeSlow(this.#bytes.length);
    this.#at = 0;
    return taken;
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
    this.#bytes.writeUInt32LE(value >>> 0, this.#at);
    this.#bytes.writeInt32LE(Math.floor(value / 4_294_967_296), this.#at + 4);
    this.#at += 8;
  }

  /** Length of an array, or of a text in bytes. */
  varint(value: number): void {
    this.#reserve(5);
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

  text(value: string): void {
    const { length } = value;
    if (length > SHORT_TEXT) {
      this.#longText(value);
      return;
    }
    this.#reserve(length + 1);
    const bytes = this.#bytes;
    const start = this.#at + 1;
    for (let i = 0; i < length; i += 1) {
      const unit = value.charCodeAt(i);
      if (unit > 127) {
        this.#longText(value);
        return;
      }
      bytes[start + i] = unit;
    }
    bytes[this.#at] = length;
    this.#at = start + length;
  }

  #longText(value: string): void {
    const most = value.length * MOST_BYTES_A_UNIT;
    this.#reserve(most + 5);
    const guess = varintSize(value.length);
    const written = this.#bytes.write(value, this.#at + guess, 'utf8');
    const size = varintSize(written);
    if (size !== guess) {
      const from = this.#at + guess;
      this.#bytes.copyWithin(this.#at + size, from, from + written);
    }
    this.varint(written);
    this.#at += written;
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
