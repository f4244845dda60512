// A test that no suite names is never run.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, sourceFiles } from './source-files.ts';

test('every test file belongs to a suite', () => {
  const runner = readFileSync(join(ROOT, 'tools/test.ts'), 'utf8');
  const patterns = [...runner.matchAll(/'([^'\n]+\.test\.ts)'/g)].map(
    ([, pattern = '']) => pattern,
  );
  const named = new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })));
  const forgotten = sourceFiles('test.ts').filter(({ path }) => !named.has(path));
  assert.deepEqual(
    forgotten.map(({ path }) => path),
    [],
  );
});
