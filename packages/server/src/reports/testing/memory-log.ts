// A log in memory with real leaves, tiles, signatures and proofs, for tests of what is made of it.
import { sealEvent, type ActaEvent } from '@acta/event';
import {
  Frontier,
  formatCheckpoint,
  generateKey,
  leafHash,
  signerOf,
  signNote,
  tilePath,
  TILE_WIDTH,
  type Tile,
} from '@acta/log';
import type { LoggedEvent } from '@acta/sdk';
import { createMatcher, type Query } from '@acta/query';
import type { LogEntry } from '../../lib/entry.ts';
import type { ReportIndex, ReportLedger } from '../ports.ts';

export interface MemoryLog {
  ledger: ReportLedger;
  index: ReportIndex;
  vkey: string;
  entries: LogEntry[];
}

export const START = Date.parse('2026-10-01T00:00:00Z');

/** Entries after which a checkpoint is kept. */
export const KEPT_EACH = 500;

/** A log of `count` made-up events, one a minute, signed by a key of its own. */
export async function memoryLog(count: number): Promise<MemoryLog> {
  const origin = 'acta.test/memory';
  const { privateKey, vkey } = await generateKey(origin);
  const entries = Array.from({ length: count }, (_, index) => entryOf(index));
  const files = new Map<string, Uint8Array>();
  const keep = (tile: Tile) => files.set(tilePath(tile.level, tile.index, tile.width), tile.hashes);
  const frontier = new Frontier();
  const signer = await signerOf(privateKey);
  const sign = async () => {
    const { size } = frontier;
    const note = formatCheckpoint({ origin, size, root: frontier.root() });
    return { size, checkpoint: await signNote(note, [signer]) };
  };
  const kept = [await sign()];
  for (const { leaf, index } of entries) {
    frontier.append(leafHash(Buffer.from(leaf)), keep);
    if (index % KEPT_EACH === KEPT_EACH - 1) kept.push(await sign());
  }
  for (const tile of frontier.partialTiles()) keep(tile);
  files.set('checkpoint', Buffer.from((await sign()).checkpoint));
  const ledger: ReportLedger = {
    origin,
    vkeys: () => [vkey],
    entry: async (index) => entries[index] ?? null,
    async *entries(from, to) {
      for (let at = from; at < to; at += TILE_WIDTH) {
        yield entries.slice(at, Math.min(to, at + TILE_WIDTH));
      }
    },
    flushTiles: async () => undefined,
    checkpointAtOrBefore: async (size) => kept.findLast((each) => each.size <= size) ?? null,
    publicFile: async (path) => {
      const bytes = files.get(path);
      return bytes === undefined ? null : { bytes };
    },
  };
  return { ledger, index: memoryIndex(entries), vkey, entries };
}

/** Searches by the query language's own matcher, in pages of at most 100. */
function memoryIndex(entries: LogEntry[]): ReportIndex {
  return {
    async search({ ast, scope, from, to, limit, cursor }) {
      const query: Query = scope ? { type: 'and', items: [ast, scope] } : ast;
      const matches = createMatcher(query, { now: START });
      const all = entries.filter(
        ({ event }) =>
          (from === null || event.time >= from) &&
          (to === null || event.time < to) &&
          matches(event),
      );
      const start = Number(cursor ?? 0);
      const end = start + Math.min(limit, 100);
      const events = all.slice(start, end).map(shown);
      const next = end < all.length ? String(end) : null;
      return { events, next, through_index: entries.length, total: all.length };
    },
  };
}

function shown({ index, event }: LogEntry): LoggedEvent {
  const { raw: _, ...rest } = event;
  return { ...rest, index };
}

function entryOf(index: number): LogEntry {
  const time = new Date(START + index * 60_000).toISOString();
  const deploy = index % 3 === 0;
  const event: ActaEvent = {
    v: 1,
    id: `01900000-0000-8000-8000-${index.toString(16).padStart(12, '0')}`,
    time,
    received: time,
    source: { type: 'events', name: 'ci' },
    action: deploy ? 'deployment.succeeded' : 'secret.accessed',
    category: deploy ? 'deploy' : 'secret',
    effect: deploy ? 'execute' : 'read',
    outcome: index % 10 === 0 ? 'failure' : 'success',
    severity: index % 7 === 0 ? 'high' : 'medium',
    actor: { type: 'user', id: `u${index % 5}`, name: `=cmd|'person <${index % 5}>` },
    target: { type: 'service', id: 'pay', name: 'pay & go' },
    pipeline: { environment: 'production', version: `v${index}` },
    raw: `{"n":${index}}`,
  };
  const seed = new Uint8Array(16).fill(index % 251);
  return { index, event, ...sealEvent(event, seed) };
}
