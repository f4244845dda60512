// node bench/normalize.ts [--corpus DIR] [--only github,vault] [--record]
// What normalising costs an event, for each adapter, beside JSON.parse of the same bodies: over our
// own deliveries, or over those of a corpus that holds `corpora/MANIFEST.tsv`.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { adapters } from '../packages/server/src/sources/all.ts';
import { deliveryOf, readFixtures } from '../packages/server/src/sources/fixtures.ts';
import type { Adapter, Delivery, Settings } from '../packages/server/src/sources/types.ts';
import { notAnEvent } from '../tools/conformance/not-events.ts';
import { corpusFiles, samplesOf } from '../tools/conformance/samples.ts';

const ROUNDS = 41;
/** Long enough that the clock's own steps don't count. */
const ROUND_US = 500;

interface Work {
  adapter: Adapter;
  delivery: Delivery;
  settings: Settings;
}

/** Microseconds an event of one delivery. */
interface Cost {
  events: number;
  bytes: number;
  normalize: number;
  parse: number;
}

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    only: { type: 'string', default: '' },
    record: { type: 'boolean', default: false },
  },
});
const only = values.only.split(',').filter(Boolean);

function fixtureWork(): Work[] {
  return readFixtures().flatMap(({ adapter, fixtures }) =>
    fixtures.map((fixture) => ({
      adapter,
      delivery: deliveryOf(fixture),
      settings: fixture.settings ?? {},
    })),
  );
}

function corpusWork(root: string): Work[] {
  return corpusFiles(root)
    .filter(({ path }) => notAnEvent(path) === undefined)
    .flatMap((file) => samplesOf(root, file))
    .flatMap(({ type, headers, body, via }) => {
      const adapter = adapters.find((one) => one.type === type);
      if (adapter === undefined) return [];
      return [
        { adapter, delivery: { headers, body: Buffer.from(body), received: 0, via }, settings: {} },
      ];
    });
}

/** The median of many short rounds: most are over before the machine turns to something else. */
function microseconds(run: () => void): number {
  const taken = (times: number): number => {
    const from = process.hrtime.bigint();
    for (let at = 0; at < times; at++) run();
    return Number(process.hrtime.bigint() - from) / 1000 / times;
  };
  const times = Math.max(1, Math.ceil(ROUND_US / Math.max(taken(100), 0.2)));
  return median(Array.from({ length: ROUNDS }, () => taken(times)));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Undefined where no event comes of it. */
function costOf({ adapter, delivery, settings }: Work): Cost | undefined {
  let events: number;
  try {
    events = adapter.normalize(delivery, settings).items.length;
  } catch {
    return undefined;
  }
  if (events === 0) return undefined;
  const text = delivery.body.toString('utf8');
  const normalize = microseconds(() => adapter.normalize(delivery, settings)) / events;
  const parse = microseconds(() => parsed(text)) / events;
  return { events, bytes: delivery.body.length, normalize, parse };
}

/** Lines of text are no JSON: what is left then is to look at them. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.length;
  }
}

function row(name: string, costs: readonly Cost[]): string[] {
  const events = costs.reduce((sum, cost) => sum + cost.events, 0);
  const bytes = costs.reduce((sum, cost) => sum + cost.bytes, 0) / events;
  const [normalize, parse] = [
    median(costs.map((c) => c.normalize)),
    median(costs.map((c) => c.parse)),
  ];
  return [
    name,
    String(costs.length),
    String(events),
    bytes.toFixed(0),
    normalize.toFixed(1),
    Math.max(...costs.map((cost) => cost.normalize)).toFixed(1),
    parse.toFixed(1),
    (normalize / parse).toFixed(1),
  ];
}

const HEAD = [
  'source',
  'deliveries',
  'events',
  'bytes/event',
  'µs/event, median',
  'µs/event, most',
  'JSON.parse, µs',
  'ratio',
];

const work =
  values.corpus === undefined ? fixtureWork() : corpusWork(join(values.corpus, 'corpora'));
const byType = Map.groupBy(
  work.filter(({ adapter }) => only.length === 0 || only.includes(adapter.type)),
  ({ adapter }) => adapter.type,
);
// All adapters warm up before one is measured: shared code must know every shape of record.
for (const { adapter, delivery, settings } of [...byType.values()].flat()) {
  for (let warm = 0; warm < 20; warm++) {
    try {
      adapter.normalize(delivery, settings);
    } catch {
      break;
    }
  }
}
const costs = [...byType].map(
  ([type, list]) => [type, list.flatMap((one) => costOf(one) ?? [])] as const,
);
const rows = [
  ...costs.filter(([, list]) => list.length > 0).map(([type, list]) => row(type, list)),
  row(
    'all',
    costs.flatMap(([, list]) => list),
  ),
];
const lines = [HEAD, HEAD.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map(
  (cells) => `| ${cells.join(' | ')} |`,
);
console.log(lines.join('\n'));
if (values.record)
  appendFileSync(join(import.meta.dirname, 'RESULTS.md'), `\n${lines.join('\n')}\n`);
