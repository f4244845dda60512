// A small log of sealed events and the pack of some of them, for tests: what the server writes,
// made by hand.
import { createHash } from 'node:crypto';
import { disclosuresOf, sealEvent, type ActaEvent } from '@acta/event';
import { encodeBase64, formatProof } from '@acta/log';
import { MemoryLog } from '@acta/log/testing';
import type { ProofAnswer, Withheld } from '../../api.ts';
import type { PackManifest } from '../manifest.ts';

export interface Sealed {
  leaf: string;
  record: string;
}

export interface SampleLog {
  log: MemoryLog;
  sealed: Sealed[];
  /** Checkpoint when the log had 100 events. */
  early: string;
}

const GROUPS = ['actor', 'target', 'context', 'details', 'raw'] as const;
const WHY = 'not permitted';

/** A log of `size` events (more than 100). */
export async function sampleLog(size = 300): Promise<SampleLog> {
  const log = await MemoryLog.create('acta.local/sample', new Uint8Array(32).fill(4));
  const sealed = Array.from({ length: size }, (_, i) => sealEvent(sampleEvent(i), seedOf(i)));
  const leaves = sealed.map(({ leaf }) => new TextEncoder().encode(leaf));
  await log.append(leaves.slice(0, 100));
  const early = await log.checkpoint();
  await log.append(leaves.slice(100));
  return { log, sealed, early };
}

/** What `GET /v1/events/{id}/proof` answers to one who may see these groups. */
export async function evidenceOf(
  { log, sealed }: SampleLog,
  index: number,
  groups: readonly (typeof GROUPS)[number][] = GROUPS,
): Promise<ProofAnswer> {
  const { leaf, record } = sealed[index]!;
  const checkpoint = await log.checkpoint();
  return {
    index,
    leaf: Buffer.from(leaf).toString('base64'),
    disclosures: disclosuresOf(record, [...groups]),
    withheld: GROUPS.filter((group) => !groups.includes(group)).map((group): Withheld => ({
      group,
      why: WHY,
    })),
    proof: formatProof({ index, path: await log.inclusion(index), checkpoint }),
    tier: 'logged',
  };
}

/** The files of a pack of every third event, the raw text withheld, with a population. */
export async function samplePack(sample: SampleLog): Promise<Map<string, Uint8Array>> {
  const { log, sealed, early } = sample;
  const { size } = log;
  const indexes = sealed.map((_, i) => i).filter((i) => i % 3 === 0 && i >= 100);
  const shown = GROUPS.filter((group) => group !== 'raw');
  const lines: string[] = [];
  for (const index of indexes) lines.push(JSON.stringify(await evidenceOf(sample, index, shown)));
  const base64 = (hashes: Uint8Array[]) => hashes.map(encodeBase64);
  const files: Record<string, string> = {
    'events.ndjson': lines.map((line) => `${line}\n`).join(''),
    checkpoint: await log.checkpoint(),
    'checkpoints/100': early,
    [`checkpoints/${size}`]: await log.checkpoint(),
    'consistency.json': JSON.stringify({
      from: 100,
      to: size,
      proof: base64(await log.consistency(100)),
    }),
    'population/range.json': JSON.stringify({
      from: 100,
      to: 280,
      frontier: base64(await log.peaks(100)),
      consistency: base64(await log.consistency(280)),
    }),
    'population/leaves.ndjson': sealed
      .slice(100, 280)
      .map(({ leaf }) => `${Buffer.from(leaf).toString('base64')}\n`)
      .join(''),
    'report.html': '<!doctype html>',
  };
  const inRange = indexes.filter((i) => i < 280);
  files['events.ndjson'] = lines.slice(0, inRange.length).join('\n') + '\n';
  return seal(files, manifestOf(sample, inRange.length));
}

/** The manifest that `files` belong to, with their digests, and the files themselves. */
export function seal(
  files: Record<string, string>,
  manifest: Omit<PackManifest, 'files'>,
): Map<string, Uint8Array> {
  const encoder = new TextEncoder();
  const bytes = new Map(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)]));
  const digests = Object.fromEntries(
    [...bytes].map(([name, content]) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      return [name, { sha256, bytes: content.length }];
    }),
  );
  const text = JSON.stringify({ ...manifest, files: digests });
  return new Map<string, Uint8Array>([...bytes, ['manifest.json', encoder.encode(text)]]);
}

function manifestOf({ log }: SampleLog, events: number): Omit<PackManifest, 'files'> {
  return {
    format: 'acta-evidence-pack',
    v: 1,
    created: '2026-11-20T10:00:00.000Z',
    origin: log.origin,
    query: { q: 'action:branch_protection.removed', from: null, to: null },
    covered: { from: null, to: null, through_index: 280 },
    counts: { events, population: 180 },
    redactions: [{ group: 'raw', why: WHY, count: events }],
    checkpoint: { size: log.size, root: encodeBase64(log.root) },
    checkpoints: { start: 100, end: log.size },
    population: { from: 100, to: 280 },
  };
}

function seedOf(i: number): Uint8Array {
  return new Uint8Array(16).fill(i % 256).with(0, i >> 8);
}

function sampleEvent(i: number): ActaEvent {
  const id = `0192f8c2-0000-8000-8000-${String(i).padStart(12, '0')}`;
  return {
    v: 1,
    id,
    time: '2026-11-19T08:15:02.114Z',
    received: '2026-11-19T08:15:02.640Z',
    source: { type: 'github', name: 'acme', via: 'webhook', delivery: `d-${i}` },
    action: i % 3 === 0 ? 'branch_protection.removed' : 'branch_protection.changed',
    category: 'policy',
    effect: i % 3 === 0 ? 'delete' : 'update',
    outcome: 'success',
    severity: 'high',
    actor: { type: 'user', id: `github:${i}`, name: `user ${i}`, assurance: 'source_signed' },
    target: { type: 'repository', id: 'github:1', name: 'acme/pay' },
    context: { ip: '203.0.113.7' },
    raw: `{"n":${i}}`,
  };
}
