// Which files a source's path means, and whether the server may read them: only below the folders
// that the operator has named, wherever links lead.
import { open, readdir, readlink, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { systemCode } from '../../lib/errors.ts';

const patternMax = 1_024;
const namesMax = 100_000;

/** What is wrong with a path to follow, or null. Looks at no file. */
export function pathProblem(path: string, roots: readonly string[]): string | null {
  if (roots.length === 0) return 'needs the operator to set files.roots first';
  if (path.length > patternMax) return `is longer than ${patternMax} characters`;
  if (path.includes('\0') || !isAbsolute(path) || normalize(path) !== path) {
    return 'is not an absolute path without . and ..';
  }
  if (/[[\]{}!]|\*\*/.test(path)) return 'has wildcards other than * and ?';
  return roots.some((root) => isBelow(path, root))
    ? null
    : 'is in no folder that files.roots names';
}

const isBelow = (path: string, root: string): boolean =>
  path.startsWith(root.endsWith(sep) ? root : root + sep);

/** The files of a path with `*` and `?` inside its parts, in the order of their names. */
export async function pathsOf(pattern: string, max: number): Promise<string[]> {
  let found: string[] = [sep];
  for (const part of pattern.split(sep).filter((part) => part !== '')) {
    found = /[*?]/.test(part)
      ? (await Promise.all(found.map((folder) => matching(folder, part)))).flat()
      : found.map((folder) => join(folder, part));
    if (found.length > namesMax) break;
  }
  return found.slice(0, max);
}

async function matching(folder: string, part: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => (!name.startsWith('.') || part.startsWith('.')) && matches(name, part))
    .sort()
    .map((name) => join(folder, name));
}

/** `*` any characters, `?` one; linear but for the product of both lengths. */
export function matches(name: string, pattern: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let tried = 0;
  while (at < name.length) {
    if (
      place < pattern.length &&
      (pattern[place] === '?' || pattern[place] === name[at]) &&
      pattern[place] !== '*'
    ) {
      at++;
      place++;
    } else if (pattern[place] === '*') {
      star = place++;
      tried = at;
    } else if (star >= 0) {
      place = star + 1;
      at = ++tried;
    } else return false;
  }
  while (pattern[place] === '*') place++;
  return place === pattern.length;
}

/** Why a file can't be followed. */
export class NotReadable extends Error {}

/**
 * Opens a regular file for reading; null where there is none. Throws `NotReadable` for what is no
 * regular file, stands outside of the roots, or may not be read.
 */
export async function openBelow(
  path: string,
  roots: readonly string[],
): Promise<FileHandle | null> {
  let handle: FileHandle | undefined;
  try {
    const real = await realpath(path);
    const allowed = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
    const inside = (place: string) => allowed.some((root) => isBelow(place, root));
    if (!inside(real)) throw new NotReadable(`${path} leads out of files.roots.`);
    handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    if (!(await handle.stat()).isFile()) throw new NotReadable(`${path} is no regular file.`);
    // What was opened may be another file than what was looked at.
    const opened = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => real);
    if (!inside(opened)) throw new NotReadable(`${path} leads out of files.roots.`);
    return handle;
  } catch (error) {
    await handle?.close();
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (error instanceof NotReadable) throw error;
    throw new NotReadable(`${path} can't be read (${code ?? 'unknown'}).`);
  }
}
