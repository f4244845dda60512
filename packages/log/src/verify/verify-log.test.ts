import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  CompactRange,
  encodeBundle,
  formatCheckpoint,
  leafHashes,
  LogError,
  signNote,
} from '../index.ts';
import { MemoryLog, numbered } from '../testing/memory-log.ts';
import { verifyLog, type LogReport, type VerifyLogOptions } from './verify-log.ts';

const SIZE = 70_000;
let log: MemoryLog;
let heads: { size: number; root: Uint8Array; source: string }[];
const gunzip = (bytes: Uint8Array, maxOutputLength: number) =>
  gunzipSync(bytes, { maxOutputLength });

before(async () => {
  log = await MemoryLog.create();
  heads = [];
  let size = 0;
  for (const next of [1, 255, 256, 257, 5000, SIZE]) {
    await log.append(numbered(next - size, size));
    heads.push({ size: next, root: log.root, source: `receipt of size ${next}` });
    size = next;
  }
});

/** Verifies the log with some files replaced (null: gone). */
async function verifyWith(
  changes: Record<string, Uint8Array | string | null>,
  options: Partial<VerifyLogOptions> = {},
): Promise<LogReport> {
  const read = async (path: string) => {
    const change = changes[path];
    if (change === undefined) return log.read(path);
    return typeof change === 'string' ? Buffer.from(change) : change;
  };
  return verifyLog({ read, verifiers: [log.vkey], ...options });
}

const flip = (path: string, place: number) => {
  const bytes = new Uint8Array(log.files.get(path)!);
  bytes[place]! ^= 1;
  return { [path]: bytes };
};
const whats = (report: LogReport) => report.findings.map(({ what }) => what);

test('an honest log has no findings, at any size', async () => {
  for (const size of [1, 2, 255, 256, 257, 511, 512, 1000]) {
    const small = await MemoryLog.create();
    await small.append(numbered(size));
    const report = await verifyLog({ read: small.read, verifiers: [small.vkey] });
    assert.deepEqual(report.findings, []);
    assert(report.ok && report.signed);
    assert.equal(report.checked, size);
  }
});

test('heads of any size that were seen before are found again', async () => {
  const report = await verifyWith({}, { heads, origin: log.origin });
  assert.deepEqual(report.findings, []);
  assert.equal(report.checked, SIZE);
});

test('what comes after the checkpoint can be verified from where it ended', async () => {
  const { peaks } = await verifyWith({});
  const tree = CompactRange.fromPeaks(SIZE, peaks!);
  assert.deepEqual(tree.root(), log.root);
  const grown = await MemoryLog.create();
  await grown.append(numbered(SIZE + 10));
  tree.append(leafHashes(numbered(10, SIZE)));
  assert.deepEqual(tree.root(), grown.root);
  const broken = await verifyWith({ 'tile/entries/007': null, 'tile/0/007': null });
  assert.equal(broken.peaks, null);
});

test('progress reaches the end, and every entry is handed out in order', async () => {
  const progress: number[] = [];
  let next = 0;
  await verifyWith(
    {},
    {
      onProgress: (done, total) => {
        assert.equal(total, SIZE);
        progress.push(done);
      },
      onEntries: (first, entries) => {
        assert.equal(first, next);
        next += entries.length;
        assert.equal(Buffer.from(entries[0]!).toString(), `entry ${first}`);
      },
    },
  );
  assert.equal(next, SIZE);
  assert.equal(progress.at(-1), SIZE);
  assert.deepEqual(
    progress,
    progress.toSorted((a, b) => a - b),
  );
});

test('a reader may give Buffers', async () => {
  const read = async (path: string) => {
    const bytes = await log.read(path);
    return bytes && Buffer.from(bytes);
  };
  let count = 0;
  const onEntries = (_: number, entries: Uint8Array[]) => void (count += entries.length);
  const report = await verifyLog({ read, onEntries });
  assert.deepEqual(report.findings, []);
  assert.equal(count, SIZE);
});

test('bundles may be gzip, asked for or not, by either name', async () => {
  const packed: Record<string, Uint8Array | null> = {};
  for (const [path, bytes] of log.files) {
    if (!path.startsWith('tile/entries/')) continue;
    if (path.endsWith('/000')) packed[path] = gzipSync(bytes);
    else Object.assign(packed, { [path]: null, [`${path}.gz`]: gzipSync(bytes) });
  }
  assert.deepEqual((await verifyWith(packed, { gunzip })).findings, []);
  const without = await verifyWith({ 'tile/entries/000': packed['tile/entries/000']! });
  assert.deepEqual(whats(without), ['entry bundle malformed']);
  const damaged = packed['tile/entries/000']!.slice(0, -20);
  const report = await verifyWith({ 'tile/entries/000': damaged }, { gunzip });
  assert.deepEqual(whats(report), ['entry bundle malformed']);
  const bomb = gzipSync(new Uint8Array(40_000_000));
  const refused = await verifyWith({ 'tile/entries/000': bomb }, { gunzip });
  assert.match(refused.findings[0]!.found, /damaged gzip/);
});

test('a bundle that starts like gzip and is none', async () => {
  const tricky = await MemoryLog.create();
  await tricky.append([new Uint8Array(0x1f8b).fill(8)]);
  assert.deepEqual((await verifyLog({ read: tricky.read, gunzip })).findings, []);
});

test('the partial bundle of a log that has grown is cut from the full one', async () => {
  const grown = await MemoryLog.create();
  await grown.append(numbered(300));
  const checkpoint = await grown.checkpoint();
  await grown.append(numbered(400, 300));
  grown.files.delete('tile/entries/001.p/44');
  grown.files.delete('tile/0/001.p/44');
  const report = await verifyLog({ read: grown.read, verifiers: [grown.vkey], checkpoint });
  assert.deepEqual(report.findings, []);
  assert.equal(report.checked, 300);
});

test('a flipped bit in an entry is found, with its index', async () => {
  const report = await verifyWith(flip('tile/entries/002', 2));
  assert.deepEqual(whats(report), [
    'entry differs from its tile',
    'tile differs',
    'tile differs',
    'root differs',
  ]);
  assert.match(report.findings[0]!.where, /^entry 512 \(tile\/0\/002\)$/);
  assert.match(report.findings[1]!.where, /^tile\/1\/000, hash 2$/);
  const partial = await verifyWith(flip('tile/entries/273.p/112', 5));
  assert.match(partial.findings[0]!.where, /^entry 69888 /);
});

test('a flipped bit in a tile is found, and does not touch the root', async () => {
  const level0 = await verifyWith(flip('tile/0/100', 64));
  assert.deepEqual(whats(level0), ['entry differs from its tile']);
  assert.match(level0.findings[0]!.where, /entry 25602/);
  for (const path of ['tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1']) {
    const report = await verifyWith(flip(path, 31));
    assert.deepEqual(whats(report), ['tile differs']);
    assert.equal(report.findings[0]!.where, `${path}, hash 0`);
  }
});

test('swapped entries are found, both', async () => {
  const entries = log.entries.slice(256, 512);
  [entries[3], entries[9]] = [entries[9]!, entries[3]!];
  const report = await verifyWith({ 'tile/entries/001': encodeBundle(entries) });
  assert.deepEqual(whats(report).slice(0, 2), [
    'entry differs from its tile',
    'entry differs from its tile',
  ]);
  assert.match(report.findings[1]!.where, /entry 265 /);
});

test('a bundle with an entry too few or too many is malformed', async () => {
  const entries = log.entries.slice(256, 512);
  const last = log.entries.slice(69_888);
  const cases = {
    'tile/entries/001': encodeBundle(entries.slice(1)),
    'tile/entries/273.p/112': encodeBundle([...last, last[0]!]),
  };
  const report = await verifyWith(cases);
  assert.deepEqual(whats(report), ['entry bundle malformed', 'entry bundle malformed']);
  assert.equal(report.findings[0]!.found, '255 entries');
  assert.equal(report.checked, SIZE - 256 - 112);
});

test('missing bundles and tiles are found, and the rest is verified', async () => {
  const bundle = await verifyWith({ 'tile/entries/007': null });
  assert.deepEqual(bundle.findings, [
    {
      what: 'entry bundle missing',
      where: 'tile/entries/007',
      expected: '256 entries',
      found: 'nothing',
    },
  ]);
  for (const path of ['tile/0/007', 'tile/1/000', 'tile/2/000.p/1']) {
    assert.deepEqual(whats(await verifyWith({ [path]: null })), ['tile missing']);
  }
  const both = await verifyWith({ 'tile/entries/007': null, 'tile/0/007': null });
  assert.deepEqual(whats(both), ['tile missing', 'entry bundle missing', 'root differs']);
  assert.equal(both.checked, SIZE - 256);
});

test('pruned bundles may be gone up to the minimum index, and no further', async () => {
  const gone = Object.fromEntries([0, 1, 2].map((i) => [`tile/entries/00${i}`, null]));
  assert.deepEqual((await verifyWith(gone, { minimumIndex: 768, heads })).findings, []);
  assert.deepEqual(whats(await verifyWith(gone, { minimumIndex: 767 })), ['entry bundle missing']);
});

test('checkpoints: missing, malformed, unsigned, of another log', async () => {
  assert.deepEqual(whats(await verifyWith({ checkpoint: null })), ['checkpoint missing']);
  const bytes = Uint8Array.of(0xff, 0xfe);
  assert.deepEqual(whats(await verifyWith({ checkpoint: bytes })), ['checkpoint malformed']);
  const text = await log.checkpoint();
  const cut = text.slice(0, 40);
  assert.deepEqual(whats(await verifyWith({ checkpoint: cut })), ['checkpoint malformed']);
  const stranger = await MemoryLog.create();
  const other = await verifyWith({}, { verifiers: [stranger.vkey] });
  assert(!other.signed && !other.ok);
  assert.deepEqual(whats(other), ['checkpoint not signed by a trusted key']);
  const elsewhere = await verifyWith({}, { origin: 'example.com/other' });
  assert.deepEqual(whats(elsewhere), ['checkpoint malformed']);
  const unasked = await verifyWith({}, { verifiers: [] });
  assert(unasked.ok && !unasked.signed);
});

test('an empty log is nothing to verify, not a success', async () => {
  const empty = await MemoryLog.create();
  await empty.append([]);
  const report = await verifyLog({ read: empty.read, verifiers: [empty.vkey] });
  assert(!report.ok && report.signed);
  assert.deepEqual(whats(report), ['nothing to verify']);
});

test('a changed root under the log’s own key is found', async () => {
  const root = log.root.with(0, log.root[0]! ^ 1);
  const forged = formatCheckpoint({ origin: log.origin, size: SIZE, root });
  const checkpoint = await signNote(forged, [log.signer]);
  assert.deepEqual(whats(await verifyWith({ checkpoint })), ['root differs']);
});

test('a tail that was cut off is found by a head from outside', async () => {
  const cut = await MemoryLog.create(log.origin);
  await cut.append(numbered(69_000));
  const report = await verifyLog({ read: cut.read, verifiers: [cut.vkey], heads });
  assert.deepEqual(whats(report), ['log shorter than a known head']);
  assert.equal(report.findings[0]!.expected, 'at least 70000 entries');
});

test('a rewritten history is found by every head after the fork, and by none before', async () => {
  const fork = await MemoryLog.create(log.origin);
  await fork.append([...numbered(256), Buffer.from('forged'), ...numbered(SIZE - 257, 257)]);
  const report = await verifyLog({ read: fork.read, verifiers: [fork.vkey], heads });
  assert.deepEqual(
    report.findings.map(({ where }) => where),
    [257, 5000, SIZE].map((size) => `size ${size} (receipt of size ${size})`),
  );
});

test('findings are limited and counted', async () => {
  const changed = encodeBundle(numbered(256, 5));
  const report = await verifyWith({ 'tile/entries/000': changed }, { maxFindings: 10 });
  assert.equal(report.findings.length, 10);
  assert.equal(report.omitted, 256 + 3 - 10);
  assert(!report.ok);
});

test('a reader that fails is an error, not a finding', async () => {
  const failing = (path: string) => async (asked: string) => {
    if (asked === path) throw new Error('EIO');
    return log.read(asked);
  };
  for (const path of ['checkpoint', 'tile/entries/005', 'tile/0/005', 'tile/1/000']) {
    await assert.rejects(
      verifyLog({ read: failing(path) }),
      (error) => error instanceof LogError && error.code === 'read_failed',
      path,
    );
  }
});

test('an abort stops it', async () => {
  const controller = new AbortController();
  const onProgress = () => controller.abort(new Error('stopped'));
  await assert.rejects(verifyWith({}, { signal: controller.signal, onProgress }), /stopped/);
});
