// The browser's implementation passes what Node's passes: every other test of this package runs
// again with the portable SHA-256 and WebCrypto's Ed25519; and nothing that a browser loads is
// Node's.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');

test('all tests pass with the portable implementation', () => {
  const files = globSync('src/**/*.test.ts', { cwd: root }).filter(
    (file) => !/(portable|readme)\.test\.ts$/.test(file),
  );
  assert(files.length > 10);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const run = spawnSync(
    process.execPath,
    ['--conditions=acta-portable', '--test', '--test-reporter=dot', ...files],
    { cwd: root, env, encoding: 'utf8' },
  );
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

test('what a browser loads imports nothing of Node', () => {
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports: Record<string, { default: string }>;
  };
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/ from '([^']+)';/g)) {
      const target = imports[name!]?.default;
      assert(target ?? name!.startsWith('.'), `${file} imports ${name}`);
      visit(target ? join(root, target) : resolve(dirname(file), name!));
    }
  };
  visit(join(root, 'src/index.ts'));
  assert(seen.has(join(root, 'src/hash/sha256-portable.ts')));
  assert(seen.has(join(root, 'src/ed25519/ed25519-web.ts')));
});
