import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { zipSync } from 'fflate';
import { MemoryLog } from '@acta/log/testing';
import { CONSISTENT_ONLY, openPack, verifyPack, type PackManifest, type Trust } from '../index.ts';
import { sampleLog, samplePack, seal, type SampleLog } from './testing/sample-pack.ts';

let sample: SampleLog;
let pack: Map<string, Uint8Array>;
let trust: Trust;

before(async () => {
  sample = await sampleLog();
  pack = await samplePack(sample);
  trust = { vkeys: [sample.log.vkey] };
});

const textOf = (name: string) => Buffer.from(pack.get(name)!).toString();
const manifest = () => JSON.parse(textOf('manifest.json')) as PackManifest;

/** The pack with changed files, and a manifest that has their digests: a forger's. */
function forged(
  changes: Record<string, string | null>,
  change: (manifest: PackManifest) => Partial<PackManifest> = () => ({}),
): Map<string, Uint8Array> {
  const files = Object.fromEntries(
    [...pack.keys()].filter((name) => name !== 'manifest.json').map((name) => [name, textOf(name)]),
  );
  for (const [name, text] of Object.entries(changes)) {
    if (text === null) delete files[name];
    else files[name] = text;
  }
  return seal(files, { ...manifest(), ...change(manifest()) });
}

/** What is found, and in which files. */
async function findingsIn(files: Map<string, Uint8Array>, by: Trust | null = trust) {
  const result = await verifyPack(files, by);
  assert.equal(result.verdict, 'failed');
  assert(result.findings.length > 0);
  const failed = result.checks.filter(({ ok }) => ok === false).map(({ name }) => name);
  return { failed, found: result.findings.map(({ what, where }) => `${what}: ${where}`) };
}

const events = () => textOf('events.ndjson').trimEnd().split('\n');
const eventLines = (lines: string[]) => ({
  'events.ndjson': lines.map((line) => `${line}\n`).join(''),
});

test('a good pack verifies, whole', async () => {
  const progress: number[] = [];
  const result = await verifyPack(pack, trust, { onProgress: (done) => progress.push(done) });
  assert.deepEqual(result.findings, []);
  assert.equal(result.verdict, 'verified');
  assert.equal(result.events, 60);
  assert(result.complete);
  assert.deepEqual(
    result.checks.map(({ name, ok }) => [name, ok]),
    [
      'files',
      'checkpoint',
      'signature',
      'consistency',
      'events',
      'counts',
      'selection',
      'population',
    ].map((name) => [name, true]),
  );
  assert.equal(progress.at(-1), 60);
});

test('the same from a zip', async () => {
  const zip = zipSync(Object.fromEntries(pack));
  const files = await openPack(new Blob([zip]));
  assert.equal((await verifyPack(files, trust)).verdict, 'verified');
});

test('without a key it is consistent in itself, and no more', async () => {
  const result = await verifyPack(pack, null);
  assert.equal(result.verdict, 'consistent');
  assert.equal(result.sentence, CONSISTENT_ONLY);
});

test('a pack without a population does not claim to be complete', async () => {
  const without = { 'population/range.json': null, 'population/leaves.ndjson': null };
  const files = forged(without, ({ counts }) => ({
    population: null,
    counts: { ...counts, population: null },
  }));
  const result = await verifyPack(files, trust);
  assert.equal(result.verdict, 'verified');
  assert(!result.complete);
  assert.equal(result.checks.at(-1)?.ok, null);
});

test('any flipped bit in any file is found', async () => {
  for (const [name, bytes] of pack) {
    for (const place of [0, bytes.length >> 1, bytes.length - 2]) {
      const changed = new Map(pack).set(name, new Uint8Array(bytes));
      changed.get(name)![place]! ^= 1;
      const result = await verifyPack(changed, trust);
      assert.equal(result.verdict, 'failed', `${name} at ${place}`);
    }
  }
});

test('missing, added and unreadable files', async () => {
  for (const name of pack.keys()) {
    const without = new Map(pack);
    without.delete(name);
    const { found } = await findingsIn(without);
    assert.match(
      found[0]!,
      name === 'manifest.json' ? /^manifest/ : new RegExp(`missing file: ${name}`),
    );
  }
  const more = new Map(pack).set('extra.txt', Buffer.from('x'));
  assert.deepEqual((await findingsIn(more)).found, ['unexpected file: extra.txt']);
  for (const text of [
    '',
    '[]',
    '{}',
    '{"format":"zip"}',
    '{"format":"acta-evidence-pack","v":2}',
  ]) {
    const bad = new Map(pack).set('manifest.json', Buffer.from(text));
    assert.deepEqual((await findingsIn(bad)).failed, ['manifest']);
  }
});

test('every member of the manifest has its shape', async () => {
  for (const name of Object.keys(manifest())) {
    if (name === 'format' || name === 'v') continue;
    const changed = Buffer.from(JSON.stringify({ ...manifest(), [name]: 'x'.length }));
    const { failed } = await findingsIn(new Map(pack).set('manifest.json', changed));
    assert.deepEqual(failed, ['manifest'], name);
  }
});

test('a forger who keeps the digests right: events', async () => {
  const lines = events();
  const [first, second] = lines as [string, string];
  const swapped = { ...JSON.parse(first), disclosures: JSON.parse(second).disclosures };
  const cases: [string[], RegExp][] = [
    [[JSON.stringify(swapped), ...lines.slice(1)], /^What is disclosed .*: events.ndjson:1$/],
    [['{', ...lines.slice(1)], /^malformed line: events.ndjson:1$/],
    [['', ...lines.slice(1)], /^malformed line: events.ndjson:1$/],
    [['null', ...lines.slice(1)], /^The evidence has the right shape: events.ndjson:1$/],
    [[first, first, ...lines.slice(2)], /^event twice: events.ndjson:2$/],
    [lines.slice(1), /^events: manifest.json$/],
  ];
  for (const [changed, expected] of cases) {
    assert.match((await findingsIn(forged(eventLines(changed)))).found[0]!, expected);
  }
});

test('a forger: nothing at all', async () => {
  const files = forged(
    { 'events.ndjson': '', 'population/range.json': null, 'population/leaves.ndjson': null },
    () => ({ counts: { events: 0, population: null }, redactions: [], population: null }),
  );
  assert.deepEqual((await findingsIn(files)).found, ['nothing to verify: events.ndjson']);
});

test('a forger: redactions that are not told', async () => {
  const { failed } = await findingsIn(forged({}, () => ({ redactions: [] })));
  assert.deepEqual(failed, ['counts']);
});

test('a forger: another log, key or root', async () => {
  const stranger = await MemoryLog.create(sample.log.origin);
  const { failed } = await findingsIn(pack, { vkeys: [stranger.vkey] });
  assert.deepEqual(failed, ['signature', 'consistency']);
  const renamed = await findingsIn(forged({}, () => ({ origin: 'acta.local/other' })));
  assert(renamed.failed.includes('checkpoint'));
  const checkpoint = { ...manifest().checkpoint, root: 'AAAA' };
  assert.deepEqual((await findingsIn(forged({}, () => ({ checkpoint })))).failed, ['checkpoint']);
  assert.deepEqual((await findingsIn(forged({ checkpoint: 'hello' }))).failed, ['checkpoint']);
});

test('a forger: an event under an older checkpoint than the pack’s', async () => {
  const older = await sampleLog(299);
  const { evidenceOf } = await import('./testing/sample-pack.ts');
  const line = await evidenceOf(older, 102, ['actor', 'target', 'context', 'details']);
  const lines = events().with(0, JSON.stringify(line));
  assert.deepEqual((await findingsIn(forged(eventLines(lines)))).found, [
    'another checkpoint: events.ndjson:1',
  ]);
});

test('a forger: a history that was rewritten', async () => {
  const other = await MemoryLog.create(sample.log.origin, new Uint8Array(32).fill(4));
  await other.append(Array.from({ length: 100 }, () => new Uint8Array(3)));
  const start = { 'checkpoints/100': await other.checkpoint() };
  const rewritten = await findingsIn(forged(start));
  assert.deepEqual(rewritten.found, ['history rewritten: consistency.json']);
  for (const text of ['{}', '', JSON.stringify({ from: 1, to: 300, proof: [] })]) {
    const { failed } = await findingsIn(forged({ 'consistency.json': text }));
    assert.deepEqual(failed, ['consistency']);
  }
  const proof = JSON.parse(textOf('consistency.json')) as { proof: string[] };
  const short = JSON.stringify({ ...proof, proof: proof.proof.slice(1) });
  assert.deepEqual((await findingsIn(forged({ 'consistency.json': short }))).failed, [
    'consistency',
  ]);
});

test('a forger: a population with a leaf left out, changed, added or moved', async () => {
  const leaves = textOf('population/leaves.ndjson').trimEnd().split('\n');
  const name = 'population/leaves.ndjson';
  const cases: string[][] = [
    leaves.slice(1),
    leaves.slice(0, -1),
    leaves.with(5, leaves[6]!),
    [...leaves, leaves[0]!],
    leaves.toReversed(),
    leaves.with(5, '!'),
  ];
  for (const changed of cases) {
    const { failed } = await findingsIn(forged({ [name]: `${changed.join('\n')}\n` }));
    assert(failed.includes('population'));
  }
  const smaller = { from: 103, to: 280 };
  const narrowed = forged({}, ({ counts }) => ({
    population: smaller,
    counts: { ...counts, population: 177 },
  }));
  assert.deepEqual((await findingsIn(narrowed)).failed, ['population']);
  const range = JSON.parse(textOf('population/range.json')) as { frontier: string[] };
  for (const frontier of [[], range.frontier.toReversed(), ['x']]) {
    const changed = JSON.stringify({ ...range, frontier });
    const { failed } = await findingsIn(forged({ 'population/range.json': changed }));
    assert.deepEqual(failed, ['population']);
  }
});

const selectionOf = (q: string, more: Partial<PackManifest['query']> = {}) =>
  forged({}, () => ({ query: { q, from: null, to: null, ...more } }));

test('an event that the query asks for and that is left out is found', async () => {
  const lines = events();
  const left = JSON.parse(lines[7]!) as { index: number };
  const files = forged(eventLines(lines.toSpliced(7, 1)), ({ counts, redactions }) => ({
    counts: { ...counts, events: counts.events - 1 },
    redactions: redactions.map((each) => Object.assign(each, { count: each.count - 1 })),
  }));
  assert.deepEqual(await findingsIn(files), {
    failed: ['selection'],
    found: [`event left out: leaf ${left.index}`],
  });
  const queries = [
    '',
    'outcome:success',
    'effect:delete',
    'severity:>=high effect:(delete OR read)',
  ];
  for (const q of queries) {
    const { failed } = await findingsIn(
      forged(eventLines(lines.toSpliced(7, 1)), ({ counts }) => ({
        query: { q, from: null, to: null },
        counts: { ...counts, events: counts.events - 1 },
      })),
    );
    assert(failed.includes('selection'), q);
  }
});

test('the range of time and the index that it reaches to count', async () => {
  const before = await verifyPack(selectionOf('', { to: '2026-11-19T08:15:02.114Z' }), trust);
  assert.deepEqual(before.findings, []);
  const within = { from: '2026-11-19T08:15:02.114Z', to: '2026-11-19T08:15:02.115Z' };
  assert((await findingsIn(selectionOf('', within))).failed.includes('selection'));
  const covered = { from: null, to: null, through_index: 100 };
  const short = forged({}, () => ({ covered, query: { q: '', from: null, to: null } }));
  assert.deepEqual((await verifyPack(short, trust)).findings, []);
});

test('what leaves do not show is said to be unchecked', async () => {
  const queries = [
    'actor:octocat',
    'source:github',
    'word',
    '"a phrase"',
    'time:>=now-7d',
    'ip:*',
    '(',
  ];
  for (const q of queries) {
    const result = await verifyPack(selectionOf(q), trust);
    const check = result.checks.find(({ name }) => name === 'selection');
    assert.equal(check?.ok, null, q);
    assert.equal(result.verdict, 'verified');
  }
});

test('an abort stops it', async () => {
  const signal = AbortSignal.abort(new Error('stopped'));
  await assert.rejects(verifyPack(pack, trust, { signal }), /stopped/);
});
