import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const script = join(import.meta.dirname, '../../packages/cli/src/main.ts');

for (const args of [['completion', 'bash'], ['--help']]) {
  test(`acta ${args.join(' ')} | head ends quietly when its reader went away`, async () => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    assert.equal(stderr, '');
    assert.equal(
      code,
      141,
      'as a program that SIGPIPE ends: not 0, which would say that it is done',
    );
  });
}

test('a command that can tell nobody what went wrong ends with its own exit code', async () => {
  const child = spawn(process.execPath, [script, 'nothing'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.destroy();
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  assert.equal(code, 2);
});
