import assert from 'node:assert/strict';
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { createCipher } from '../../lib/cipher.ts';
import { nodeFileSystem } from '../../lib/node-file-system.ts';
import { createRandom } from '../../lib/random.ts';
import { bodyOf, temporaryFolder } from '../testing.ts';
import { BatchBody, decodeBatch } from './batch.ts';
import { encodeFrame, FRAME_HEADER_BYTES, openPayload, scanFrame } from './frame.ts';
import { listSegments, readSegment, Wal } from './wal.ts';
import type { WalContext } from './wal.ts';

const random = createRandom();
const cipher = createCipher(random(32), random);

const text = fc.string({ unit: 'binary', maxLength: 400 }).map((s) => s.toWellFormed());
const plain = { noNullPrototype: true };
const entry = fc.record(
  { leaf: text, record: text, digest: fc.constantFrom('', 'a'.repeat(43)) },
  plain,
);
const batches = fc.record(
  {
    first: fc.nat({ max: Number.MAX_SAFE_INTEGER - 100 }),
    entries: fc.array(entry, { maxLength: 20 }),
  },
  plain,
);

function contextIn(dir: string, changes: Partial<WalContext> = {}): WalContext {
  return {
    fs: nodeFileSystem(),
    dir,
    cipher,
    origin: 'acta.local/test',
    segment_entries: 1000,
    segment_bytes: 1_000_000,
    ...changes,
  };
}

const batchOf = (first: number, count: number): BatchBody =>
  bodyOf(
    first,
    Array.from({ length: count }, (_, i) => ({
      leaf: `leaf ${first + i}`,
      record: `record ${first + i}`,
      digest: '',
    })),
  );

async function readAll(context: WalContext) {
  const parts = [];
  for (const { path } of await listSegments(context)) {
    for await (const part of readSegment(context, path)) parts.push(part);
  }
  return parts;
}

test('a batch comes back as it was, in memory that is used again and again', () => {
  let memory: Buffer | undefined;
  fc.assert(
    fc.property(batches, (batch) => {
      const body = new BatchBody(batch.first, memory);
      for (const entry of batch.entries) body.add(entry);
      memory = body.memory;
      const back = decodeBatch(body.bytes());
      assert.equal(back.first, batch.first);
      assert.equal(back.count, batch.entries.length);
      const entries = batch.entries.map((_, place) => {
        const index = back.first + place;
        const leaf = Buffer.from(back.leaf(index)).toString('utf8');
        assert.equal(leaf, back.leafText(index));
        assert.deepEqual(Buffer.from(back.record(index)).toString('utf8'), back.recordText(index));
        return { leaf, record: back.recordText(index), digest: back.digest(index) };
      });
      assert.deepEqual(entries, batch.entries);
    }),
  );
});

test('a batch that is cut, or has bytes left over, is malformed and nothing else', () => {
  fc.assert(
    fc.property(batches, fc.nat(), (batch, cut) => {
      const bytes = Uint8Array.from(bodyOf(batch.first, batch.entries).bytes());
      const shorter = bytes.subarray(0, cut % bytes.length);
      assert.throws(() => decodeBatch(shorter), { code: 'wal_malformed' });
      const longer = Uint8Array.from([...bytes, 0]);
      assert.throws(() => decodeBatch(longer), { code: 'wal_malformed' });
    }),
  );
});

test('a frame opens in its own place only, and no flipped bit goes unseen', async () => {
  const property = fc.asyncProperty(
    fc.uint8Array({ minLength: 1, maxLength: 2000 }),
    fc.nat(),
    fc.nat(7),
    async (body, at, bit) => {
      const frame = encodeFrame(body, cipher, 'here');
      const scan = scanFrame(frame, 0);
      assert.ok(scan && 'payload' in scan);
      assert.equal(scan.end, frame.length);
      assert.deepEqual(
        Buffer.from(await openPayload(scan.payload, cipher, 'here')),
        Buffer.from(body),
      );
      await assert.rejects(openPayload(scan.payload, cipher, 'there'));
      const flipped = Uint8Array.from(frame);
      flipped[at % frame.length]! ^= 1 << bit;
      const again = scanFrame(flipped, 0);
      assert.ok(again && 'fault' in again);
    },
  );
  await fc.assert(property, { numRuns: 200 });
});

test('a body that an earlier version compressed opens', async () => {
  const body = Buffer.alloc(100_000, 'acta ');
  const packed = zstdCompressSync(body);
  const head = Buffer.from([1, 0, 0, 0, 0]);
  head.writeUInt32LE(body.length, 1);
  const payload = cipher.encrypt(Buffer.concat([head, packed]), 'here');
  assert.deepEqual(Buffer.from(await openPayload(payload, cipher, 'here')), body);
});

test('segments turn over, keep order, go when they are done with', async (t) => {
  const context = contextIn(await temporaryFolder(t), { segment_entries: 10 });
  const wal = new Wal(context, [], 0);
  for (let first = 0; first < 50; first += 5) {
    const block = await wal.append(batchOf(first, 5));
    assert.equal(block.leafText(first), `leaf ${first}`);
  }
  assert.deepEqual(
    wal.segments.map(({ first, end }) => [first, end]),
    [0, 10, 20, 30, 40].map((first) => [first, first + 10]),
  );
  await wal.dropBelow(29);
  await wal.close();
  const parts = await readAll(context);
  const indexes = parts.map((part) => ('block' in part ? part.block.first : 'broken'));
  assert.deepEqual(indexes, [20, 25, 30, 35, 40, 45]);
});

test('a record cut at any of its bytes is told from a good one, and what is before it stays', async (t) => {
  const context = contextIn(await temporaryFolder(t));
  const wal = new Wal(context, [], 0);
  await wal.append(batchOf(0, 2));
  const good = wal.segments[0]!.bytes;
  await wal.append(batchOf(2, 1));
  await wal.close();
  const { path } = wal.segments[0]!;
  const whole = await readFile(path);
  for (let length = whole.length - 1; length > good; length -= 1) {
    await truncate(path, length);
    const parts = await readAll(context);
    assert.equal(parts.length, 2);
    const last = parts[1]!;
    assert.ok('broken' in last && last.broken.at === good, `cut to ${length}`);
    assert.equal(last.broken.bytes, length - good);
  }
  await truncate(path, good);
  assert.equal((await readAll(context)).length, 1);
});

test('rubbish, zeros and frames of another log behind the last record are faults', async (t) => {
  const context = contextIn(await temporaryFolder(t));
  const wal = new Wal(context, [], 0);
  await wal.append(batchOf(0, 2));
  await wal.close();
  const { path } = wal.segments[0]!;
  const good = await readFile(path);
  const foreign = encodeFrame(batchOf(2, 1).bytes(), cipher, 'elsewhere');
  for (const tail of [Buffer.alloc(FRAME_HEADER_BYTES), Buffer.alloc(4096), foreign, random(99)]) {
    await writeFile(path, good);
    await appendFile(path, tail);
    const parts = await readAll(context);
    assert.ok('broken' in parts[1]!, `${tail.length} bytes`);
  }
  await writeFile(path, good.subarray(0, 5));
  const [part] = await readAll(context);
  assert.ok(part && 'broken' in part && part.broken.at === 0);
});
