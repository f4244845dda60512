// After the 90 days: a few events a minute, as the same organisation goes on working.
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from '@acta/sdk';
import { eventSources, type EventSource, type Item } from './item.ts';
import { DEMO_SEED, type DemoOptions } from './play.ts';
import { createRandom } from './random.ts';
import { timelineOf } from './timeline.ts';

const EVERY_MS = 12_000;

/** Trickles events of a day into the server, about five a minute, until `signal` aborts. */
export async function playLive(options: DemoOptions & { signal: AbortSignal }): Promise<number> {
  const seed = `${options.seed ?? DEMO_SEED}/live`;
  const now = options.now ?? Date.now();
  const random = createRandom(`${seed}/${now}`);
  const pool = timelineOf(seed, now)
    .items.filter((item) => item.door === 'events')
    .slice(-2000);
  const clients = await openClients(options);
  let sent = 0;
  while (!options.signal.aborted) {
    const item = pool[(sent * 7 + random.int(0, 6)) % pool.length];
    if (item !== undefined) await sendNow(clients, item, random.uuid());
    sent++;
    const wait = EVERY_MS * (0.5 + random.next());
    await sleep(wait, undefined, { signal: options.signal }).catch(() => undefined);
  }
  return sent;
}

async function sendNow(
  clients: Record<EventSource, Client>,
  item: Extract<Item, { door: 'events' }>,
  delivery: string,
): Promise<void> {
  const time = new Date().toISOString();
  await clients[item.source].emit([{ ...item.event, time, source: { delivery } }]);
}

async function openClients({ url, token }: DemoOptions): Promise<Record<EventSource, Client>> {
  const admin = createClient({ url, token });
  const made = await Promise.all(
    eventSources.map(async (source) => {
      const { key } = await admin.keys.create({
        name: `live-${source}`,
        role: 'collector',
        source,
      });
      return [source, createClient({ url, token: key, retries: 8 })] as const;
    }),
  );
  return Object.fromEntries(made) as Record<EventSource, Client>;
}
