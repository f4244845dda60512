import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { linesOf, openPack, ZipError } from '../index.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const blobOf = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of items) out.push(item);
  return out;
}

test('files of a zip are read back, stored and deflated alike', async () => {
  const names = fc.stringMatching(/^[a-z/é]{1,12}[a-z]$/u);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(names, fc.uint8Array({ maxLength: 400 }), { minKeys: 1, maxKeys: 6 }),
      fc.constantFrom(0 as const, 6 as const),
      async (files, level) => {
        const entries = Object.fromEntries(
          Object.entries(files).filter(([name]) => name[0] !== '/'),
        );
        const pack = await openPack(blobOf(zipSync(entries, { level })));
        assert.deepEqual(pack.names().sort(), Object.keys(entries).sort());
        for (const [name, bytes] of Object.entries(entries)) {
          assert.deepEqual(Buffer.from((await pack.read(name))!), Buffer.from(bytes));
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('lines are split wherever the pieces are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[a-zä€😀]{0,8}$/u)),
      fc.nat(7),
      async (lines, cut) => {
        const bytes = encode(lines.map((line) => `${line}\n`).join(''));
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += cut + 1)
          pieces.push(bytes.slice(at, at + cut + 1));
        const read = await collect(
          linesOf(
            (async function* () {
              yield* pieces;
            })(),
          ),
        );
        assert.deepEqual(read, lines);
      },
    ),
  );
});

test('a zip that is cut off, damaged or none at all is unreadable', async () => {
  const whole = zipSync({ 'a.txt': encode('hello hello hello hello'), b: encode('x') });
  await assert.rejects(openPack(blobOf(encode('no zip'))), ZipError);
  await assert.rejects(openPack(blobOf(new Uint8Array(0))), ZipError);
  for (let length = 0; length < whole.length; length += 7) {
    await assert.rejects(openPack(blobOf(whole.slice(0, length))), ZipError);
  }
});

test('a flipped bit never reads as other bytes of the right length without notice', async () => {
  const text = encode('the quick brown fox '.repeat(20));
  const whole = zipSync({ 'a.txt': text });
  for (let bit = 0; bit < whole.length * 8; bit += 3) {
    const broken = whole.slice();
    broken[bit >> 3]! ^= 1 << (bit & 7);
    try {
      const pack = await openPack(blobOf(broken));
      await pack.read('a.txt');
    } catch (error) {
      assert(error instanceof ZipError, `bit ${bit}: ${String(error)}`);
    }
  }
});

test('a name that stands twice is refused', async () => {
  const whole = Buffer.from(zipSync({ aa: encode('1'), ab: encode('2') }));
  const text = whole.toString('latin1').replaceAll('ab', 'aa');
  await assert.rejects(openPack(blobOf(Buffer.from(text, 'latin1'))), /twice/);
});
