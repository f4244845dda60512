// What the tests of pulls share: a product's API as a real server that can be told to misbehave,
// and the bench of the doors with pulls over it.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAudit } from '../../ingest/index.ts';
import { createEgress } from '../../lib/egress.ts';
import { createLimits } from '../../lib/limits.ts';
import { silentLogger } from '../../lib/logger.ts';
import { createMetrics } from '../../lib/metrics.ts';
import { adapters } from '../../sources/all.ts';
import { openBench, type Bench, type BenchChanges } from '../testing.ts';
import { createPulls, type Pulls } from './schedule.ts';

export interface ProductRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface ProductAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** What goes wrong with one request: an answer of its own, or none. */
export type Trouble = ProductAnswer | 'hang' | 'cut' | 'reset';

export interface Product {
  url: string;
  /** Every request that came, troubled ones too. */
  asked: ProductRequest[];
  /** Taken from the front, one a request; undefined: no trouble this time. */
  troubles: (Trouble | undefined)[];
}

type TestLike = { after(done: () => Promise<void> | void): void };

/** A product's API on a port of its own. */
export async function startProduct(
  t: TestLike,
  answer: (request: ProductRequest) => ProductAnswer,
): Promise<Product> {
  const product: Product = { url: '', asked: [], troubles: [] };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request: ProductRequest = {
        method: incoming.method ?? '',
        url: new URL(incoming.url ?? '/', product.url),
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
      };
      product.asked.push(request);
      const trouble = product.troubles.shift();
      if (trouble === 'hang') return;
      if (trouble === 'reset') {
        incoming.socket.destroy();
        return;
      }
      const {
        status = 200,
        headers = {},
        body = '',
      } = trouble === undefined || trouble === 'cut' ? answer(request) : trouble;
      const bytes = Buffer.from(body);
      response.writeHead(status, {
        'content-type': 'application/json',
        'content-length': bytes.length,
        ...headers,
      });
      if (trouble !== 'cut') response.end(bytes);
      else response.write(bytes.subarray(0, bytes.length / 2), () => incoming.socket.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  product.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return product;
}

export interface PullBench extends Bench {
  pulls: Pulls;
  /** Adds a source and tells the pulls. */
  add(source: {
    type: string;
    name: string;
    settings?: Record<string, unknown>;
    credentials?: Record<string, string>;
  }): Promise<void>;
  /** Events of a source in the order of the log. */
  eventsOf(name: string): Promise<{ native: string; id: string; marks: readonly string[] }[]>;
}

/** The doors' bench with pulls over it. */
export async function openPullBench(
  t: TestLike,
  changes: BenchChanges & { pullLimits?: Record<string, number> } = {},
): Promise<PullBench> {
  const bench = await openBench(t, changes);
  const { clock, store, intake, ledger } = bench;
  const metrics = createMetrics();
  const limits = createLimits({ 'egress.timeout_ms': 2_000, ...changes.pullLimits }, metrics);
  const egress = createEgress({ allow: ['http://127.0.0.1'], limits, metrics });
  const pulls = await createPulls({
    intake,
    adapters,
    egress,
    clock,
    limits,
    metrics,
    audit: createAudit(ledger, clock),
    sources: store.sources,
    cursors: store.cursors,
    random: (length) => new Uint8Array(length),
    logger: silentLogger(),
  });
  const stop = async () => {
    await pulls.close();
    egress.close();
    await bench.stop();
  };
  bench.home.stops.unshift(stop);
  return {
    ...bench,
    pulls,
    stop,
    async add({ type, name, settings = {}, credentials = {} }) {
      await store.sources.insert({
        id: `src_${name}`,
        created: new Date(clock.now()).toISOString(),
        paused: false,
        secrets: ['unused-secret'],
        type,
        name,
        settings,
        credentials,
      });
      await intake.changed(name);
      await pulls.changed(name);
    },
    async eventsOf(name) {
      const entries = await bench.entries();
      return entries
        .filter(({ event }) => event.source.name === name)
        .map(({ event: { native = '', id, marks = [] } }) => ({ native, id, marks }));
    },
  };
}
