// winston with its Loki transport against a running server, as JSON and as protobuf.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import winston from 'winston';
import LokiTransport from 'winston-loki';
import { collectorKey, eventsOf } from './door-world.ts';
import { flakyProxy } from './flaky-proxy.ts';
import { until, withServer } from './server-process.ts';

const line = (n: number) =>
  JSON.stringify({
    type: 'response',
    time: '2026-11-19T08:14:00Z',
    request: { id: `r${n}`, operation: 'read', path: `kv/data/pay${n}` },
    response: {},
  });

interface Batcher {
  batch: { streams: { entries: unknown[] }[] };
  sendBatchToLoki(): Promise<void>;
}
const batcherOf = (transport: LokiTransport) =>
  (transport as unknown as { batcher: Batcher }).batcher;
const queued = (transport: LokiTransport) =>
  batcherOf(transport).batch.streams.reduce((sum, { entries }) => sum + entries.length, 0);

for (const json of [true, false]) {
  test(`winston-loki, ${json ? 'JSON' : 'protobuf'}: resends after 503s and lost answers`, async () => {
    await withServer(async (server) => {
      const key = await collectorKey(server, 'vault', 'secrets');
      const proxy = await flakyProxy(server.url, ['busy', 'lose', 'cut', 'pass']);
      const errors: unknown[] = [];
      const transport = new LokiTransport({
        host: proxy.url,
        basicAuth: `acta:${key}`,
        json,
        labels: { job: 'vault' },
        interval: 3_600,
        format: winston.format.printf(({ message }) => String(message)),
        replaceTimestamp: false,
        gracefulShutdown: false,
        onConnectionError: (error) => errors.push(error),
      });
      const logger = winston.createLogger({ transports: [transport] });
      try {
        for (let n = 0; n < 20; n++) logger.info(line(n));
        await until(
          async () => queued(transport),
          (lines) => lines === 20,
        );
        // Its own loop waits a minute after an error; a push at a time does the same at once.
        for (let n = 0; n < 4; n++)
          await batcherOf(transport)
            .sendBatchToLoki()
            .catch(() => undefined);
      } finally {
        logger.close();
        await proxy.close();
      }
      const events = await eventsOf(server, 'secrets', 20);
      assert.equal(new Set(events.map(({ source }) => source.delivery)).size, 20);
      assert.equal(events[0]?.context?.request?.headers?.['loki-job'], 'vault');
      assert.equal(events[0]?.source.via, 'loki');
      assert.ok(errors.length >= 3);
      assert.ok(proxy.seen.some(({ fault, status }) => fault === 'pass' && status === 204));
    });
  });
}

test('refusals are a status and a line of text', async () => {
  await withServer(async (server) => {
    const key = await collectorKey(server, 'vault', 'secrets');
    const path = '/loki/api/v1/push';
    for (const [headers, body, status] of [
      [{}, '{}', 401],
      [{ authorization: 'Bearer no' }, '{}', 401],
      [{ authorization: `Bearer ${key}`, 'content-type': 'application/json' }, '{}', 400],
      [{ authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf' }, '{}', 400],
    ] as const) {
      const answer = await server.call('POST', path, body, headers);
      assert.equal(answer.status, status, answer.text);
      assert.match(String(answer.headers.get('content-type')), /^text\/plain/);
      assert.ok(answer.text.length > 10);
    }
  });
});
