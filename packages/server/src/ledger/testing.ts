// What the ledger's tests and its bench share: options over a temporary directory, and drafts.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import { systemClock } from '../lib/clock.ts';
import type { EventDraft } from '../lib/entry.ts';
import { createLimits } from '../lib/limits.ts';
import { silentLogger } from '../lib/logger.ts';
import { createMetrics } from '../lib/metrics.ts';
import { nodeFileSystem } from '../lib/node-file-system.ts';
import { createRandom } from '../lib/random.ts';
import type { LedgerOptions } from './types.ts';
import { BatchBody } from './wal/batch.ts';
import type { StoredEntry } from './wal/batch.ts';

/** A temporary folder that goes when the test ends. */
export async function temporaryFolder(t: { after(done: () => Promise<void>): void }) {
  const dir = await mkdtemp(join(tmpdir(), 'acta-ledger-'));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export type OptionChanges = Partial<Omit<LedgerOptions, 'limits'>> & {
  limits?: Record<string, number>;
  clock?: Clock;
};

/** Options for a ledger in `dir`; its head is remembered beside. */
export function optionsFor(dir: string, changes: OptionChanges = {}): LedgerOptions {
  const metrics = createMetrics();
  return {
    dir: join(dir, 'data'),
    headFolder: join(dir, 'heads'),
    clock: systemClock,
    fs: nodeFileSystem(),
    random: createRandom(),
    metrics,
    logger: silentLogger(),
    fatal: (error) => {
      throw error;
    },
    ...changes,
    limits: createLimits(changes.limits ?? {}, metrics),
  };
}

/** A batch of these entries, as it is committed. */
export function bodyOf(first: number, entries: readonly StoredEntry[]): BatchBody {
  const body = new BatchBody(first);
  for (const entry of entries) body.add(entry);
  return body;
}

/** A draft whose bytes and name follow from its number. */
export function draftOf(number: number, changes: Partial<EventDraft> = {}): EventDraft {
  const raw = JSON.stringify({ action: 'pushed', number, note: 'x'.repeat(number % 50) });
  return {
    event: {
      time: new Date(1_790_000_000_000 + number).toISOString(),
      source: { type: 'github', name: 'acme', via: 'webhook', delivery: `d-${number}` },
      action: 'commits.pushed',
      category: 'change',
      effect: 'update',
      outcome: 'success',
      severity: 'info',
      actor: { type: 'user', id: `github:${number % 17}`, name: `user-${number % 17}` },
      target: { type: 'repository', id: 'github:1', name: 'acme/pay' },
      context: { ip: `192.0.2.${number % 250}` },
      raw,
    },
    delivery: `d-${number}`,
    item: 0,
    digest: createHash('sha256').update(raw).digest('base64url'),
    ...changes,
  };
}

export function draftsOf(from: number, count: number): EventDraft[] {
  return Array.from({ length: count }, (_, i) => draftOf(from + i));
}
