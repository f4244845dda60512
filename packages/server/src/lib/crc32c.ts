// CRC-32C (Castagnoli, RFC 3720 appendix B.4), sliced by four bytes.

const POLYNOMIAL = 0x82f63b78;
const TABLES = makeTables();

function makeTables(): [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const first = new Uint32Array(256);
  for (let i = 0; i < 256; i += 1) {
    let value = i;
    for (let bit = 0; bit < 8; bit += 1) {
      value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    }
    first[i] = value >>> 0;
  }
  const next = (table: Uint32Array): Uint32Array =>
    table.map((value) => (first[value & 0xff]! ^ (value >>> 8)) >>> 0);
  const second = next(first);
  const third = next(second);
  return [first, second, third, next(third)];
}

/** @returns an unsigned 32-bit integer */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const [t0, t1, t2, t3] = TABLES;
  let crc = ~seed;
  let at = 0;
  const whole = bytes.length - (bytes.length % 4);
  while (at < whole) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      t3[crc & 0xff]! ^
      t2[(crc >>> 8) & 0xff]! ^
      t1[(crc >>> 16) & 0xff]! ^
      t0[(crc >>> 24) & 0xff]!;
    at += 4;
  }
  for (; at < bytes.length; at += 1) crc = t0[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
