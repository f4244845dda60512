// What we write, read by Go's sumdb packages (Debian's golang-golang-x-mod-dev): a whole log,
// single proofs, notes and keys, good ones and broken ones; and both sides must agree on each.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  CompactRange,
  encodeBase64,
  encodeBundle,
  formatCheckpoint,
  formatPrivateKey,
  generateKey,
  leafHash,
  openNote,
  parsePrivateKey,
  signerOf,
  signNote,
  verifyConsistency,
  verifyInclusion,
  verifyLog,
} from '@acta/log';
import { MemoryLog, numbered } from '@acta/log/testing';
import { buildGoVerifier, type GoVerifier } from './go-verifier.ts';

let go: GoVerifier;

before(() => {
  go = buildGoVerifier();
});

after(() => go.remove());

function writeLog(log: MemoryLog, name: string): string {
  const dir = join(go.folder, name);
  for (const [path, bytes] of log.files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), bytes);
  }
  return dir;
}

async function weVerify(dir: string, vkey: string): Promise<boolean> {
  const read = async (path: string) => {
    try {
      return new Uint8Array(readFileSync(join(dir, path)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  };
  return (await verifyLog({ read, verifiers: [vkey] })).ok;
}

async function logOf(...steps: number[]): Promise<MemoryLog> {
  const log = await MemoryLog.create('example.com/log', new Uint8Array(32).fill(2));
  for (const size of steps) await log.append(numbered(size - log.size, log.size));
  return log;
}

test('logs of many sizes hold, however they grew', async () => {
  const histories = [[1], [2], [255], [256], [257], [3, 255, 511], [200, 512], [65_537], [70_000]];
  for (const steps of histories) {
    const log = await logOf(...steps);
    const dir = writeLog(log, `good-${steps.join('-')}`);
    assert.deepEqual(go.log(dir, log.vkey), { ok: true, output: '' }, steps.join());
    assert(await weVerify(dir, log.vkey));
  }
});

test('what is broken is found by both', async () => {
  const log = await logOf(1000, 70_000);
  const stranger = await MemoryLog.create('example.com/log');
  const swapped = log.entries.slice(0, 256);
  [swapped[1], swapped[2]] = [swapped[2]!, swapped[1]!];
  const small = formatCheckpoint({ origin: log.origin, size: 69_999, root: log.root });
  const flipped = (path: string) => {
    const bytes = new Uint8Array(log.files.get(path)!);
    bytes[40]! ^= 1;
    return bytes;
  };
  const changes: Record<string, [path: string, bytes: Uint8Array | null]> = {
    entry: ['tile/entries/100', flipped('tile/entries/100')],
    'last entry': ['tile/entries/273.p/112', flipped('tile/entries/273.p/112')],
    tile: ['tile/0/200', flipped('tile/0/200')],
    'upper tile': ['tile/1/000', flipped('tile/1/000')],
    'top tile': ['tile/2/000.p/1', new Uint8Array(32)],
    'swapped entries': ['tile/entries/000', encodeBundle(swapped)],
    'missing bundle': ['tile/entries/007', null],
    'missing tile': ['tile/0/007', null],
    'another key': ['checkpoint', Buffer.from(await stranger.checkpoint())],
    'another size': ['checkpoint', Buffer.from(await signNote(small, [log.signer]))],
  };
  for (const [what, [path, bytes]] of Object.entries(changes)) {
    const dir = writeLog(log, 'broken');
    if (bytes) writeFileSync(join(dir, path), bytes);
    else rmSync(join(dir, path));
    const { ok, output } = go.log(dir, log.vkey);
    assert(!ok, `Go does not find: ${what}`);
    assert(!(await weVerify(dir, log.vkey)), `we do not find: ${what}`);
    if (path !== 'checkpoint' && !what.includes('entr')) assert(output.includes(path), output);
    rmSync(dir, { recursive: true });
  }
});

interface Claim {
  kind: 'inclusion' | 'consistency';
  index: number;
  size1: number;
  size: number;
  root1: Uint8Array;
  root: Uint8Array;
  leaf: Uint8Array;
  proof: Uint8Array[];
}

function weHold({ kind, index, size1, size, root1, root, leaf, proof }: Claim): boolean {
  return kind === 'inclusion'
    ? verifyInclusion({ index, size, leafHash: leafHash(leaf), root, proof })
    : verifyConsistency({ size1, size2: size, root1, root2: root, proof });
}

/** The claim, and what an attacker makes of it. */
function variants(claim: Claim): Claim[] {
  const { proof, index, size1, size } = claim;
  const withProof = (hashes: Uint8Array[]): Claim => ({ ...claim, proof: hashes });
  const withIndex = (other: number): Claim => ({ ...claim, index: other });
  const changed = proof.map((hash, i) => proof.with(i, hash.with(3, hash[3]! ^ 16)));
  const around = [index - 1, index + 1].filter((i) => i >= 0);
  return [
    claim,
    ...changed.map(withProof),
    withProof(proof.slice(1)),
    withProof([...proof, claim.root]),
    { ...claim, root: claim.root1, root1: claim.root },
    ...around.map(withIndex),
    { ...claim, size: size + 1 },
    { ...claim, size1: size1 + 1 },
  ];
}

test('proofs, good and broken, are judged alike', async () => {
  const log = await logOf(70_000);
  const claims: Claim[] = [];
  for (const size of [2, 3, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000]) {
    const root = CompactRange.fromPeaks(size, await log.peaks(size)).root();
    for (const index of [0, 1, Math.floor(size / 2), size - 2]) {
      const size1 = index + 1;
      const root1 = CompactRange.fromPeaks(size1, await log.peaks(size1)).root();
      const rest = { index, size1, size, root1, root, leaf: log.entries[index]! };
      const inclusion = await log.inclusion(index, size);
      const consistency = await log.consistency(size1, size);
      claims.push(...variants({ kind: 'inclusion', ...rest, proof: inclusion }));
      claims.push(...variants({ kind: 'consistency', ...rest, proof: consistency }));
    }
  }
  const input = JSON.stringify(claims, (_, value: unknown) =>
    value instanceof Uint8Array ? encodeBase64(value) : value,
  );
  const theirs = go.proofs(input);
  const ours = claims.map(weHold);
  claims.forEach((claim, i) => assert.equal(ours[i], theirs[i], JSON.stringify(claim)));
  assert(ours.filter(Boolean).length >= 80);
});

test('keys and notes go both ways', async () => {
  const { privateKey, vkey } = await generateKey('example.com/log');
  assert.equal(formatPrivateKey(parsePrivateKey(privateKey)), privateKey);
  const text = 'some text\n\nin two parts\n';
  const ours = await signNote(text, [await signerOf(privateKey)]);
  const theirs = go.sign(privateKey, text);
  assert.equal(theirs, ours);
  assert.equal((await openNote(theirs, [vkey])).text, text);
  const notes = [
    ours,
    ours.replace('some', 'same'),
    ours.replace('example.com/log', 'example.com'),
  ];
  const input = JSON.stringify(notes.map((note) => ({ kind: 'note', note, vkey })));
  assert.deepEqual(go.proofs(input), [true, false, false]);
});
