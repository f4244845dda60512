// What tools check: types, lint (cycles and lengths of functions included), format, the lock, and
// that the packages that promise to run in a browser do bundle for one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { rolldown } from 'rolldown';
import { ROOT } from './source-files.ts';

function run(tool: string, ...args: string[]): { status: number | null; output: string } {
  const path = tool.endsWith('.mjs') ? [join(ROOT, tool), ...args] : args;
  const command = tool.endsWith('.mjs') ? process.execPath : join(ROOT, 'node_modules/.bin', tool);
  const result = spawnSync(command, path, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20 });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

function passes(tool: string, ...args: string[]): void {
  const { status, output } = run(tool, ...args);
  assert.equal(status, 0, `${tool} ${args.join(' ')}\n${output.slice(-8000)}`);
}

test('the server, the packages and the tests are well typed', () => passes('tsc'));
test('the page is well typed', () => passes('tsc', '-p', 'web'));
test('lint finds nothing', () => passes('oxlint'));
test('the sources are formatted', () => passes('oxfmt', '--check'));
test('the lock is complete and holds no download addresses', () =>
  passes('tools/complete-lock.mjs', '--check'));

for (const entry of [
  'packages/log/src/index.ts',
  'packages/event/src/index.ts',
  'packages/query/src/index.ts',
  'packages/sdk/src/index.ts',
]) {
  test(`${entry} bundles for a browser without Node's modules`, async () => {
    const bundle = await rolldown({
      input: join(ROOT, entry),
      platform: 'browser',
      logLevel: 'silent',
    });
    const { output } = await bundle.generate({ format: 'esm' });
    await bundle.close();
    const code = output.map((chunk) => ('code' in chunk ? chunk.code : '')).join('\n');
    assert.doesNotMatch(code, /(?:from|import|require)\s*\(?\s*["']node:/);
  });
}
