// Rule files of this machine: as they are named, or all below a folder.
import { globSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseOverlay, SigmaError, type Overlay, type Rule } from '@acta/sigma';
import { CommandError, usageError } from '../error.ts';

export interface RuleFile {
  /** As it was named. */
  name: string;
  text: string;
  /** The fixtures beside it, `NAME.test.yml`. */
  fixtures: { name: string; text: string } | null;
}

const FIXTURES = /\.test(?=\.ya?ml$)/;

/** @throws CommandError where a name is no file or folder */
export async function readRuleFiles(names: string[], cwd: string): Promise<RuleFile[]> {
  const files = names.flatMap((name) => filesOf(name, cwd));
  const wanted = [...new Set(files.map((name) => name.replace(FIXTURES, '')))];
  return Promise.all(wanted.map((name) => readOne(name, cwd)));
}

function filesOf(name: string, cwd: string): string[] {
  const path = resolve(cwd, name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw usageError(`${name} is not there`, 'Name a file or a folder.');
  if (!found.isDirectory()) return [name];
  return globSync('**/*.{yml,yaml}', { cwd: path })
    .filter((file) => !FIXTURES.test(file) && !/\.overlay\.ya?ml$/.test(file))
    .toSorted()
    .map((file) => join(name, file));
}

async function readOne(name: string, cwd: string): Promise<RuleFile> {
  const text = await readFile(resolve(cwd, name), 'utf8');
  const beside = name.replace(/(?=\.ya?ml$)/, '.test');
  const fixtures = await readFile(resolve(cwd, beside), 'utf8').catch(() => null);
  return { name, text, fixtures: fixtures === null ? null : { name: beside, text: fixtures } };
}

/** @throws CommandError where the overlay is wrong */
export async function readOverlay(name: string | undefined, cwd: string): Promise<Overlay> {
  if (name === undefined) return {};
  try {
    return parseOverlay(await readFile(resolve(cwd, name), 'utf8'));
  } catch (error) {
    if (!(error instanceof SigmaError)) throw error;
    throw new CommandError(placed(name, error), 'Correct the overlay.', { exit: 2 });
  }
}

/** Rules of other files that these name, directly or through one another. */
export function namedBy(rules: readonly Rule[], all: readonly Rule[]): Rule[] {
  const byName = new Map(all.flatMap((rule) => namesOf(rule).map((name) => [name, rule])));
  const found = new Set<Rule>();
  const add = (some: readonly Rule[]): void => {
    for (const rule of some) {
      const named = rule.kind === 'detection' || rule.rules === 'any' ? [] : rule.rules;
      const more = named.flatMap((name) => byName.get(name) ?? []);
      const fresh = more.filter((each) => !rules.includes(each) && !found.has(each));
      for (const each of fresh) found.add(each);
      add(fresh);
    }
  };
  add(rules);
  return [...found];
}

const namesOf = ({ id, name }: Rule): string[] => [id, name].filter((each) => each !== undefined);

/** `file:line:column: what is wrong`. */
export function placed(name: string, { message, position }: SigmaError): string {
  const place = position === undefined ? '' : `:${position.line}:${position.column}`;
  return `${name}${place}: ${message}`;
}
