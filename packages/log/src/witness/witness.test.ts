import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatCheckpoint, formatNote, signNote, verifierOf } from '../index.ts';
import { MemoryLog, numbered } from '../testing/memory-log.ts';
import { addCheckpoint, admitCheckpoint, type WitnessState } from './add-checkpoint.ts';
import { formatWitnessRequest, parseWitnessRequest } from './request.ts';

const log = await MemoryLog.create();
await log.append(numbered(40));
const keys = [verifierOf(log.vkey)];
const keysOf = (origin: string) => (origin === log.origin ? keys : undefined);

/** A log's history: signed checkpoints and proofs between them. */
async function requestFor(oldSize: number, size: number, proof?: Uint8Array[]) {
  const grown = await MemoryLog.create(log.origin, new Uint8Array(32).fill(1));
  await grown.append(numbered(size));
  const text = formatCheckpoint({ origin: log.origin, size, root: grown.root });
  const note = await signNote(text, [log.signer]);
  const hashes = proof ?? (oldSize <= size ? await grown.consistency(oldSize) : []);
  return formatWitnessRequest(oldSize, hashes, note);
}

async function answer(latest: WitnessState | null, body: string) {
  const admitted = await admitCheckpoint(body, keysOf);
  return admitted.status === 'admitted' ? addCheckpoint(latest, admitted.request) : admitted;
}

async function stateAt(size: number): Promise<WitnessState> {
  const grown = await MemoryLog.create();
  await grown.append(numbered(size));
  return { size, root: grown.root };
}

test('requests come back as they were', async () => {
  const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 63 });
  const checkpoint = await log.checkpoint();
  fc.assert(
    fc.property(fc.maxSafeNat(), hashes, (oldSize, proof) => {
      const request = parseWitnessRequest(formatWitnessRequest(oldSize, proof, checkpoint));
      assert.equal(request.oldSize, oldSize);
      assert.deepEqual(request.proof, proof);
      assert.equal(request.checkpoint.size, 40);
    }),
  );
});

test('a log grows step by step, and first without anything known', async () => {
  let state: WitnessState | null = null;
  for (const size of [0, 1, 1, 3, 8, 9, 40]) {
    const decided = await answer(state, await requestFor(state?.size ?? 0, size));
    assert.equal(decided.status, 200, `to ${size}`);
    state = (decided as { state: WitnessState }).state;
    assert.deepEqual(state, await stateAt(size));
  }
});

test('the answers of the specification', async () => {
  const at3 = await stateAt(3);
  const good = await requestFor(3, 8);
  assert.equal((await answer(at3, good)).status, 200);

  assert.equal((await answer(at3, 'hello')).status, 400);
  assert.equal((await answer(at3, await requestFor(9, 8))).status, 400);
  assert.equal((await answer(at3, good.replace('old 3', 'old 03'))).status, 400);
  assert.equal((await answer(at3, good.replace(log.origin, 'example.com/other'))).status, 404);
  assert.equal((await answer(at3, good.replace('\n8\n', '\n9\n'))).status, 403);
  const conflict = await answer(at3, await requestFor(1, 8));
  assert.deepEqual(conflict, { status: 409, contentType: 'text/x.tlog.size', body: '3\n' });
  const fresh = await answer(null, good);
  assert.deepEqual(fresh, { status: 409, contentType: 'text/x.tlog.size', body: '0\n' });
  assert.equal((await answer(at3, await requestFor(3, 8, []))).status, 422);
  assert.equal((await answer(null, await requestFor(0, 8, [at3.root]))).status, 422);
  assert.equal((await answer({ ...at3, root: log.root }, good)).status, 422);
  assert.equal((await answer({ ...at3, root: log.root }, await requestFor(3, 3))).status, 422);
  assert.equal((await answer(at3, await requestFor(3, 3))).status, 200);
});

test('a size of 0 needs the empty root', async () => {
  const text = formatCheckpoint({ origin: log.origin, size: 0, root: log.root });
  const body = formatWitnessRequest(0, [], await signNote(text, [log.signer]));
  assert.equal((await answer(null, body)).status, 422);
});

test('extension lines, 64 hashes and unsigned or forged notes are refused', async () => {
  const { root, origin } = log;
  const extended = formatCheckpoint({ origin, size: 40, root, extensions: ['more'] });
  const note = await signNote(extended, [log.signer]);
  assert.equal((await answer(null, formatWitnessRequest(0, [], note))).status, 400);
  const checkpoint = await log.checkpoint();
  const proof = Array.from({ length: 64 }, () => root);
  assert.equal((await answer(null, formatWitnessRequest(0, proof, checkpoint))).status, 400);

  const stranger = await MemoryLog.create(origin);
  const text = formatCheckpoint({ origin, size: 40, root });
  const line = await stranger.signer.sign(text);
  const forged = [{ ...line, keyId: log.signer.keyId }, line];
  for (const signature of forged) {
    const body = formatWitnessRequest(0, [], formatNote({ text, signatures: [signature] }));
    assert.equal((await answer(null, body)).status, 403);
  }
});

test('a fork is never cosigned: from no earlier size does another history follow', async () => {
  const fork = await MemoryLog.create(log.origin);
  await fork.append([...numbered(20), ...numbered(20, 1000)]);
  const text = formatCheckpoint({ origin: log.origin, size: 40, root: fork.root });
  const note = await signNote(text, [log.signer]);
  for (let size = 21; size <= 40; size++) {
    const proof = await fork.consistency(size);
    const body = formatWitnessRequest(size, proof, note);
    assert.equal((await answer(await stateAt(size), body)).status, 422, `from ${size}`);
  }
});
