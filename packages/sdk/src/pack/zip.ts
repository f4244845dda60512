// Reading a zip by its central directory (PKWARE APPNOTE 4.3, zip64 included), over a Blob, so that
// the same code reads a file on disk (node:fs openAsBlob) and one dropped into a browser page.

export interface ZipEntry {
  name: string;
  method: number;
  crc32: number;
  packed: number;
  size: number;
  /** Offset of the local header. */
  offset: number;
}

/** The file is no zip that we can read. Code `unreadable_zip`. */
export class ZipError extends Error {
  readonly code = 'unreadable_zip';
}

const EOCD = 0x06054b50;
const EOCD64 = 0x06064b50;
const EOCD64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_ENTRIES = 100_000;
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;

/** The entries of the archive. Throws ZipError. */
export async function readZipDirectory(blob: Blob): Promise<ZipEntry[]> {
  try {
    return await readDirectory(blob);
  } catch (error) {
    // lengths that lead outside of what is there
    if (error instanceof RangeError) throw new ZipError('its records are broken', { cause: error });
    throw error;
  }
}

async function readDirectory(blob: Blob): Promise<ZipEntry[]> {
  const tailStart = Math.max(0, blob.size - 65_557);
  const tail = await view(blob, tailStart, blob.size);
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== EOCD) at--;
  if (at < 0) throw new ZipError('not a zip archive: it has no end record, so it may be cut off');
  let count = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let start = tail.getUint32(at + 16, true);
  if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) {
    const locator = at - 20;
    if (locator < 0 || tail.getUint32(locator, true) !== EOCD64_LOCATOR) {
      throw new ZipError('the zip64 end record is missing');
    }
    const record = big(tail, locator + 8);
    const end64 = await view(blob, record, record + 56);
    if (end64.getUint32(0, true) !== EOCD64) throw new ZipError('the zip64 end record is broken');
    count = big(end64, 32);
    size = big(end64, 40);
    start = big(end64, 48);
  }
  if (count > MAX_ENTRIES || size > MAX_DIRECTORY_BYTES) throw new ZipError('too many files in it');
  return directory(await view(blob, start, start + size), count);
}

function directory(data: DataView, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > data.byteLength || data.getUint32(at, true) !== CENTRAL) {
      throw new ZipError('the list of its files is broken');
    }
    const nameLength = data.getUint16(at + 28, true);
    const extraLength = data.getUint16(at + 30, true);
    const commentLength = data.getUint16(at + 32, true);
    const entry: ZipEntry = {
      method: data.getUint16(at + 10, true),
      crc32: data.getUint32(at + 16, true),
      packed: data.getUint32(at + 20, true),
      size: data.getUint32(at + 24, true),
      offset: data.getUint32(at + 42, true),
      name: text(data, at + 46, nameLength),
    };
    zip64(data, at + 46 + nameLength, extraLength, entry);
    entries.push(entry);
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

function zip64(data: DataView, start: number, length: number, entry: ZipEntry): void {
  for (let at = start; at + 4 <= start + length; at += 4 + data.getUint16(at + 2, true)) {
    if (data.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const name of ['size', 'packed', 'offset'] as const) {
      if (entry[name] !== 0xffffffff) continue;
      entry[name] = big(data, field);
      field += 8;
    }
  }
}

/** The bytes of one entry as they stood, decompressed; the caller bounds what it keeps. */
export async function openZipEntry(blob: Blob, entry: ZipEntry): Promise<ReadableStream> {
  const header = await view(blob, entry.offset, entry.offset + 30);
  if (header.getUint32(0, true) !== LOCAL) throw new ZipError(`${entry.name}: header is broken`);
  const start = entry.offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = blob.slice(start, start + entry.packed).stream();
  if (entry.method === 0) return packed;
  if (entry.method !== 8) throw new ZipError(`${entry.name}: unknown compression`);
  return packed.pipeThrough(new DecompressionStream('deflate-raw'));
}

async function view(blob: Blob, from: number, to: number): Promise<DataView> {
  const bytes = await blob.slice(from, to).arrayBuffer();
  if (bytes.byteLength !== to - from) throw new ZipError('it ends too early: it was cut off');
  return new DataView(bytes);
}

function text(data: DataView, at: number, length: number): string {
  if (at + length > data.byteLength) throw new ZipError('the list of its files is broken');
  return new TextDecoder().decode(new Uint8Array(data.buffer, data.byteOffset + at, length));
}

function big(data: DataView, at: number): number {
  if (at + 8 > data.byteLength) throw new ZipError('a zip64 record is broken');
  const value = Number(data.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw new ZipError('a zip64 record is out of range');
  return value;
}
