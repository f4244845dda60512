// Style sheets become one bundle: a class that two folders style is styled by both everywhere.
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { sourceFiles } from './source-files.ts';

/** A class alone on its line: a rule of it and nothing else, or a member of a list. */
const ALONE = /^\s*(\.[a-z][\w-]*)\s*[{,]\s*$/gm;
/** Everybody's classes, which a folder may place anew. */
const SHARED = 'web/src/styles';

test('no class is styled by two folders that know nothing of each other', () => {
  const folders = new Map<string, Set<string>>();
  for (const { path, text } of sourceFiles('css')) {
    const folder = dirname(path);
    if (folder === SHARED || !folder.startsWith('web/')) continue;
    for (const [, name = ''] of text.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(ALONE)) {
      folders.set(name, (folders.get(name) ?? new Set()).add(folder));
    }
  }
  const isInside = (one: string, other: string) => `${one}/`.startsWith(`${other}/`);
  const twice = [...folders].filter(([, found]) => {
    const all = [...found];
    return all.some((one) => all.some((two) => !isInside(one, two) && !isInside(two, one)));
  });
  assert.deepEqual(
    twice.map(([name, found]) => `${name}: ${[...found].join(', ')}`),
    [],
  );
});
