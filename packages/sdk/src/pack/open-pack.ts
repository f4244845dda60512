import { openZipEntry, readZipDirectory, ZipError, type ZipEntry } from './zip.ts';

/** The files of an evidence pack, wherever they lie. */
export interface PackFiles {
  names(): string[];
  /** A whole file, at most 256 MiB; null where there is none. Throws ZipError when unreadable. */
  read(name: string): Promise<Uint8Array | null>;
  /** The lines of a text file without their ends; for files of any size. */
  lines(name: string): AsyncIterable<string>;
  /** The bytes of a file in pieces; for digests of files of any size. */
  chunks(name: string): AsyncIterable<Uint8Array>;
}

const MAX_READ_BYTES = 256 * 1024 * 1024;
const MAX_LINE_CHARS = 16 * 1024 * 1024;

/** Opens a pack's zip. Throws ZipError when it is no zip or names a file twice. */
export async function openPack(blob: Blob): Promise<PackFiles> {
  const entries = new Map<string, ZipEntry>();
  for (const entry of await readZipDirectory(blob)) {
    if (entry.name.endsWith('/')) continue;
    if (entries.has(entry.name)) throw new ZipError(`it holds ${entry.name} twice`);
    entries.set(entry.name, entry);
  }
  const chunks = async function* (name: string): AsyncGenerator<Uint8Array> {
    const entry = entries.get(name);
    if (entry === undefined) throw new ZipError(`${name} is missing`);
    let size = 0;
    try {
      for await (const chunk of await openZipEntry(blob, entry)) {
        size += chunk.byteLength;
        if (size > entry.size) throw new ZipError(`${name} is longer than it says`);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof ZipError) throw error;
      throw new ZipError(`${name} can't be decompressed`, { cause: error });
    }
    if (size !== entry.size) throw new ZipError(`${name} is shorter than it says`);
  };
  return {
    names: () => [...entries.keys()],
    chunks,
    async read(name) {
      const entry = entries.get(name);
      if (entry === undefined) return null;
      if (entry.size > MAX_READ_BYTES) throw new ZipError(`${name} is too large to read at once`);
      const out = new Uint8Array(entry.size);
      let at = 0;
      for await (const chunk of chunks(name)) {
        out.set(chunk, at);
        at += chunk.byteLength;
      }
      return out;
    },
    lines: (name) => linesOf(chunks(name)),
  };
}

/** Splits UTF-8 text at line feeds; an empty last line is none. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > MAX_LINE_CHARS) throw new ZipError('a line is too long');
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
