// Where the server's CPU goes under a load: by thread, and on the main thread by file and function.
// node bench/profile.ts [--events 60000] [--batch 500] [--connections 4] [--rate N] [--top 40]
// [--warm-up 10000] [--no-profile] [--flags '--max-semi-space-size=32']
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { costOf, startActa, threadsOf } from './acta-server.ts';
import { generate } from './corpus.ts';
import { drive, quantile } from './load.ts';
import { encodeBatches, secondsUntilSearchable } from './workloads.ts';

type Frame = { functionName: string; url: string; lineNumber: number };

interface Profile {
  /** Microseconds of the monotonic clock. */
  startTime: number;
  nodes: { id: number; callFrame: Frame; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
}

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '60000' },
    batch: { type: 'string', default: '500' },
    connections: { type: 'string', default: '4' },
    rate: { type: 'string' },
    'warm-up': { type: 'string', default: '10000' },
    top: { type: 'string', default: '40' },
    'no-profile': { type: 'boolean', default: false },
    flags: { type: 'string', default: '' },
  },
});
const ROOT = dirname(import.meta.dirname);

interface Window {
  from_us: number;
  to_us: number;
  /** CPU that the thread took in it; samples are shares of that, however busy the machine is. */
  cpu_us: number;
}

/** CPU of each node itself in the window, by its id. */
function timesOf(profile: Profile, window: Window): Map<number, number> {
  const idle = new Set(
    profile.nodes.filter((node) => node.callFrame.functionName === '(idle)').map(({ id }) => id),
  );
  const times = new Map<number, number>();
  let now_us = profile.startTime;
  let sum_us = 0;
  profile.samples.forEach((id, at) => {
    const delta_us = profile.timeDeltas[at] ?? 0;
    now_us += delta_us;
    if (idle.has(id) || now_us < window.from_us || now_us > window.to_us) return;
    sum_us += delta_us;
    times.set(id, (times.get(id) ?? 0) + delta_us);
  });
  for (const [id, time_us] of times) times.set(id, (time_us * window.cpu_us) / sum_us);
  return times;
}

const largestFirst = (times: Map<string, number>) => [...times].sort((a, b) => b[1] - a[1]);

function selfTimes(profile: Profile, window: Window, nameOf: (frame: Frame) => string) {
  const times = timesOf(profile, window);
  const sums = new Map<string, number>();
  for (const { id, callFrame } of profile.nodes) {
    const name = nameOf(callFrame);
    sums.set(name, (sums.get(name) ?? 0) + (times.get(id) ?? 0));
  }
  return largestFirst(sums);
}

/** With all that was called from there; recursion counts once. */
function inclusiveTimes(profile: Profile, window: Window, nameOf: (frame: Frame) => string) {
  const times = timesOf(profile, window);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const sums = new Map<string, number>();
  const visit = (id: number, above: ReadonlySet<string>): number => {
    const { callFrame, children = [] } = nodes.get(id)!;
    const name = nameOf(callFrame);
    const below = above.has(name) ? above : new Set([...above, name]);
    let time_us = times.get(id) ?? 0;
    for (const child of children) time_us += visit(child, below);
    if (below !== above) sums.set(name, (sums.get(name) ?? 0) + time_us);
    return time_us;
  };
  visit(profile.nodes[0]!.id, new Set());
  return largestFirst(sums);
}

const fileOf = (url: string): string =>
  url.startsWith(`file://${ROOT}`) ? url.slice(`file://${ROOT}/`.length) : url;

function print(title: string, rows: readonly (readonly [string, number])[], events: number): void {
  console.log(`\n${title}, µs/event`);
  for (const [name, time_us] of rows) {
    console.log(`${(time_us / events).toFixed(2).padStart(8)}  ${name}`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'acta-profile-'));
const flags = values.flags.split(' ').filter(Boolean);
if (!values['no-profile']) flags.push('--cpu-prof', `--cpu-prof-dir=${folder}`);
const server = await startActa(undefined, flags);
const batch = Number(values.batch);
const events = Number(values.events);
const warm_up = Number(values['warm-up']);
const bodies = encodeBatches([...generate(events + warm_up)], batch);
const load = { ...server, connections: Number(values.connections) };
const warm = bodies.splice(0, warm_up / batch);
await drive({ ...load, bodies: warm.values() });
await secondsUntilSearchable(server);
const cost = costOf(server.pid);
const threads = threadsOf(server.pid);
const from_us = Number(process.hrtime.bigint() / 1000n);
const paced = values.rate === undefined ? {} : { events_per_s: Number(values.rate) };
const own = process.cpuUsage();
const result = await drive({ ...load, bodies: bodies.values(), ...paced });
const { user, system } = process.cpuUsage(own);
await secondsUntilSearchable(server);
const after = costOf(server.pid);
const to_us = Number(process.hrtime.bigint() / 1000n);
const byThread = [...threadsOf(server.pid)].map(
  ([name, cpu_s]) => [name, (cpu_s - (threads.get(name) ?? 0)) * 1e6] as const,
);
await server.stop();
console.log(`${Math.round(result.events / result.seconds)} events/s`);
for (const part of ['server', 'engine']) {
  const spent = (after.parts[part]?.cpu_s ?? 0) - (cost.parts[part]?.cpu_s ?? 0);
  console.log(`${part}: ${((spent / events) * 1e6).toFixed(1)} µs/event`);
}
console.log(`load generator: ${((user + system) / events).toFixed(1)} µs/event`);
const [p50, p99] = [0.5, 0.99].map((q) => quantile(result.latencies, q).toFixed(0));
console.log(`an answer: p50 ${p50} ms, p99 ${p99} ms`);
console.log(`memory: ${after.rss_mib.toFixed(0)} MiB`, after.parts);
print('threads', byThread, events);
for (const name of readdirSync(folder)) {
  const profile = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile;
  const top = Number(values.top);
  const window = { from_us, to_us, cpu_us: byThread[0]?.[1] ?? 0 };
  const files = selfTimes(profile, window, ({ functionName, url }) => fileOf(url) || functionName);
  print('main thread by file', files.slice(0, top), events);
  const named = ({ functionName, url, lineNumber }: Frame): string =>
    `${(functionName || '(anonymous)').slice(0, 80)} ${fileOf(url)}:${lineNumber + 1}`;
  const functions = selfTimes(profile, window, named);
  print('main thread by function', functions.slice(0, top), events);
  const all = inclusiveTimes(profile, window, named);
  print('main thread by function and what it calls', all.slice(0, 2 * top), events);
}
rmSync(folder, { recursive: true });
