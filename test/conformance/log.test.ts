// The log library against vectors that others made: Merkle proofs, the witness sequence, logs and
// cosignatures of other implementations, and the edge cases of Ed25519.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  addCheckpoint,
  admitCheckpoint,
  consistencyProof,
  formatNote,
  makeVkey,
  openCheckpoint,
  openNote,
  parseCheckpoint,
  parseNote,
  tileHashReader,
  verifierOf,
  verifyConsistency,
  verifyInclusion,
  verifyLog,
  type WitnessState,
} from '@acta/log';
import { isStrictSignature } from '../../packages/log/src/ed25519/strict.ts';
import { verifyEd25519 } from '../../packages/log/src/ed25519/verify-portable.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds vectors/');
const vectors = join(corpus, 'vectors');
const text = (...path: string[]) => readFileSync(join(vectors, ...path), 'utf8');

/** Numbers beyond 2^53 are kept as NaN: no number stands for them. */
function readVector(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8'), (_, value: unknown) =>
    typeof value === 'number' && !Number.isSafeInteger(value) ? Number.NaN : value,
  ) as Record<string, unknown>;
}

const bytes = (base64: unknown) => new Uint8Array(Buffer.from(base64 as string, 'base64'));
const hashes = (list: unknown) => ((list ?? []) as string[]).map(bytes);

/** Two vectors use words of 12 bytes for roots; we ask for 32 bytes, so they are filled up. */
function root(base64: unknown): Uint8Array {
  const value = bytes(base64);
  if (value.length !== 12) return value;
  const filled = new Uint8Array(32);
  filled.set(value);
  return filled;
}

test('inclusion proofs', () => {
  const files = globSync('merkle/testdata/inclusion/**/*.json', { cwd: vectors });
  assert.equal(files.length, 98);
  for (const file of files) {
    const vector = readVector(join(vectors, file));
    const holds = verifyInclusion({
      index: vector['leafIdx'] as number,
      size: vector['treeSize'] as number,
      root: bytes(vector['root']),
      leafHash: bytes(vector['leafHash']),
      proof: hashes(vector['proof']),
    });
    assert.equal(holds, !vector['wantErr'], file);
  }
});

test('consistency proofs', () => {
  const files = globSync('merkle/testdata/consistency/**/*.json', { cwd: vectors });
  assert.equal(files.length, 98);
  for (const file of files) {
    const vector = readVector(join(vectors, file));
    const [root1, root2] = [root(vector['root1']), root(vector['root2'])];
    const holds = verifyConsistency({
      size1: vector['size1'] as number,
      size2: vector['size2'] as number,
      root1,
      root2,
      proof: hashes(vector['proof']),
    });
    assert.equal(holds, !vector['wantErr'], file);
  }
});

interface WitnessVectors {
  logOrigin: string;
  logEd25519PublicKeyHex: string;
  steps: { name: string; body: string; wantCode: number; wantBodyContains: string }[];
}

test('the witness sequence, in order against one fresh witness', async () => {
  const { logOrigin, logEd25519PublicKeyHex, steps } = JSON.parse(
    text('witness', 'add_checkpoint.json'),
  ) as WitnessVectors;
  const key = new Uint8Array(Buffer.from(logEd25519PublicKeyHex, 'hex'));
  const keys = [verifierOf(makeVkey(logOrigin, 'ed25519', key))];
  let state: WitnessState | null = null;
  for (const { name, body, wantCode, wantBodyContains } of steps) {
    const admitted = await admitCheckpoint(body, (origin) =>
      origin === logOrigin ? keys : undefined,
    );
    const answer: ReturnType<typeof addCheckpoint> =
      admitted.status === 'admitted' ? addCheckpoint(state, admitted.request) : admitted;
    assert.equal(answer.status, wantCode, name);
    if (answer.status === 200) state = answer.state;
    else assert(answer.body.includes(wantBodyContains), `${name}: ${answer.body}`);
  }
  assert.equal(state?.size, 5);
});

const tesseraKey = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
const tessera = join('logs', 'tessera_testlog', 'testdata', 'log');

async function readTessera(path: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(readFileSync(join(vectors, tessera, path)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

test('a log written by Tessera verifies at each of its sizes, from its entries', async () => {
  const heads = [];
  for (let size = 1; size <= 15; size++) {
    const checkpoint = text(tessera, `checkpoint.${size}`);
    const report = await verifyLog({ read: readTessera, verifiers: [tesseraKey], checkpoint });
    assert.deepEqual(report.findings, [], `size ${size}`);
    assert(report.signed);
    assert.equal(report.checked, size);
    heads.push({ size, root: report.checkpoint!.root, source: `checkpoint.${size}` });
  }
  const report = await verifyLog({ read: readTessera, verifiers: [tesseraKey], heads });
  assert.deepEqual(report.findings, []);
});

test('Tessera’s checkpoints are consistent with each other by its tiles', async () => {
  const at = async (size: number) =>
    (await openCheckpoint(text(tessera, `checkpoint.${size}`), [tesseraKey])).checkpoint;
  for (let size1 = 1; size1 <= 15; size1++) {
    for (let size2 = size1; size2 <= 15; size2++) {
      const proof = await consistencyProof(size1, size2, tileHashReader(size2, readTessera));
      const [first, second] = [await at(size1), await at(size2)];
      const claim = { size1, size2, root1: first.root, root2: second.root, proof };
      assert(verifyConsistency(claim), `${size1} to ${size2}`);
    }
  }
});

test('cosignatures that Sunlight’s witness made verify', async () => {
  const { verifier_keys: keys } = JSON.parse(
    text('logs', 'sunlight', 'witness', 'witness.v0.json'),
  ) as { verifier_keys: string[] };
  const folder = '000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706';
  const note = text('logs', 'sunlight', 'witness', folder, 'checkpoint');
  const opened = await openNote(note, keys);
  assert.equal(opened.verified[0]!.algorithm, 'cosignature/v1');
  assert(opened.verified[0]!.time! > 1_700_000_000);
  const checkpoint = parseCheckpoint(opened.text);
  assert.equal(formatNote(parseNote(note)), note);
  assert(checkpoint.size > 0);
});

interface Ed25519Vector {
  number: number;
  key: string;
  sig: string;
  msg: string;
  flags: string[] | null;
}

test('Ed25519: low order and other encodings are refused, all else as libraries accept', async () => {
  const list = JSON.parse(text('ed25519', 'ed25519', 'ed25519vectors.json')) as Ed25519Vector[];
  const accepted = text('ed25519', 'expected_accept_bits.txt').trim();
  assert.equal(list.length, 914);
  let count = 0;
  for (const { number, key, sig, msg, flags } of list) {
    const weak = ['low_order_A', 'low_order_R', 'non_canonical_A', 'non_canonical_R'];
    const refused = flags?.some((flag) => weak.includes(flag)) ?? false;
    const found = await acceptsEd25519(hex(key), hex(sig), msg);
    assert.equal(found, accepted[number] === '1' && !refused, `vector ${number}: ${flags?.join()}`);
    if (found) count++;
    const portable = verifyEd25519(hex(key), Buffer.from(msg), hex(sig));
    if (!refused) assert.equal(portable, found, `vector ${number} without WebCrypto`);
    assert(!found || isStrictSignature(hex(sig)));
  }
  assert.equal(count, 43);
});

const hex = (value: string) => new Uint8Array(Buffer.from(value, 'hex'));

/** By the verifier itself, as the messages are no note texts. */
async function acceptsEd25519(key: Uint8Array, signature: Uint8Array, message: string) {
  try {
    const verifier = verifierOf(makeVkey('k', 'ed25519', key));
    return (await verifier.verify(message, signature)) !== null;
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'key_weak');
    return false;
  }
}
