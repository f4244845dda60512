// node bench/alerts.ts [--rates 500,2000,5000] [--seconds 30] [--each-second 10]
// From the answer to an event until a webhook of ours holds its alert, while others send too.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { costOf, startActa, type ActaServer } from './acta-server.ts';
import { generate, toEvent } from './corpus.ts';
import { drive, quantile } from './load.ts';

const { values } = parseArgs({
  options: {
    rates: { type: 'string', default: '500,2000,5000' },
    seconds: { type: 'string', default: '30' },
    'each-second': { type: 'string', default: '10' },
  },
});
const seconds = Number(values.seconds);
const each_second = Number(values['each-second']);
const BATCH = 100;

/** When each alert came, by the target that it is about; and how long ago it was raised. */
const came = new Map<string, number>();
const sending: number[] = [];
const receiver = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { data } = JSON.parse(Buffer.concat(parts).toString('utf8'));
    const target: string | undefined = data.target?.id;
    if (target !== undefined && !came.has(target)) {
      came.set(target, performance.now());
      sending.push(Date.now() - Date.parse(data.raised));
    }
    response.end();
  });
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
process.env['ACTA_EGRESS_ALLOW'] = 'http://127.0.0.1';
const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

async function post(server: ActaServer, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`http://${server.host}:${server.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
}

const sleep = (time_ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, time_ms));

/** Events that a rule waits for, one by one; gives when each was answered. */
async function probe(server: ActaServer, name: string): Promise<Map<string, number>> {
  const answered = new Map<string, number>();
  const began = performance.now();
  for (let n = 0; n < seconds * each_second; n += 1) {
    const wait = began + (n * 1000) / each_second - performance.now();
    if (wait > 0) await sleep(wait);
    const target = `${name}-${n}`;
    await post(server, '/v1/events', {
      action: 'audit_logging.disabled',
      actor: { type: 'user', id: `user-${target}` },
      target: { type: 'cluster', id: target },
    });
    answered.set(target, performance.now());
  }
  return answered;
}

function* bodies(rate: number): Generator<{ body: Buffer; events: number }> {
  let batch: object[] = [];
  for (const record of generate(rate * seconds)) {
    const { time: _, ...event } = toEvent(record) as { time?: string };
    batch.push(event);
    if (batch.length < BATCH) continue;
    yield { body: Buffer.from(JSON.stringify(batch)), events: batch.length };
    batch = [];
  }
}

async function measure(rate: number): Promise<void> {
  const server = await startActa();
  try {
    await post(server, '/v1/sinks', {
      name: 'bench',
      kind: 'webhook',
      settings: { url: hook },
      per_minute: 6_000,
    });
    await probeOnce(server);
    const before = costOf(server.pid);
    const ready = [...bodies(rate)];
    sending.length = 0;
    const { host, port, token } = server;
    const load = { host, port, token, connections: 4, bodies: ready.values(), events_per_s: rate };
    const name = `rate-${rate}`;
    const [sent, answered] = await Promise.all([
      rate > 0 ? drive(load) : null,
      probe(server, name),
    ]);
    const until = performance.now() + 60_000;
    while ([...answered.keys()].some((target) => !came.has(target)) && performance.now() < until) {
      await sleep(50);
    }
    const all = [...answered].map(([target, at]) => (came.get(target) ?? Infinity) - at);
    const sorted = Float64Array.from(all).toSorted();
    const lost = all.filter((each) => !Number.isFinite(each)).length;
    const cpu_s = costOf(server.pid).cpu_s - before.cpu_s;
    const reached = sent === null ? 0 : sent.events / sent.seconds;
    const told = [
      `${rate} events/s wanted, ${reached.toFixed(0)} reached`,
      `p50 ${quantile(sorted, 0.5).toFixed(0)} ms`,
      `p99 ${quantile(sorted, 0.99).toFixed(0)} ms`,
      `most ${quantile(sorted, 1).toFixed(0)} ms`,
      `of it from raised to sent p50 ${quantile(Float64Array.from(sending).toSorted(), 0.5).toFixed(0)} ms`,
      `${all.length} alerts, ${lost} lost`,
      `CPU ${cpu_s.toFixed(1)} s`,
    ];
    process.stdout.write(`${told.join('; ')}\n`);
  } finally {
    await server.stop();
  }
}

/** The first one waits for what is made only once. */
async function probeOnce(server: ActaServer): Promise<void> {
  const target = `first-${server.port}`;
  const actor = { type: 'user', id: 'first' };
  const event = {
    action: 'audit_logging.disabled',
    actor,
    target: { type: 'cluster', id: target },
  };
  await post(server, '/v1/events', event);
  while (!came.has(target)) await sleep(20);
}

for (const rate of values.rates.split(',')) await measure(Number(rate));
receiver.close();
