// The example of the README does what its comment says.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

test('the example of the README runs', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const [, code] = /```ts run\n([\s\S]*?)```/.exec(readme) ?? [];
  assert.ok(code !== undefined);
  const wanted = /\/\/ (\[.*\])\s*$/m.exec(code)?.[1];
  const args = ['--input-type=module-typescript', '-e', code];
  const out = execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' });
  assert.equal(out.trim(), wanted);
});
