// The rules of a folder, with the fixtures beside them: `NAME.yml` and `NAME.test.yml`.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRules, type Rule, type SigmaError } from '@acta/sigma';

export interface Pack {
  rules: Rule[];
  errors: { file: string; error: SigmaError }[];
}

/** Files of rules, without their fixtures. */
export const ruleFiles = (folder: string): string[] =>
  globSync('**/*.yml', { cwd: folder })
    .filter((file) => !file.endsWith('.test.yml'))
    .toSorted();

/** All rules of a folder. */
export function readPack(folder: string): Pack {
  const pack: Pack = { rules: [], errors: [] };
  for (const file of ruleFiles(folder)) {
    const { rules, errors } = parseRules(readFileSync(join(folder, file), 'utf8'), file);
    pack.rules.push(...rules);
    pack.errors.push(...errors.map((error) => ({ file, error })));
  }
  return pack;
}
