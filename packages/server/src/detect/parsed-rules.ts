// Rule files parsed once and kept: finding out what 2,000 of them say takes longer than all the
// rest of a start. What is kept is held for true as long as the file and the parser are the same.
import { createHash, randomUUID } from 'node:crypto';
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRules, type Rule } from '@acta/sigma';
import type { RuleFile } from './messages.ts';

/** Files kept; beyond it only those of this start are. */
const KEPT_FILES = 20_000;

interface Kept {
  /** Of the parser that made it. */
  parser: string;
  /** By the digest of a file's name and text. */
  files: Record<string, Rule[]>;
}

/**
 * The files with what they say, from what an earlier start kept under `path`; what that lacks is
 * parsed and kept for the next one. Files with errors are left as they are: whoever reports them
 * parses them again. That nothing can be kept is no error.
 *
 * @param folder the name under which people see the files' folder
 */
export async function withParsedRules(
  files: readonly RuleFile[],
  folder: string,
  path: string,
): Promise<RuleFile[]> {
  const parser = await digestOfParser();
  const kept = await keptAt(path, parser);
  const used: Kept['files'] = {};
  let isNew = false;
  const parsed = files.map((file): RuleFile => {
    const name = `${folder}/${file.file}`;
    const key = digestOf(`${name}\0${file.text}`);
    let rules = kept[key];
    if (rules === undefined) {
      const read = parseRules(file.text, name);
      if (read.errors.length > 0) return file;
      rules = read.rules;
      isNew = true;
    }
    used[key] = rules;
    return { ...file, rules };
  });
  if (isNew) {
    const all = { ...kept, ...used };
    const some = Object.keys(all).length > KEPT_FILES ? used : all;
    await keep(path, { parser, files: some }).catch(() => undefined);
  }
  return parsed;
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Changes with the parser's code and with the versions of the libraries that it pins. */
async function digestOfParser(): Promise<string> {
  const source = dirname(fileURLToPath(import.meta.resolve('@acta/sigma')));
  const names = await Array.fromAsync(glob('**/*.ts', { cwd: source }));
  const paths = names.filter((name) => !name.endsWith('.test.ts')).toSorted();
  const texts = await Promise.all(
    ['../package.json', ...paths].map((name) => readFile(join(source, name), 'utf8')),
  );
  return digestOf(texts.join('\0'));
}

async function keptAt(path: string, parser: string): Promise<Kept['files']> {
  try {
    const kept = JSON.parse(await readFile(path, 'utf8')) as Kept;
    return kept.parser === parser ? kept.files : {};
  } catch {
    return {};
  }
}

/** Several starts may write at a time: each its own file, the last one stays. */
async function keep(path: string, kept: Kept): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(beside, JSON.stringify(kept), { mode: 0o600 });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
