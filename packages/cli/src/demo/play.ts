// Plays the demo through the ordinary intake: signed webhooks, the audit stream, and batches of
// events.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActaApiError, createClient, type Client } from '@acta/sdk';
import { DAY } from './calendar.ts';
import { eventSources, type EventSource, type Highlight, type Item } from './item.ts';
import { createRandom } from './random.ts';
import { timelineOf } from './timeline.ts';

export interface DemoOptions {
  url: string;
  /** An administrator's token: sources and keys are made with it. */
  token: string;
  /** The same seed plays the same demo. Default `acme`. */
  seed?: string;
  /** End of the 90 days in ms since 1970. Default now. */
  now?: number;
  /** Days of ordinary life; the attacks stand where they stand. Default 90. */
  days?: number;
  onProgress?: (done: number, total: number, label: string) => void;
  signal?: AbortSignal;
}

export interface DemoSummary {
  events: number;
  seconds: number;
  /** Events that were there from an earlier playing. */
  duplicates: number;
  highlights: Highlight[];
}

export const DEMO_SEED = 'acme';
const BATCH = 500;
/** Webhooks on their way at once. */
const CONCURRENCY = 64;
const MAX_RETRIES = 8;

interface Doors {
  intake: string;
  secret: string;
  clients: Record<EventSource, Client>;
}

/** Plays all of it. Throws ActaApiError or ActaConnectionError where the server refuses. */
export async function playDemo(options: DemoOptions): Promise<DemoSummary> {
  const started = performance.now();
  const seed = options.seed ?? DEMO_SEED;
  const { items, highlights } = timelineOf(seed, options.now ?? Date.now(), options.days);
  const doors = await openDoors(options, seed);
  await tellHistory(options, items[0]?.time);
  let done = 0;
  let duplicates = 0;
  const took = (count: number, again: number, label: string) => {
    done += count;
    duplicates += again;
    options.onProgress?.(done, items.length, label);
  };
  // A day at a time: sources that were days apart would tell each their own story.
  for (const day of Map.groupBy(items, ({ time }) => Math.floor(time / DAY)).values()) {
    options.signal?.throwIfAborted();
    await playDay(doors, day, took);
  }
  const seconds = (performance.now() - started) / 1000;
  return { events: done, seconds, duplicates, highlights };
}

type Took = (count: number, duplicates: number, label: string) => void;

/** One day, each door in order, the doors side by side. */
async function playDay(doors: Doors, items: Item[], took: Took): Promise<void> {
  const label = new Date(items[0]?.time ?? 0).toISOString().slice(0, 10);
  const webhooks = items.filter((item) => item.door === 'webhook');
  const records = items.filter((item) => item.door === 'stream').map((item) => item.record);
  const work: Promise<void>[] = [];
  let next = 0;
  const worker = async () => {
    for (let item = webhooks[next++]; item !== undefined; item = webhooks[next++]) {
      await deliver(doors, item.event, item.delivery, item.payload);
      took(1, 0, label);
    }
  };
  for (let i = 0; i < CONCURRENCY; i++) work.push(worker());
  if (records.length > 0)
    work.push(stream(doors, records).then(() => took(records.length, 0, label)));
  for (const source of eventSources) {
    const events = items.flatMap((item) =>
      item.door === 'events' && item.source === source ? [item.event] : [],
    );
    for (let at = 0; at < events.length; at += BATCH) {
      const batch = events.slice(at, at + BATCH);
      work.push(
        doors.clients[source].emit(batch).then((answer) => {
          const [first] = answer.rejected;
          if (first)
            throw new Error(
              `the server rejected an event of the demo: ${first.error} at ${first.path}`,
            );
          took(batch.length, answer.duplicates, label);
        }),
      );
    }
  }
  await Promise.all(work);
}

async function deliver(doors: Doors, event: string, delivery: string, payload: object) {
  const body = JSON.stringify(payload);
  const digest = createHmac('sha256', doors.secret).update(body).digest('hex');
  await post(doors.intake, body, {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/demo',
    'x-github-event': event,
    'x-github-delivery': delivery,
    'x-github-hook-id': '441208117',
    'x-hub-signature-256': `sha256=${digest}`,
  });
}

async function stream(doors: Doors, records: object[]): Promise<void> {
  const body = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const authorization = `Bearer ${doors.secret}`;
  await post(doors.intake, body, { 'content-type': 'application/x-ndjson', authorization });
}

/** GitHub does not retry; the demo does, so that pressure on a small machine loses nothing. */
async function post(url: string, body: string, headers: Record<string, string>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(url, { method: 'POST', body, headers });
    const text = await response.text();
    if (response.ok) return;
    if (response.status !== 503 || attempt >= MAX_RETRIES) {
      throw new Error(`the intake answered ${response.status}: ${text.slice(0, 300)}`);
    }
    await sleep(Number(response.headers.get('retry-after') ?? 1) * 1000);
  }
}

/** Makes the sources and keys of the demo; ones that are there already are used. */
async function openDoors({ url, token }: DemoOptions, seed: string): Promise<Doors> {
  const admin = createClient({ url, token });
  // Known from the seed, so that a second playing signs with the same: it gives duplicates only
  const secret = createRandom(`${seed}/webhook-secret`).hex(40);
  await makeSource(admin, 'github', 'acme', { organization: 'acme', secret });
  const clients: Partial<Record<EventSource, Client>> = {};
  for (const source of eventSources) {
    await makeSource(admin, 'events', source, {});
    const name = `demo-${source}`;
    const { key } = await admin.keys.create({ name, role: 'collector', source });
    clients[source] = createClient({ url, token: key, retries: MAX_RETRIES });
  }
  const base = url.replace(/\/+$/, '');
  return { intake: `${base}/intake/acme`, secret, clients: clients as Doors['clients'] };
}

/** The sources are as old as their history: coverage judges all of its days. */
async function tellHistory({ url, token }: DemoOptions, since: number | undefined): Promise<void> {
  if (since === undefined) return;
  const day = `${new Date(since).toISOString().slice(0, 10)}T00:00:00.000Z`;
  const admin = createClient({ url, token });
  for (const source of ['acme', ...eventSources]) {
    await admin.sources.configureCoverage(source, { since: day });
  }
}

async function makeSource(
  admin: Client,
  type: string,
  name: string,
  settings: Record<string, unknown>,
): Promise<void> {
  try {
    await admin.sources.create({ type, name, settings });
  } catch (error) {
    if (!(error instanceof ActaApiError) || error.status !== 409) throw error;
  }
}
