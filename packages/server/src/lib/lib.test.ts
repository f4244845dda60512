import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { equal, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts';
import { createCipher } from './cipher.ts';
import { gunzipped, gzipped, unzstd, zstd } from './compress.ts';
import { crc32c } from './crc32c.ts';
import { ensureDirectory, SyncError, writeDurably } from './durable.ts';
import { ActaError } from './errors.ts';
import { createLimits } from './limits.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { createRandom } from './random.ts';

test('crc32c gives the values of RFC 3720 appendix B.4', () => {
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
  assert.equal(crc32c(utf8('123456789')), 0xe3069283);
});

test('a crc can be continued', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
      const at = Math.min(cut, bytes.length);
      assert.equal(crc32c(bytes.subarray(at), crc32c(bytes.subarray(0, at))), crc32c(bytes));
    }),
  );
});

test('hex and base64 come back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.ok(equal(fromHex(toHex(bytes)), bytes));
      assert.ok(equal(fromBase64(toBase64(bytes)), bytes));
    }),
  );
});

test('zstd and gzip come back, and refuse to give more than allowed', async () => {
  const bytes = utf8('acta '.repeat(10_000));
  assert.ok(equal(await unzstd(await zstd(bytes)), bytes));
  assert.ok(equal(await gunzipped(await gzipped(bytes)), bytes));
  await assert.rejects(unzstd(await zstd(bytes), 1000));
  await assert.rejects(gunzipped(await gzipped(bytes), 1000));
});

test('a cipher opens its own and nothing altered, misplaced or of another key', () => {
  const random = createRandom();
  const cipher = createCipher(random(32), random);
  const other = createCipher(random(32), random);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), fc.nat(7), (plain, at, bit) => {
      const sealed = cipher.encrypt(plain, 'log a/1');
      assert.ok(equal(cipher.decrypt(sealed, 'log a/1'), plain));
      assert.throws(() => cipher.decrypt(sealed, 'log a/2'), ActaError);
      assert.throws(() => other.decrypt(sealed, 'log a/1'), ActaError);
      const flipped = Uint8Array.from(sealed);
      flipped[at % flipped.length]! ^= 1 << bit;
      assert.throws(() => cipher.decrypt(flipped, 'log a/1'), ActaError);
    }),
  );
  assert.throws(() => cipher.decrypt(new Uint8Array(3), 'x'), ActaError);
});

test('pooled randomness hands no byte out twice', () => {
  const random = createRandom();
  const seen = new Set<string>();
  for (let i = 0; i < 10_000; i += 1) seen.add(toHex(random(16)));
  assert.equal(seen.size, 10_000);
  assert.equal(random(100_000).length, 100_000);
});

test('limits take their settings, refuse nonsense and name what nobody knows', async () => {
  const metrics = createMetrics();
  const limit = { name: 'ledger.queue_events', default: 5, description: '' };
  const limits = createLimits({ 'ledger.queue_events': 9, 'ledger.typo': 1 }, metrics);
  assert.equal(limits.value(limit), 9);
  assert.deepEqual(limits.unknown(), ['ledger.typo']);
  limits.reached(limit);
  assert.match(await metrics.text(), /acta_limit_reached_total\{limit="ledger.queue_events"\} 1/);
  assert.throws(() => createLimits({ a: 0 }, createMetrics()), /above zero/);
});

test('secrets stay out of the log lines', () => {
  const lines: string[] = [];
  const logger = createLogger('info', {
    write: (line) => {
      lines.push(line);
    },
  });
  logger.child({ source: 'acme', webhook_secret: 's3cret' }).info('got Bearer abcdefghijkl', {
    headers: { Authorization: 'Bearer abcdefghijkl', accept: '*/*' },
    url: 'https://user:hunter22@example.com/x',
    nested: [{ api_key: 'abcdefghijkl' }],
    error: new Error('key PRIVATE+KEY+a+b+c is bad'),
  });
  logger.debug('not shown');
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines[0]!, /abcdefghijkl|s3cret|hunter22|PRIVATE\+KEY\+a/);
  assert.equal(JSON.parse(lines[0]!).source, 'acme');
});

test('a durable write replaces whole files, with the permissions asked for', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'acta-lib-'));
  t.after(() => rm(dir, { recursive: true }));
  const fs = nodeFileSystem();
  await ensureDirectory(fs, join(dir, 'a/b'), dir);
  const path = join(dir, 'a/b/file');
  await writeDurably(fs, path, utf8('one'));
  await writeDurably(fs, path, utf8('two'), 0o444);
  assert.equal(await readFile(path, 'utf8'), 'two');
  assert.equal((await stat(path)).mode & 0o777, 0o444);
  assert.deepEqual(await fs.readdir(join(dir, 'a/b')), ['file']);
  assert.equal(await fs.readFile(join(dir, 'none')), null);
});

test('a failing fsync is a SyncError that names the file, and nothing is renamed', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'acta-lib-'));
  t.after(() => rm(dir, { recursive: true }));
  const real = nodeFileSystem();
  const failing = {
    ...real,
    open: async (...a: Parameters<typeof real.open>) => ({
      ...(await real.open(...a)),
      sync: () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })),
    }),
  };
  await assert.rejects(
    writeDurably(failing, join(dir, 'f'), utf8('x')),
    (error) => error instanceof SyncError && error.path.endsWith('f.tmp'),
  );
  assert.equal(await real.readFile(join(dir, 'f')), null);
});
