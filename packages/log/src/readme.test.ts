import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');

test('the README’s snippets run, one after the other', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const snippets = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code);
  assert.equal(snippets.length, 3);
  const code = [
    ...snippets,
    `const { default: assert } = await import('node:assert/strict');`,
    `assert(holds);`,
    `assert(report.ok && report.signed);`,
  ].join('\n');
  const run = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
});
