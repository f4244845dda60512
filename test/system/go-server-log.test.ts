// A log that the server's ledger wrote, exported as a plain tree, and an event's evidence: both hold
// for Go's sumdb packages.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  encodeBase64,
  parseProof,
  pathOf,
  readBundle,
  readCheckpoint,
  tilesForSize,
  verifyLog,
} from '@acta/log';
import { openLedger, type Ledger } from '../../packages/server/src/ledger/index.ts';
import { draftsOf, optionsFor, temporaryFolder } from '../../packages/server/src/ledger/testing.ts';
import { buildGoVerifier, type GoVerifier } from './go-verifier.ts';

let go: GoVerifier;

before(() => {
  go = buildGoVerifier();
});

after(() => go.remove());

/** Writes the published tree to a folder, all entry bundles plain. */
async function exportTree(ledger: Ledger, dir: string): Promise<number> {
  const read = async (path: string) => (await ledger.publicFile(path))?.bytes ?? null;
  const checkpoint = (await read('checkpoint'))!;
  const { size } = readCheckpoint(Buffer.from(checkpoint).toString());
  const put = (path: string, bytes: Uint8Array) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), bytes);
  };
  for (const name of tilesForSize(0, size)) {
    const { level, index, width } = name;
    const path = pathOf(name);
    const bytes = level === 'entries' ? await readBundle(index, width, read) : await read(path);
    assert(bytes, `${path} is not served`);
    put(path, bytes);
  }
  put('checkpoint', checkpoint);
  assert.deepEqual((await verifyLog({ read, verifiers: ledger.vkeys() })).findings, []);
  return size;
}

test('the server’s log holds at each of its sizes, across a restart', async (t) => {
  const dir = await temporaryFolder(t);
  let ledger = await openLedger(optionsFor(dir));
  let written = 0;
  for (const count of [1, 254, 1, 1, 400, 2000]) {
    await ledger.append(draftsOf(written, count));
    written += count;
    await ledger.flushTiles();
    const tree = join(go.folder, `server-${written}`);
    assert.equal(await exportTree(ledger, tree), written);
    assert.deepEqual(go.log(tree, ledger.vkeys()[0]!), { ok: true, output: '' });
    await ledger.close();
    ledger = await openLedger(optionsFor(dir));
  }
  await ledger.close();
});

test('evidence of an event holds', async (t) => {
  const dir = await temporaryFolder(t);
  const ledger = await openLedger(optionsFor(dir));
  await ledger.append(draftsOf(0, 700));
  const vkey = ledger.vkeys()[0]!;
  const claims: object[] = [];
  for (const index of [0, 255, 256, 699]) {
    const proof = parseProof(await ledger.inclusionProof(index));
    const { size, root } = readCheckpoint(proof.checkpoint);
    const leaf = Buffer.from((await ledger.entry(index))!.leaf).toString('base64');
    const path = proof.path.map(encodeBase64);
    const claim = { kind: 'inclusion', index, size, root: encodeBase64(root), leaf, proof: path };
    claims.push(claim, { ...claim, index: index + 1 });
    claims.push({ kind: 'note', note: proof.checkpoint, vkey });
  }
  await ledger.close();
  const expected = claims.map((_, i) => i % 3 !== 1);
  assert.deepEqual(go.proofs(JSON.stringify(claims)), expected);
});
