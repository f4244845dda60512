// What the documents promise: a page for each source, an index that names them all, links that lead
// somewhere.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { adapters } from '../../packages/server/src/sources/all.ts';
import { sourcesIndex } from '../../tools/write-sources-index.ts';
import { ROOT } from './source-files.ts';

test('a page of a source denies no door that its adapter has', () => {
  for (const { type, doors } of adapters) {
    const page = readFileSync(join(ROOT, `docs/sources/${type}.md`), 'utf8');
    const only = doors.length === 1;
    assert.ok(only || !page.includes('no other door'), `${type}: no other door`);
    const pulls = /\bpull(?:ing|s|ed)?\b[^.]{0,120}\bnot part of\b/i.test(page);
    assert.ok(!pulls || !doors.includes('pull'), `${type} says that it does not pull`);
  }
});

test('every source has its page', () => {
  const missing = adapters.filter(({ type }) => !existsSync(join(ROOT, `docs/sources/${type}.md`)));
  assert.deepEqual(
    missing.map(({ type }) => type),
    [],
  );
});

test('the index of sources is what tools/write-sources-index.ts writes', () => {
  assert.equal(readFileSync(join(ROOT, 'docs/sources/README.md'), 'utf8'), sourcesIndex());
});

test('links between documents lead somewhere', () => {
  const pages = ['*.md', 'docs/**/*.md', 'packages/*/README.md', 'bench/*.md'];
  const broken = globSync(pages, { cwd: ROOT }).flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map((found) => found[1] ?? '')
      .filter((link) => !existsSync(join(ROOT, dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  assert.deepEqual(broken, []);
});
