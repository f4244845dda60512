// FileSystem over node:fs. What can wait for the disk goes to another thread, by callbacks (half
// the cost of file handles of promises). The way there and back costs 50 to 100 µs of CPU, so that
// what only touches memory of the kernel is done at once: small writes, reading them back, close.
// New names in a folder are not that: they wait for the file system's journal.
import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { systemCode } from './errors.ts';
import { plain } from './bytes.ts';
import type { FileSystem, OpenFile } from './file-system.ts';

const open = promisify(fs.open);
const fdatasync = promisify(fs.fdatasync);
const fsync = promisify(fs.fsync);
const fstat = promisify(fs.fstat);
const ftruncate = promisify(fs.ftruncate);
const mkdir = promisify(fs.mkdir);
const readdir = promisify(fs.readdir);
const readFile = promisify(fs.readFile);
const rename = promisify(fs.rename);
const unlink = promisify(fs.unlink);

/** Bytes read or written at once; a copy of so many takes 0.4 ms. */
const AT_ONCE_BYTES = 1_048_576;

export function nodeFileSystem(): FileSystem {
  return {
    open: async (path, mode, permissions = 0o600) => openFile(await open(path, mode, permissions)),
    async readFile(path) {
      const bytes = await orWhenMissing(readFile(path), null);
      return bytes && plain(bytes);
    },
    rename,
    unlink: (path) => orWhenMissing(unlink(path), undefined),
    async mkdir(path, permissions = 0o700) {
      try {
        await mkdir(path, permissions);
        return true;
      } catch (error) {
        if (systemCode(error) === 'EEXIST') return false;
        throw error;
      }
    },
    readdir: async (path) => (await orWhenMissing(readdir(path), [])).toSorted(byCodeUnits),
    async syncDirectory(path) {
      const descriptor = fs.openSync(path, 'r');
      try {
        await fsync(descriptor);
      } finally {
        fs.closeSync(descriptor);
      }
    },
  };
}

function openFile(descriptor: number): OpenFile {
  return {
    async write(bytes, position) {
      let done = 0;
      while (done < bytes.length) {
        done += await writeSome(descriptor, bytes, done, position + done);
      }
    },
    async read(into, position) {
      let done = 0;
      while (done < into.length) {
        const count = await readSome(descriptor, into, done, position + done);
        if (count === 0) break;
        done += count;
      }
      return done;
    },
    async readBack(into, position) {
      if (into.length > AT_ONCE_BYTES) return this.read(into, position);
      return fs.readSync(descriptor, into, 0, into.length, position);
    },
    size: async () => (await fstat(descriptor)).size,
    truncate: (length) => ftruncate(descriptor, length),
    datasync: () => fdatasync(descriptor),
    sync: () => fsync(descriptor),
    close: async () => fs.closeSync(descriptor),
  };
}

function writeSome(
  fd: number,
  bytes: Uint8Array,
  from: number,
  at: number,
): number | Promise<number> {
  const left = bytes.length - from;
  if (left <= AT_ONCE_BYTES) return fs.writeSync(fd, bytes, from, left, at);
  return new Promise((resolve, reject) => {
    fs.write(fd, bytes, from, left, at, (error, count) => (error ? reject(error) : resolve(count)));
  });
}

function readSome(fd: number, into: Uint8Array, from: number, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, into, from, into.length - from, at, (error, count) =>
      error ? reject(error) : resolve(count),
    );
  });
}

async function orWhenMissing<T, U>(work: Promise<T>, missing: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return missing;
    throw error;
  }
}

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
