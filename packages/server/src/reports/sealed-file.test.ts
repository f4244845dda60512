import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createCipher } from '../lib/cipher.ts';
import { createRandom } from '../lib/random.ts';
import { createSealedFile, readSealedFile } from './sealed-file.ts';

const cipher = createCipher(new Uint8Array(32).fill(7), createRandom());

async function folder(t: { after(done: () => Promise<void>): void }): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'acta-sealed-'));
  t.after(() => rm(dir, { recursive: true }));
  return dir;
}

async function write(path: string, place: string, parts: Uint8Array[]): Promise<void> {
  const sink = await createSealedFile(path, cipher, place);
  for (const part of parts) await sink.write(part);
  await sink.close();
}

async function read(path: string, place: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of readSealedFile(path, cipher, place)) parts.push(part);
  return Buffer.concat(parts);
}

test('what is written is read back, whatever its pieces', async (t) => {
  const dir = await folder(t);
  let number = 0;
  const sizes = fc.array(fc.nat({ max: 600_000 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(sizes, async (lengths) => {
      const path = join(dir, `${number++}`);
      const parts = lengths.map((length) => randomBytes(length));
      await write(path, 'log exports/a', parts);
      assert.deepEqual(await read(path, 'log exports/a'), Buffer.concat(parts));
    }),
    { numRuns: 30 },
  );
});

test('nothing of it stands in the clear; a change, a cut and another place are found', async (t) => {
  const path = join(await folder(t), 'a');
  const plain = Buffer.alloc(600_000, 'readable text ');
  await write(path, 'a', [plain]);
  const bytes = await readFile(path);
  assert.equal(bytes.includes('readable'), false);
  const refused = { code: 'decrypt_failed' };
  await assert.rejects(read(path, 'b'), refused);
  for (const at of [0, 3, 5, 270_000, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    await writeFile(path, changed);
    await assert.rejects(read(path, 'a'), refused, `byte ${at}`);
  }
  await writeFile(path, bytes);
  // The first two frames alone, which are whole: 262,144 bytes, 28 of encryption, 4 of length.
  for (const length of [0, 3, 2 * 262_176, bytes.length - 1]) {
    await writeFile(path, bytes);
    await truncate(path, length);
    await assert.rejects(read(path, 'a'), refused, `${length} bytes`);
  }
});
