// The source files that the style checks look at, and the imports that stand in them.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = dirname(dirname(import.meta.dirname));

export interface SourceFile {
  /** Path from the root of the repository. */
  path: string;
  text: string;
  lines: string[];
}

const ROOTS = '{packages,web,bench,test,tools,rules,docs,deploy}';

/** Reads every file of the given endings that is ours (no install, no build output). */
export function sourceFiles(endings = 'ts,tsx,mjs,css'): SourceFile[] {
  const paths = globSync(`${ROOTS}/**/*.{${endings},}`, { cwd: ROOT });
  return paths
    .filter((path) => /\.\w+$/.test(path) && !/(^|\/)(node_modules|dist|test-output)\//.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, lines: text.split('\n') };
    });
}

export const isTest = (path: string): boolean => /\.test\.tsx?$|\/testing\.ts$|^test\//.test(path);

const IMPORTS = [
  /^(?:import|export)\s[^'"();]*?from\s+['"]([^'"\n]+)['"]/gm,
  /^import\s+['"]([^'"\n]+)['"]/gm,
  /\bimport\(\s*['"]([^'"\n]+)['"]/g,
];

/** Module specifiers that a file imports, statically or not. */
export function importsOf(file: SourceFile): string[] {
  return IMPORTS.flatMap((pattern) =>
    [...file.text.matchAll(pattern)].map((found) => found[1] ?? ''),
  );
}
