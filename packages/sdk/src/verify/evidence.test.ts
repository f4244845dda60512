import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { generateKey, parseProof, formatProof } from '@acta/log';
import { MemoryLog } from '@acta/log/testing';
import type { ProofAnswer } from '../api.ts';
import { CONSISTENT_ONLY, verifyEvidence, type CheckName, type Trust } from '../index.ts';
import { evidenceOf, sampleLog, type SampleLog } from './testing/sample-pack.ts';

let sample: SampleLog;
let trust: Trust;
let answer: ProofAnswer;

before(async () => {
  sample = await sampleLog();
  trust = { vkeys: [sample.log.vkey] };
  answer = await evidenceOf(sample, 150);
});

/** Verifies changed evidence and answers which checks fail. */
async function failing(changes: object, by: Trust | null = trust) {
  const result = await verifyEvidence({ ...answer, ...changes }, by);
  assert.equal(result.verdict, 'failed', result.sentence);
  assert.match(result.sentence, /^does not verify: /);
  return result.checks.filter(({ ok }) => ok === false).map(({ name }): CheckName => name);
}

test('good evidence verifies and says what the event was', async () => {
  const result = await verifyEvidence(answer, trust);
  assert.equal(result.verdict, 'verified');
  assert.deepEqual(
    result.checks.map(({ name, ok }) => [name, ok]),
    ['disclosures', 'inclusion', 'checkpoint', 'signature'].map((name) => [name, true]),
  );
  assert.equal(result.event?.actor?.name, 'user 150');
  assert.equal(result.event?.raw, '{"n":150}');
  assert.equal(result.index, 150);
  assert.equal(result.origin, sample.log.origin);
  assert.equal(result.size, 300);
});

test('every event of the log verifies', async () => {
  for (let index = 0; index < 300; index += 7) {
    const evidence = await evidenceOf(sample, index, ['actor', 'details']);
    const result = await verifyEvidence(evidence, trust);
    assert.equal(result.verdict, 'verified', `index ${index}`);
    assert.equal(result.withheld, 3);
    assert.equal(result.event?.target, undefined);
  }
});

test('without a key it is consistent in itself, and no more', async () => {
  const result = await verifyEvidence(answer);
  assert.equal(result.verdict, 'consistent');
  assert.equal(result.sentence, CONSISTENT_ONLY);
  assert.equal(result.checks.find(({ name }) => name === 'signature')?.ok, null);
  assert.deepEqual(await failing({ index: 151 }, null), ['inclusion']);
});

test('a changed leaf', async () => {
  const leaf = sample.sealed[150]!.leaf.replace('"success"', '"failure"');
  const changed = Buffer.from(leaf).toString('base64');
  assert.deepEqual(await failing({ leaf: changed }), ['inclusion']);
  const other = (await evidenceOf(sample, 151)).leaf;
  assert.deepEqual(await failing({ leaf: other }), ['disclosures', 'inclusion']);
  assert.deepEqual(await failing({ leaf: '!' }), ['leaf']);
  assert.deepEqual(await failing({ leaf: Buffer.from([0xff]).toString('base64') }), ['leaf']);
  assert.deepEqual(await failing({ leaf: answer.leaf.slice(0, -1) }), ['leaf']);
});

test('disclosures: changed, of another event, doubled, left out without a word', async () => {
  const other = await evidenceOf(sample, 151);
  const text = Buffer.from(answer.disclosures[1]!, 'base64url').toString();
  const forged = Buffer.from(text.replace('user 150', 'user 999')).toString('base64url');
  assert.notEqual(forged, answer.disclosures[1]);
  const cases: string[][] = [
    answer.disclosures.with(1, forged),
    answer.disclosures.with(1, other.disclosures[1]!),
    other.disclosures,
    [...answer.disclosures, answer.disclosures[1]!],
    answer.disclosures.slice(0, -1),
    answer.disclosures.slice(1),
    answer.disclosures.with(0, 'x'),
  ];
  for (const disclosures of cases)
    assert.deepEqual(await failing({ disclosures }), ['disclosures']);
});

test('what is withheld must be said, and what is shown not said to be withheld', async () => {
  const partial = await evidenceOf(sample, 150, ['actor', 'target', 'details']);
  assert.equal((await verifyEvidence(partial, trust)).verdict, 'verified');
  const unsaid = { ...partial, withheld: partial.withheld.slice(1) };
  assert.deepEqual(await failing(unsaid), ['disclosures']);
  const both = { withheld: [{ group: 'actor' as const, why: 'x' }] };
  assert.deepEqual(await failing(both), ['disclosures']);
  const none = await verifyEvidence({ ...answer, disclosures: [] }, trust);
  assert.equal(none.verdict, 'verified');
  assert.equal(none.event?.actor, undefined);
});

test('proofs: another index, a changed hash, one too many, one too few, of another event', async () => {
  const proof = parseProof(answer.proof);
  const { path } = proof;
  const changed = path.with(2, path[2]!.with(9, path[2]![9]! ^ 4));
  const cases: (typeof proof)[] = [
    { ...proof, path: changed },
    { ...proof, path: path.slice(1) },
    { ...proof, path: [...path, path[0]!] },
    { ...proof, path: [] },
  ];
  for (const each of cases)
    assert.deepEqual(await failing({ proof: formatProof(each) }), ['inclusion']);
  const moved = { index: 151, proof: formatProof({ ...proof, index: 151 }) };
  assert.deepEqual(await failing(moved), ['inclusion']);
  const beyond = { index: 5000, proof: formatProof({ ...proof, index: 5000 }) };
  assert.deepEqual(await failing(beyond), ['inclusion']);
  assert.deepEqual(await failing({ proof: (await evidenceOf(sample, 151)).proof }), ['inclusion']);
  assert.deepEqual(await failing({ proof: 'hello' }), ['inclusion']);
});

test('checkpoints: changed, resized, unsigned, by another key, of another origin', async () => {
  const proof = parseProof(answer.proof);
  const withCheckpoint = (checkpoint: string) => ({ proof: formatProof({ ...proof, checkpoint }) });
  const grown = proof.checkpoint.replace('\n300\n', '\n301\n');
  assert.deepEqual(await failing(withCheckpoint(grown)), ['signature']);
  const renamed = proof.checkpoint.replace('acta.local/sample', 'acta.local/other');
  assert.deepEqual(await failing(withCheckpoint(renamed)), ['signature']);
  assert.deepEqual(await failing(withCheckpoint('hello')), ['checkpoint']);
  const signature = proof.checkpoint.replace(/(.{8})=\n$/, 'AAAAAAAA=\n');
  assert.deepEqual(await failing(withCheckpoint(signature)), ['signature']);

  const stranger = await MemoryLog.create(sample.log.origin);
  assert.deepEqual(await failing({}, { vkeys: [stranger.vkey] }), ['signature']);
  const elsewhere = await MemoryLog.create('acta.local/other', new Uint8Array(32).fill(4));
  assert.deepEqual(await failing({}, { vkeys: [elsewhere.vkey] }), ['signature']);
});

test('a policy’s quorum is asked for', async () => {
  const { vkey } = await generateKey('w.example', { algorithm: 'cosignature/v1' });
  const log = `log ${sample.log.vkey}`;
  const met = await verifyEvidence(answer, { policy: `${log}\nquorum none\n` });
  assert.equal(met.verdict, 'verified');
  const policy = `${log}\nwitness w ${vkey}\nquorum w\n`;
  assert.deepEqual(await failing({}, { policy }), ['witnesses']);
});

test('evidence of the wrong shape fails, and does not throw', async () => {
  const shapes = [{ index: -0.5 }, { index: '1' }, { leaf: 5 }, { proof: null }];
  for (const changes of shapes) assert.deepEqual(await failing(changes), ['shape']);
  for (const value of [null, 'text', 5]) {
    const result = await verifyEvidence(value as unknown as ProofAnswer, trust);
    assert.equal(result.verdict, 'failed');
  }
  const lists = [
    { disclosures: [5] },
    { disclosures: 'x' },
    { withheld: [{}] },
    { withheld: null },
  ];
  for (const changes of lists) assert.deepEqual(await failing(changes), ['shape']);
});

test('trust that can’t be used is the caller’s mistake', async () => {
  const { vkey } = await generateKey('w.example', { algorithm: 'cosignature/v1' });
  const bad: Trust[] = [
    { vkeys: [] },
    { vkeys: ['x'] },
    { vkeys: [vkey] },
    { policy: '' },
    { policy: 'quorum none' },
  ];
  for (const each of bad) {
    await assert.rejects(verifyEvidence(answer, each), { name: 'LogError' }, JSON.stringify(each));
  }
});
