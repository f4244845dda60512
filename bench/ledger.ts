// How fast the ledger alone takes events: sealed, durable, in a signed checkpoint. Prints one JSON
// line: events/s, microseconds of CPU an event, longest pause of the event loop, bytes on disk an
// event. node bench/ledger.ts [events] [events a request] [requests at a time]
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { openLedger } from '../packages/server/src/ledger/index.ts';
import { optionsFor } from '../packages/server/src/ledger/testing.ts';
import type { EventDraft } from '../packages/server/src/lib/entry.ts';

const [events = 300_000, per_request = 500, at_a_time = 8] = process.argv.slice(2).map(Number);
const RAW_BYTES = 800;

function draft(number: number): EventDraft {
  const sha = createHash('sha256').update(String(number)).digest('hex');
  const head = `{"action":"pushed","number":${number},"sha":"${sha}","repository":"acme/pay-${number % 900}"`;
  const filler = `,"message":"Bump the service to ${number}","ref":"refs/heads/main","sender":"user-${number % 5000}"`;
  const raw = `${`${head}${filler},"pad":"`.padEnd(RAW_BYTES - 2, 'lorem ipsum dolor ')}"}`;
  return {
    event: {
      time: new Date(1_790_000_000_000 + number * 7).toISOString(),
      source: { type: 'github', name: 'acme', via: 'webhook', delivery: `delivery-${number}` },
      action: 'commits.pushed',
      native: 'push',
      category: 'change',
      effect: 'update',
      outcome: 'success',
      severity: 'info',
      actor: { type: 'user', id: `github:${number % 5000}`, name: `user-${number % 5000}` },
      target: {
        type: 'repository',
        id: `github:${number % 900}`,
        name: `acme/pay-${number % 900}`,
      },
      context: { ip: `192.0.2.${number % 250}`, user_agent: 'git/2.50' },
      pipeline: { commit: sha.slice(0, 40), ref: 'refs/heads/main' },
      raw,
    },
    delivery: `delivery-${number}`,
    item: 0,
    digest: createHash('sha256').update(raw).digest('base64url'),
  };
}

const dir = await mkdtemp(join(tmpdir(), 'acta-bench-'));
const ledger = await openLedger(optionsFor(dir));
const pool = Array.from({ length: 5000 }, (_, number) => draft(number));
const request = (from: number): EventDraft[] =>
  Array.from({ length: Math.min(per_request, events - from) }, (_, i) => {
    return { ...pool[(from + i) % pool.length]!, delivery: `delivery-${from + i}` };
  });
let refusals = 0;
async function appendPatiently(drafts: EventDraft[]): Promise<void> {
  for (;;) {
    try {
      await ledger.append(drafts);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'overloaded') throw error;
      refusals += 1;
      await setTimeout(20);
    }
  }
}
const delay = monitorEventLoopDelay({ resolution: 1 });
const latencies: number[] = [];
delay.enable();
const cpu_before = process.cpuUsage();
const main_before = process.threadCpuUsage();
const started = performance.now();
let next = 0;
await Promise.all(
  Array.from({ length: at_a_time }, async () => {
    while (next < events) {
      const drafts = request(next);
      next += per_request;
      const sent = performance.now();
      await appendPatiently(drafts);
      latencies.push(performance.now() - sent);
    }
  }),
);
const seconds = (performance.now() - started) / 1000;
delay.disable();
const { user, system } = process.cpuUsage(cpu_before);
const main = process.threadCpuUsage(main_before);
await ledger.close();
latencies.sort((a, b) => a - b);
const du = (name: string): number =>
  Number(
    execFileSync('du', ['-sk', join(dir, 'data', name)])
      .toString()
      .split('\t')[0],
  ) * 1024;
const bytes = Object.fromEntries(
  ['log', 'disclosures', 'state', 'wal'].map((name) => [name, Math.round(du(name) / events)]),
);
console.log(
  JSON.stringify({
    events,
    per_request,
    at_a_time,
    refusals,
    events_per_s: Math.round(events / seconds),
    main_thread_us_per_event: Number(((main.user + main.system) / events).toFixed(1)),
    user_us_per_event: Number((user / events).toFixed(1)),
    system_us_per_event: Number((system / events).toFixed(1)),
    p50_ms: latencies[Math.floor(latencies.length / 2)]!.toFixed(2),
    p99_ms: latencies[Math.floor(latencies.length * 0.99)]!.toFixed(2),
    longest_pause_ms: (delay.max / 1e6).toFixed(1),
    bytes_per_event: bytes,
    rss_mib: Math.round(process.memoryUsage.rss() / 1_048_576),
  }),
);
await rm(dir, { recursive: true });
