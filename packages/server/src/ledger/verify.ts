// The whole log against everything that is known: tiles and root from the entries' bytes,
// disclosures against leaves, the write-ahead log, the signed and the remembered head. Needs no
// lock: works on the directory of a running server as well.
import { join } from 'node:path';
import { checkRecord } from '@acta/event';
import {
  CompactRange,
  encodeBase64,
  leafHashes,
  parseTilePath,
  readCheckpoint,
  verifyLog,
} from '@acta/log';
import type { KnownHead } from '@acta/log';
import { equal } from '../lib/bytes.ts';
import { gunzipped } from '../lib/compress.ts';
import { messageOf } from '../lib/errors.ts';
import { disclosuresPath, TILE_WIDTH } from './layout.ts';
import { readSigned } from './start/heads.ts';
import type { LogName, SignedHead } from './start/heads.ts';
import type { OutsideHead } from './start/outside-head.ts';
import { readKeptHeads } from './storage/kept-checkpoints.ts';
import { readRecords } from './storage/reader.ts';
import type { StoreContext } from './storage/reader.ts';
import type { Finding, VerifyProgress, VerifyResult } from './types.ts';
import type { Block } from './wal/block.ts';
import { listSegments, readSegment } from './wal/wal.ts';
import type { WalContext } from './wal/wal.ts';

const MAX_FINDINGS = 1000;

export interface VerifyContext {
  store: StoreContext;
  wal: WalContext;
  log: LogName;
  outside: OutsideHead | null;
  onProgress?: ((progress: VerifyProgress) => void) | undefined;
}

export async function verifyDirectory(context: VerifyContext): Promise<VerifyResult> {
  const { store, log, onProgress } = context;
  const findings: Finding[] = [];
  const signed = await signedHead(context, findings);
  const heads = await outsideHeads(context, findings);
  const kept = await readKeptHeads(store.fs, store.layout.checkpoints, log);
  heads.push(...kept.heads);
  findings.push(...kept.findings);
  if (signed) {
    compareHeads(signed, heads, findings);
    heads.push({ ...signed.checkpoint, source: 'state/checkpoint' });
  }
  const published = await publishedSize(context);
  const report = await verifyLog({
    read: (path) => readResource(store, path),
    gunzip: gunzipped,
    verifiers: [log.vkey],
    origin: log.origin,
    heads: heads.filter(({ size }) => size <= published),
    onProgress: (done, total) => onProgress?.({ done, total }),
    onEntries: (first, entries) => checkBundle(store, first, entries, findings),
  });
  findings.push(...report.findings);
  if (signed) {
    const { checkpoint, peaks } = report;
    const range = checkpoint && peaks ? CompactRange.fromPeaks(checkpoint.size, peaks) : null;
    await checkWal(context, range, heads, signed.checkpoint.size, findings);
  }
  return {
    size: report.checkpoint?.size ?? 0,
    checked: report.checked,
    findings: findings.slice(0, MAX_FINDINGS),
  };
}

async function signedHead(
  { store, log }: VerifyContext,
  findings: Finding[],
): Promise<SignedHead | null> {
  const where = 'state/checkpoint';
  const expected = 'the last signed checkpoint';
  try {
    const signed = await readWhole(() => readSigned(store.fs, store.layout, log));
    if (!signed) findings.push({ what: 'checkpoint missing', where, expected, found: 'no file' });
    const found = signed?.broken;
    if (found !== undefined) {
      const both = 'two slots with a signed checkpoint each';
      findings.push({ what: 'checkpoint damaged', where, expected: both, found });
    }
    return signed;
  } catch (error) {
    findings.push({ what: 'checkpoint damaged', where, expected, found: messageOf(error) });
    return null;
  }
}

/** A running server may write a slot while it is read: what is damaged stays so. */
async function readWhole(read: () => Promise<SignedHead | null>): Promise<SignedHead | null> {
  let signed = await read();
  for (let times = 1; signed?.broken !== undefined && times < 5; times += 1) signed = await read();
  return signed;
}

async function outsideHeads({ outside }: VerifyContext, findings: Finding[]): Promise<KnownHead[]> {
  if (!outside) return [];
  try {
    const head = await outside.read();
    return head ? [{ ...head, source: outside.path }] : [];
  } catch (error) {
    const expected = 'a checkpoint of this log';
    const found = messageOf(error);
    findings.push({ what: 'remembered head damaged', where: outside.path, expected, found });
    return [];
  }
}

/** The remembered head against the signed one: the published tree may lag behind both. */
function compareHeads(signed: SignedHead, heads: readonly KnownHead[], findings: Finding[]): void {
  const size = signed.checkpoint.size;
  for (const head of heads.filter((known) => known.size > size)) {
    const expected = `at least ${head.size} entries`;
    const what = 'log shorter than a known head';
    findings.push({ what, where: head.source, expected, found: `${size} entries` });
  }
}

/**
 * Size that the published checkpoint states; 0 where it can't be read, which is found elsewhere.
 */
async function publishedSize({ store }: VerifyContext): Promise<number> {
  const bytes = await readResource(store, 'checkpoint');
  try {
    return bytes ? readCheckpoint(Buffer.from(bytes).toString('utf8')).size : 0;
  } catch {
    return 0;
  }
}

async function readResource({ fs, layout }: StoreContext, path: string) {
  if (path !== 'checkpoint' && !parseTilePath(path.replace(/\.gz$/, ''))) return null;
  return fs.readFile(join(layout.log, path));
}

/** The records of a full bundle must open its leaves; those of the partial one are in wal/. */
async function checkBundle(
  store: StoreContext,
  first: number,
  entries: readonly Uint8Array[],
  findings: Finding[],
): Promise<void> {
  if (entries.length < TILE_WIDTH) return;
  const bundle = first / TILE_WIDTH;
  const where = `disclosures/${disclosuresPath(bundle)}`;
  let records: string[];
  try {
    records = await readRecords(store, bundle);
  } catch (error) {
    const expected = '256 records that decrypt';
    findings.push({ what: 'disclosures damaged', where, expected, found: messageOf(error) });
    return;
  }
  entries.forEach((entry, place) => {
    const leaf = Buffer.from(entry).toString('utf8');
    judgeRecord(leaf, records[place]!, `entry ${first + place} (${where})`, findings);
  });
}

function judgeRecord(leaf: string, record: string, where: string, findings: Finding[]): void {
  try {
    checkRecord(leaf, record);
  } catch (error) {
    const what = 'disclosures differ from their leaf';
    findings.push({ what, where, expected: 'the digests of the leaf', found: messageOf(error) });
  }
}

/**
 * Every signed entry that is not in a full bundle must be readable in the write-ahead log, and from
 * what was published on, its leaves must lead to the signed root.
 */
async function checkWal(
  { wal }: VerifyContext,
  range: CompactRange | null,
  heads: readonly KnownHead[],
  signed_size: number,
  findings: Finding[],
): Promise<void> {
  const segments = await listSegments(wal);
  let next = segments[0]?.first ?? 0;
  for (const { path } of segments) {
    for await (const part of readSegment(wal, path)) {
      if (next >= signed_size) return;
      if ('broken' in part) {
        const { at, what, expected, found } = part.broken;
        const where = `wal/${path.split('/').at(-1)} at byte ${at}`;
        findings.push({ what: `write-ahead log damaged: ${what}`, where, expected, found });
        return;
      }
      checkBlock(part.block, range, heads, findings);
      next = part.block.end;
    }
  }
  if (next >= signed_size) return;
  const expected = `entries to ${signed_size}`;
  findings.push({ what: 'write-ahead log short', where: 'wal/', expected, found: `to ${next}` });
}

function checkBlock(
  block: Block,
  range: CompactRange | null,
  heads: readonly KnownHead[],
  findings: Finding[],
): void {
  for (let index = block.first; index < block.end; index += 1) {
    const where = `entry ${index} (wal/)`;
    judgeRecord(block.leafText(index), block.recordText(index), where, findings);
    if (!range || range.size !== index) continue;
    range.append(leafHashes([block.leaf(index)]));
    for (const { size, root, source } of heads.filter((head) => head.size === range.size)) {
      const own = range.root();
      if (equal(own, root)) continue;
      const [expected, found] = [encodeBase64(root), encodeBase64(own)];
      const where = `size ${size} (${source}), entries of wal/`;
      findings.push({ what: 'root differs', where, expected, found });
    }
  }
}
