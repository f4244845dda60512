// For tests: mutated deliveries through every adapter and every parser of a door. Each gives
// events, a reason to hold it, or a refusal; anything else is thrown.
import { createMasker, eventSchema } from '@acta/event';
import { isUtf8 } from 'node:buffer';
import { draftOfItem } from '../ingest/describe.ts';
import { draftOfSent } from '../ingest/events.ts';
import type { SentRecord } from '../ingest/index.ts';
import { ActaError } from '../lib/errors.ts';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import { adapters } from '../sources/all.ts';
import { deliveryOf, readFixtures } from '../sources/fixtures.ts';
import { recordShape, shapeOf } from '../sources/json-text.ts';
import { logsOfJson } from '../sources/otlp/cut.ts';
import { parseSyslog } from '../sources/syslog-line.ts';
import { NotNormalizable, type Adapter, type Delivery, type Settings } from '../sources/types.ts';
import { bulkItems } from './bulk/actions.ts';
import { envelopes, rawRecords } from './hec/envelopes.ts';
import { streamsOfJson, streamsOfProtobuf } from './loki/streams.ts';
import { generator, mutated, mutatedHeaders, pick, type Next } from './mutate.ts';
import { logsOfProtobuf } from './otlp/protobuf.ts';
import { sentRecord } from './otlp/records.ts';
import { readMessage } from './protobuf-body.ts';
import { readEvents } from './read-events.ts';
import { contentOf } from './syslog/receive.ts';
import { createFraming, FramingBroken } from './syslog/framing.ts';

export interface FuzzReport {
  deliveries: number;
  events: number;
  /** Deliveries of which nothing was taken, by code. */
  refused: Map<string, number>;
  /** Deliveries by adapter and door. */
  by: Map<string, number>;
  /** By time of CPU: a machine that does other things makes nothing slow. */
  slowest: { ms: number; what: string };
}

const masker = createMasker({ key: new Uint8Array(32).fill(1) });
const limits = createLimits({}, createMetrics());
const context = {
  source: { type: 'generic', name: 'acme' },
  via: 'webhook',
  assurance: 'claimed',
  received: Date.UTC(2026, 10, 19),
  skew: 300_000,
  marks: [],
} as const;

/** What a door or adapter makes of a body: how many events or records. */
interface Way {
  name: string;
  body: Buffer;
  headers: Readonly<Record<string, string>>;
  take(body: Buffer, headers: Record<string, string>, next: Next): number;
}

const known = readFixtures();
const ways: readonly Way[] = [...adapterWays(), ...doorWays()];

/** Runs deliveries; throws what no sender may cause, with how to have it again. */
export function fuzz(count: number, seed: number): FuzzReport {
  const next = generator(seed);
  const report: FuzzReport = {
    deliveries: 0,
    events: 0,
    refused: new Map(),
    by: new Map(),
    slowest: { ms: 0, what: '' },
  };
  for (let n = 0; n < count; n++)
    one(pick(next, ways), next, report, `seed ${seed}, delivery ${n}`);
  return report;
}

function one(way: Way, next: Next, report: FuzzReport, place: string): void {
  const { body, kinds } = mutated(way.body, next);
  const headers = next(4) === 0 ? mutatedHeaders(way.headers, next) : { ...way.headers };
  const what = `${way.name}, ${place}: ${kinds.join(', ')}`;
  report.deliveries++;
  report.by.set(way.name, (report.by.get(way.name) ?? 0) + 1);
  const draws: number[] = [];
  const drawn: Next = (below) => {
    const draw = next(below);
    draws.push(draw);
    return draw;
  };
  const take = (by: Next): number | string => {
    try {
      return way.take(body, { ...headers }, by);
    } catch (error) {
      const code = codeOf(error);
      if (code !== undefined) return code;
      throw new Error(`${what}: ${body.toString('base64').slice(0, 4_000)}`, { cause: error });
    }
  };
  const { ms, result } = measured(() => take(drawn));
  if (typeof result === 'number') report.events += result;
  else report.refused.set(result, (report.refused.get(result) ?? 0) + 1);
  if (ms <= report.slowest.ms) return;
  const again = (): number => {
    let at = 0;
    return measured(() => take(() => draws[at++] ?? 0)).ms;
  };
  // A collection of garbage falls on any delivery: what is slow by itself is slow each time.
  const least = Math.min(ms, again(), again());
  if (least > report.slowest.ms) report.slowest = { ms: least, what };
}

/** Runs it and gives how long it kept this thread's CPU. */
function measured<T>(run: () => T): { ms: number; result: T } {
  const from = process.threadCpuUsage();
  const result = run();
  const { user, system } = process.threadCpuUsage(from);
  return { ms: (user + system) / 1000, result };
}

/** The code of a refusal or of a reason to hold a delivery; undefined for all else. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof NotNormalizable) return error.code;
  if (error instanceof FramingBroken) return 'framing_broken';
  return error instanceof ActaError && error.status < 500 ? error.code : undefined;
}

function adapterWays(): Way[] {
  return known.flatMap(({ adapter, fixtures }) =>
    fixtures.map((fixture): Way => {
      const delivery = deliveryOf(fixture);
      return {
        name: adapter.type,
        body: delivery.body,
        headers: delivery.headers,
        take: (body, headers, next) => {
          // Now and then a delivery that was meant for another source, or came by another door.
          const by = next(12) === 0 ? pick(next, adapters) : adapter;
          const via =
            next(6) === 0 ? pick(next, ['webhook', 'stream', 'pull', 'syslog']) : delivery.via;
          return normalize(
            by,
            { ...delivery, headers, body, ...(via ? { via } : {}) },
            fixture.settings ?? {},
          );
        },
      };
    }),
  );
}

/** As the intake does: the shape first, then the adapter, then each event as it would be sealed. */
function normalize(adapter: Adapter, delivery: Delivery, settings: Settings): number {
  const { body } = delivery;
  if (body.length === 0 || !isUtf8(body)) throw new NotNormalizable('encoding_invalid', 'No text.');
  const shape = shapeOf(body, recordShape);
  if (shape.depth > recordShape.depth) throw new NotNormalizable('too_deep', 'Nested too deep.');
  adapter.verify(delivery, ['secret'], settings);
  adapter.challenge?.(delivery);
  const { items, delivery: id } = adapter.normalize(delivery, settings);
  for (const [place, item] of items.entries()) {
    const around = { ...context, source: { type: adapter.type, name: 'acme' } };
    const named = id === undefined ? around : { ...around, delivery: id };
    const { event } = draftOfItem(item, place, named, masker);
    if (place < 20) holdsSchema(adapter.type, event);
  }
  return items.length;
}

function holdsSchema(type: string, event: { time?: string }): void {
  const time = event.time ?? '2026-11-19T08:15:02.000Z';
  const id = '0192f8c2-0000-8000-8000-000000000000';
  const whole = eventSchema.safeParse({ v: 1, id, received: time, ...event, time });
  if (whole.success) return;
  throw new Error(`no event of ${type}: ${JSON.stringify(whole.error.issues[0])}`);
}

function doorWays(): Way[] {
  const bodies = known.flatMap(({ fixtures }) => fixtures.map((one) => deliveryOf(one).body));
  const sample = (at: number) => (bodies[at % bodies.length] as Buffer).toString('utf8');
  const event = JSON.stringify({
    action: 'user.signed_in',
    actor: { type: 'user', id: 'u' },
    target: { type: 'app', id: 'a' },
  });
  const hec = [0, 40, 80].map(
    (at) => `{"time":1790000000.5,"host":"h","event":${JSON.stringify(sample(at))}}`,
  );
  const logs = {
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 's' } }] },
        scopeLogs: [
          {
            logRecords: [{ timeUnixNano: '1790000000000000000', body: { stringValue: sample(9) } }],
          },
        ],
      },
    ],
  };
  const loki = {
    streams: [{ stream: { app: 'x' }, values: [['1790000000000000000', sample(5), { a: 'b' }]] }],
  };
  const way = (
    name: string,
    text: string | Buffer,
    take: (body: Buffer, next: Next) => readonly SentRecord[],
  ): Way => ({
    name,
    body: Buffer.from(text),
    headers: {},
    take: (body, _, next) => recordsTaken(take(body, next), next),
  });
  return [
    {
      name: 'events',
      body: Buffer.from(`${event}\n${event}`),
      headers: { 'content-type': 'application/x-ndjson' },
      take: (body, headers) => {
        const { items } = readEvents(headers, body, limits);
        for (const [place, item] of items.entries()) draftOfSent({ masker }, context, item, place);
        return items.length;
      },
    },
    way('hec', hec.join(''), (body) => envelopes(body)),
    way('hec raw', hec.join('\n'), (body) => rawRecords(body, { host: 'h' })),
    way(
      'bulk',
      `{"create":{"_index":"a","_id":"1"}}\n${sample(3)}\n{"index":{}}\n${sample(7)}\n`,
      (body) => bulkItems(body, 'a').flatMap(({ record }) => record ?? []),
    ),
    way('loki', JSON.stringify(loki), (body) => lokiRecords(streamsOfJson(checked(body)))),
    way('loki protobuf', pushRequest(sample(5)), (body) =>
      lokiRecords(readMessage(() => streamsOfProtobuf(body))),
    ),
    way('otlp', JSON.stringify(logs), (body) => logsOfJson(checked(body)).map(sentRecord)),
    way('otlp protobuf', exportRequest(sample(9)), (body) =>
      readMessage(() => logsOfProtobuf(body)).map(sentRecord),
    ),
    way(
      'syslog',
      `<34>1 2026-11-19T08:15:02Z web-1 sshd 7 - - Accepted\n<13>Nov 19 08:15:02 h app: ${sample(11).slice(0, 900)}\n`,
      syslogRecords,
    ),
    way('syslog counted', '31 <13>Nov 19 08:15:02 h sudo: a b12 <13>a b: c d', syslogRecords),
  ];
}

/** Doors look at the shape of JSON before they parse it. */
function checked(body: Buffer): string {
  if (shapeOf(body, recordShape).depth > recordShape.depth)
    throw new NotNormalizable('too_deep', 'Nested too deep.');
  return body.toString('utf8');
}

function lokiRecords(streams: ReturnType<typeof streamsOfJson>): SentRecord[] {
  return streams.flatMap(({ entries }) => entries.map(({ line }) => ({ text: line })));
}

function syslogRecords(body: Buffer, next: Next): SentRecord[] {
  const framing = createFraming(8_192);
  const at = next(body.length + 1);
  const framed = [
    ...framing.push(body.subarray(0, at)),
    ...framing.push(body.subarray(at)),
    ...framing.end(),
  ];
  return framed.map(({ bytes }) => {
    const text = contentOf(bytes.toString('utf8'));
    parseSyslog(text, { zone: 'UTC', received: context.received });
    return { text };
  });
}

/** What a door cut out goes on to an adapter, as its record or in its envelope. */
function recordsTaken(records: readonly SentRecord[], next: Next): number {
  for (const { text, envelope, broken } of records.slice(0, 50)) {
    if (broken !== undefined) continue;
    const adapter = pick(next, adapters);
    const body = Buffer.from(next(2) === 0 && envelope !== undefined ? envelope() : text);
    try {
      normalize(adapter, { headers: {}, body, received: context.received, via: 'hec' }, {});
    } catch (error) {
      if (codeOf(error) === undefined)
        throw new Error(`${adapter.type}: ${text}`, { cause: error });
    }
  }
  return records.length;
}

/** A field of bytes in protobuf. */
function field(number: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}

function pushRequest(line: string): Buffer {
  const time = field(1, Buffer.from([8, 0x80, 0xe4, 0xcd, 0xd5, 6]));
  const entry = field(2, Buffer.concat([time, field(2, line)]));
  return field(1, Buffer.concat([field(1, '{app="x"}'), entry]));
}

function exportRequest(line: string): Buffer {
  const attribute = Buffer.concat([field(1, 'service.name'), field(2, field(1, 's'))]);
  const record = field(2, Buffer.concat([field(5, field(1, line)), field(6, attribute)]));
  const scope = field(2, Buffer.concat([field(1, field(1, 'scope')), record]));
  return field(1, Buffer.concat([field(1, field(1, attribute)), scope]));
}
