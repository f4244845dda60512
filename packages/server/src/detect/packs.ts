// Rules from folders: ours, and checkouts of others such as SigmaHQ's. Only `.yml` and `.yaml`
// files below the folder are read; links are not followed.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ActaError } from '../lib/errors.ts';
import type { RuleFile } from './messages.ts';

const FILES = 20_000;
const FILE_BYTES = 1_048_576;

/**
 * Texts of all rule files of a folder, in the order of their names.
 *
 * @throws ActaError `rules_unreadable`, `rules_too_many`
 */
export async function readRules(folder: string): Promise<RuleFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (cause: unknown) => {
      throw new ActaError({
        code: 'rules_unreadable',
        status: 500,
        fault: 'operator',
        detail: `The rules folder ${folder} can't be read.`,
        next: 'Correct `detection.rules` in the settings.',
        cause,
      });
    },
  );
  const all = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
  const files = all.filter((file) => !FIXTURES.test(file) && !OVERLAY.test(file));
  if (files.length > FILES) {
    throw new ActaError({
      code: 'rules_too_many',
      status: 500,
      fault: 'operator',
      detail: `The rules folder ${folder} holds more than ${FILES} files.`,
      next: 'Name a folder that holds fewer.',
    });
  }
  const beside = new Set(all.filter((file) => FIXTURES.test(file)));
  const read: RuleFile[] = [];
  for (let at = 0; at < files.length; at += TOGETHER) {
    const some = files.slice(at, at + TOGETHER).map(async (file): Promise<RuleFile[]> => {
      const fixtures = file.replace(/(?=\.ya?ml$)/, '.test');
      const [text, stories] = await Promise.all([
        textOf(join(folder, file)),
        beside.has(fixtures) ? textOf(join(folder, fixtures)) : undefined,
      ]);
      if (text === undefined) return [];
      return [{ file, text, ...(stories === undefined ? {} : { fixtures: stories }) }];
    });
    read.push(...(await Promise.all(some)).flat());
  }
  return read;
}

/** Files read at one time. */
const TOGETHER = 64;

const FIXTURES = /\.test\.ya?ml$/;
const OVERLAY = /\.overlay\.ya?ml$/;

async function textOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path);
  return bytes.length <= FILE_BYTES ? bytes.toString('utf8') : undefined;
}
