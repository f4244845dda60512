// Events per second of one core through the intake alone: bytes of a request with 500 events in,
// drafts for the ledger out (depth, encoding, JSON, checks, masking, digests). `node
// bench/intake.ts`.
import { createMasker } from '@acta/event';
import { readEvents } from '../packages/server/src/collect/read-events.ts';
import { draftOfItem, type DeliveryContext } from '../packages/server/src/ingest/describe.ts';
import { draftOfSent } from '../packages/server/src/ingest/events.ts';
import { createLimits } from '../packages/server/src/lib/limits.ts';
import { createMetrics } from '../packages/server/src/lib/metrics.ts';
import { github } from '../packages/server/src/sources/github/index.ts';
import { generate, toEvent, type CorpusRecord } from './corpus.ts';

const batch = 500;
const batches = 20;
const rounds = 9;
const roundMs = 400;

const masker = createMasker({ key: new Uint8Array(32).fill(3) });
const limits = createLimits({}, createMetrics());
const context: DeliveryContext = {
  source: { type: 'api', name: 'bench' },
  via: 'api',
  assurance: 'source_authenticated',
  received: Date.now(),
  skew: 300_000,
  marks: [],
};

function take(body: Buffer): number {
  const { items } = readEvents({ 'content-type': 'application/json' }, body, limits);
  let drafts = 0;
  for (const [place, item] of items.entries()) {
    if ('event' in draftOfSent({ masker }, context, item, place)) drafts++;
  }
  return drafts;
}

function takeStream(body: Buffer): number {
  const { items } = github.normalize(
    { headers: {}, body, received: context.received, via: 'stream' },
    {},
  );
  for (const [place, item] of items.entries()) draftOfItem(item, place, context, masker);
  return items.length;
}

/** Bodies of `batch` records each. */
function bodiesOf(text: (records: readonly CorpusRecord[]) => string): Buffer[] {
  const records = [...generate(batch * batches)];
  return Array.from({ length: batches }, (_, place) =>
    Buffer.from(text(records.slice(place * batch, (place + 1) * batch))),
  );
}

function auditRecord(record: CorpusRecord): string {
  return JSON.stringify({
    '@timestamp': Date.parse(record.ts),
    _document_id: record.id,
    action: 'protected_branch.destroy',
    actor: record.actor.id,
    actor_ip: record.ip,
    org: 'acme',
    repo: record.resource.id,
    user_agent: record.user_agent,
    name: 'main',
  });
}

/** The median over rounds of events per second of processor time. */
function measure(name: string, bodies: readonly Buffer[], run: (body: Buffer) => number): void {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    let events = 0;
    let spent = 0;
    for (let turn = 0; spent < roundMs; turn++) {
      events += run(bodies[turn % bodies.length] as Buffer);
      const { user, system } = process.cpuUsage(start);
      spent = (user + system) / 1000;
    }
    rates.push((events * 1000) / spent);
  }
  rates.sort((a, b) => a - b);
  const rate = Math.round(rates[rounds >> 1] as number);
  process.stdout.write(`${name.padEnd(44)} ${rate.toLocaleString('en').padStart(10)} events/s\n`);
}

const withRaw = bodiesOf((records) => JSON.stringify(records.map(toEvent)));
const withoutRaw = bodiesOf((records) =>
  JSON.stringify(records.map((record) => ({ ...toEvent(record), raw: undefined }))),
);
const bytes = withRaw.reduce((sum, body) => sum + body.length, 0) / (batch * batches);
process.stdout.write(`${batch} events a request, ${Math.round(bytes)} bytes an event\n`);
measure('POST /v1/events, array, with raw', withRaw, take);
measure('POST /v1/events, array, without raw', withoutRaw, take);
measure(
  'GitHub audit stream, NDJSON',
  bodiesOf((records) => records.map(auditRecord).join('\n')),
  takeStream,
);
