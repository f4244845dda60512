// Rules from folders: ours, and checkouts of others such as SigmaHQ's. Only `.yml` and `.yaml`
// files below the folder are read; links are not followed.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ActaError } from '../lib/errors.ts';
import type { RuleText } from './messages.ts';

const FILES = 20_000;
const FILE_BYTES = 1_048_576;

/**
 * Texts of all rule files of a folder, in the order of their names.
 *
 * @throws ActaError `rules_unreadable`, `rules_too_many`
 */
export async function readRules(folder: string): Promise<RuleText[]> {
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
  const files = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .filter((entry) => !/\.test\.ya?ml$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
  if (files.length > FILES) {
    throw new ActaError({
      code: 'rules_too_many',
      status: 500,
      fault: 'operator',
      detail: `The rules folder ${folder} holds more than ${FILES} files.`,
      next: 'Name a folder that holds fewer.',
    });
  }
  const texts: RuleText[] = [];
  for (const file of files) {
    const bytes = await readFile(join(folder, file));
    if (bytes.length <= FILE_BYTES) texts.push({ file, text: bytes.toString('utf8') });
  }
  return texts;
}
