// What was authentic but can't be taken: kept encrypted in spool/ under a set size, listed in the
// control store, replayed under the ids that it would have had, so that a replay never doubles.
import type { QuarantineDetail, QuarantineItem } from '@acta/sdk';
import type { Mark, Masker } from '@acta/event';
import { createHash } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import type { Limits } from '../lib/limits.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Workload } from '../lib/workload.ts';
import { refusal } from './errors.ts';
import { QUARANTINE_BYTES, QUARANTINE_ITEMS } from './limits.ts';
import type { QuarantineRow, QuarantineStore, Spool } from './ports.ts';

/** What is kept of a delivery, so that it can be taken later as if it came now. */
export interface Held {
  /**
   * A delivery of a product, the rejected items of one `POST /v1/events`, or records of a
   * compatible sender.
   */
  kind: 'delivery' | 'events' | 'records';
  source: { type: string; name: string };
  via: string;
  assurance: 'claimed' | 'source_authenticated' | 'source_signed';
  /** Who acts, by a token that was checked when it came. */
  workload?: Workload;
  headers: Record<string, string>;
  body: Buffer;
  /** The delivery id that the events would have had. */
  delivery?: string;
  /** What is known of every event of it: `imported`. */
  marks?: readonly Mark[];
  /** The same records may have come by another door, in other bytes. */
  again?: true;
  /** ms since 1970. */
  received: number;
  reason: string;
  detail: string;
}

export interface Quarantine {
  /** Keeps it and gives its id; the same again is kept once. Throws 503 `quarantine_full`. */
  hold(held: Held): Promise<string>;
  list(filter: {
    source?: string | undefined;
    limit: number;
    cursor?: string | undefined;
  }): Promise<{ items: QuarantineItem[]; next: string | null }>;
  get(id: string): Promise<QuarantineDetail | null>;
  /**
   * The held payload. Throws `quarantine_unknown`, `quarantine_not_held`,
   * `quarantine_payload_lost`.
   */
  open(id: string): Promise<Held>;
  /** Ends the holding and forgets the payload; false where it was not held any more. */
  close(id: string, state: 'replayed' | 'discarded'): Promise<boolean>;
}

const previewChars = 65_536;
/** Credentials and signatures stay out: what is kept was authentic. */
const withheld =
  /^(?:authorization|proxy-authorization|cookie|x-hub-signature(?:-256)?)$|signature|token|secret|key$/;

export interface QuarantineContext {
  store: QuarantineStore;
  spool: Spool;
  masker: Masker;
  clock: Clock;
  limits: Limits;
  metrics: Metrics;
}

export function createQuarantine(context: QuarantineContext): Quarantine {
  const { store, spool, masker, limits } = context;
  const counted = ['source', 'reason'];
  const help = 'Deliveries put in quarantine.';
  const counter = context.metrics.counter('acta_intake_quarantined_total', help, counted);

  async function checkRoom(bytes: number): Promise<void> {
    const now = await store.held();
    for (const [limit, used] of [
      [QUARANTINE_BYTES, now.bytes + bytes],
      [QUARANTINE_ITEMS, now.items + 1],
    ] as const) {
      if (used <= limits.value(limit)) continue;
      limits.reached(limit);
      throw refusal('quarantine_full');
    }
  }

  async function heldRow(id: string): Promise<QuarantineRow> {
    const row = await store.get(id);
    if (row === null) throw refusal('quarantine_unknown');
    if (row.state !== 'held') throw refusal('quarantine_not_held');
    return row;
  }

  async function read(row: QuarantineRow): Promise<Buffer> {
    const bytes = await spool.read(row.id);
    if (bytes === null) throw refusal('quarantine_payload_lost');
    return Buffer.from(bytes);
  }

  const inTurn = oneAfterTheOther();

  return {
    hold: (held) =>
      inTurn(async () => {
        const id = idOf(held);
        const known = await store.get(id);
        if (known?.state === 'held') return id;
        const fresh = known === null ? id : `${id}-${context.clock.now().toString(36)}`;
        await checkRoom(held.body.length);
        await spool.write(fresh, held.body);
        await store.insert(rowOf(fresh, held));
        counter.inc({ source: held.source.name, reason: held.reason });
        return fresh;
      }),
    async list({ source, limit, cursor }) {
      const rows = await store.list({ source, before: cursor, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return { items: page.map(itemOf), next: last?.id ?? null };
    },
    async get(id) {
      const row = await store.get(id);
      if (row === null) return null;
      const body = row.state === 'held' ? await spool.read(id) : null;
      const text = body === null ? '' : Buffer.from(body).toString('utf8');
      return {
        ...itemOf(row),
        headers: row.headers,
        preview: masker.text(text).text.slice(0, previewChars),
      };
    },
    async open(id) {
      const row = await heldRow(id);
      return heldOf(row, await read(row));
    },
    async close(id, state) {
      const moved = await store.move(id, state);
      if (moved) await spool.remove(id);
      return moved;
    },
  };
}

/** So that the same again is seen, and the room is what is left. */
function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}

/** The same source, id and bytes give the same id. */
function idOf(held: Held): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([held.source.name, held.delivery ?? null, held.reason]))
    .update(held.body);
  return `q_${hash.digest('hex').slice(0, 24)}`;
}

function rowOf(id: string, held: Held): QuarantineRow {
  const { kind, via, assurance, received, marks, again, workload } = held;
  // Without an id of its own a replay still must not double.
  const delivery = held.delivery ?? `quarantine:${id}`;
  return {
    id,
    source: held.source.name,
    received: new Date(received).toISOString(),
    reason: held.reason,
    detail: held.detail.slice(0, 2_000),
    bytes: held.body.length,
    state: 'held',
    headers: keptHeaders(held.headers),
    extra: {
      kind,
      via,
      assurance,
      delivery,
      received,
      type: held.source.type,
      ...(marks === undefined ? {} : { marks }),
      ...(workload === undefined ? {} : { workload }),
      ...(again === undefined ? {} : { again }),
    },
  };
}

function heldOf(row: QuarantineRow, body: Buffer): Held {
  const extra = row.extra as unknown as Omit<Held, 'source'> & { type: string };
  return {
    kind: extra.kind,
    source: { type: extra.type, name: row.source },
    via: extra.via,
    assurance: extra.assurance,
    headers: row.headers,
    body,
    ...(extra.delivery === undefined ? {} : { delivery: extra.delivery }),
    ...(extra.marks === undefined ? {} : { marks: extra.marks }),
    ...(extra.workload === undefined ? {} : { workload: extra.workload }),
    ...(extra.again === undefined ? {} : { again: extra.again }),
    received: extra.received,
    reason: row.reason,
    detail: row.detail,
  };
}

function itemOf(row: QuarantineRow): QuarantineItem {
  const { id, source, received, reason, detail, bytes, state } = row;
  return { id, source, received, reason, detail, bytes, state };
}

function keptHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !withheld.test(name)));
}
