import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { unzipSync } from 'fflate';
import { openPack } from '@acta/sdk';
import { createZip } from './zip-writer.ts';

const modified = new Date('2026-11-20T10:11:12Z');

const fileSink = (path: string) => ({
  write: (bytes: Uint8Array) => appendFile(path, bytes),
});

test('what is written is read back, by our reader and by another, with its digests', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'acta-zip-'));
  t.after(() => rm(dir, { recursive: true }));
  let number = 0;
  const names = fc.stringMatching(/^[a-zé]{1,8}$/u);
  const content = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, content, { minKeys: 1, maxKeys: 5 }), async (files) => {
      const path = join(dir, `${number++}.zip`);
      const zip = createZip(fileSink(path), modified);
      for (const [name, pieces] of Object.entries(files)) {
        await zip.add(
          name,
          (async function* () {
            yield* pieces;
          })(),
        );
      }
      await zip.close();
      const pack = await openPack(await openAsBlob(path));
      const other = unzipSync(new Uint8Array(await readFile(path)));
      for (const [name, pieces] of Object.entries(files)) {
        const whole = Buffer.concat(pieces);
        assert.deepEqual(Buffer.from((await pack.read(name))!), whole);
        assert.deepEqual(Buffer.from(other[name]!), whole);
        const sha256 = createHash('sha256').update(whole).digest('hex');
        assert.deepEqual(zip.files()[name], { sha256, bytes: whole.length });
      }
    }),
    { numRuns: 40 },
  );
});

test('the headers say checksum, time and UTF-8 names', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'acta-zip-'));
  t.after(() => rm(dir, { recursive: true }));
  const path = join(dir, 'a.zip');
  const zip = createZip(fileSink(path), modified);
  await zip.add('ä.txt', 'hello');
  await zip.close();
  const bytes = await readFile(path);
  const central = bytes.indexOf(Buffer.from('PK\u0001\u0002'));
  assert.equal(bytes.readUInt16LE(central + 8) & 0x0800, 0x0800);
  assert.equal(bytes.readUInt16LE(central + 12), (10 << 11) | (11 << 5) | 6);
  assert.equal(bytes.readUInt16LE(central + 14), (46 << 9) | (11 << 5) | 20);
  assert.equal(bytes.readUInt32LE(central + 16), crc32('hello'));
});

test('a source that fails ends the archive with its error', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'acta-zip-'));
  t.after(() => rm(dir, { recursive: true }));
  const zip = createZip(fileSink(join(dir, 'a.zip')), modified);
  const broken = async function* () {
    yield 'a';
    throw new Error('the disk went away');
  };
  await assert.rejects(zip.add('a', broken()), /the disk went away/);
});
