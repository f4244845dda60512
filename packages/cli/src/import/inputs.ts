// The files to import, and their content without compression, told by its first bytes.
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { CommandError } from '../error.ts';

export interface InputFile {
  path: string;
  name: string;
  /** As it lies on the disk. */
  bytes: number;
  modified_ms: number;
}

const CHUNK_BYTES = 1_048_576;

/** The files themselves, and those below the folders, in the order of their names. */
export async function inputFiles(paths: readonly string[], cwd: string): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for (const given of paths) await collect(resolve(cwd, given), files);
  if (files.length === 0)
    throw new CommandError('there is no file to import', 'Name files or folders.');
  return files;
}

async function collect(path: string, files: InputFile[]): Promise<void> {
  const found = await stat(path).catch(() => {
    throw new CommandError(`there is no file ${path}`, 'Check the path.');
  });
  if (found.isFile()) {
    const { size: bytes, mtimeMs } = found;
    files.push({ path, name: basename(path), bytes, modified_ms: Math.round(mtimeMs) });
  } else if (found.isDirectory()) {
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
    for (const name of names) await collect(join(path, name), files);
  }
}

/** The content; `onRead` hears how many bytes of the file were read so far. */
export async function* contentOf(
  { path }: InputFile,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const magic = await firstBytes(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const options = { chunkSize: CHUNK_BYTES };
  let content: AsyncIterable<Uint8Array> = file;
  if (magic.startsWith('1f8b')) content = pipeline(file, createGunzip(options), ignore);
  else if (magic === '28b52ffd') content = pipeline(file, createZstdDecompress(options), ignore);
  for await (const chunk of content) {
    onRead(file.bytesRead);
    yield chunk;
  }
}

/** Whoever reads the stream hears of the error. */
const ignore = () => undefined;

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('hex', 0, bytesRead);
  } finally {
    await file.close();
  }
}
