// Splunk's own client against a running server: batches, broken connections, and what it is told.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { auditRecord, collectorKey, eventsOf } from './door-world.ts';
import { flakyProxy } from './flaky-proxy.ts';
import { until, withServer } from './server-process.ts';

interface SplunkLogger {
  error: (error: Error) => void;
  eventFormatter: (message: unknown) => unknown;
  send(
    context: object,
    done?: (error: Error | null, response: unknown, body: unknown) => void,
  ): void;
  flush(done: (error: Error | null, response: unknown, body: unknown) => void): void;
}
const { Logger } = createRequire(import.meta.url)('splunk-logging') as {
  Logger: new (config: object) => SplunkLogger;
};

const flushed = (logger: SplunkLogger) =>
  new Promise<unknown>((resolve, reject) => {
    logger.flush((error, _response, body) => (error === null ? resolve(body) : reject(error)));
  });

test('splunk-logging: batches through broken connections, nothing lost, nothing twice', async () => {
  await withServer(async (server) => {
    const token = await collectorKey(server, 'github', 'acme');
    const proxy = await flakyProxy(server.url, ['cut', 'lose', 'pass']);
    try {
      const config = { token, url: proxy.url, maxBatchCount: 0, maxRetries: 5 };
      const logger = new Logger(config);
      logger.eventFormatter = (message) => message;
      for (let n = 0; n < 40; n++) {
        logger.send({ message: auditRecord(n), metadata: { host: 'gh', sourcetype: 'audit' } });
      }
      assert.deepEqual(await flushed(logger), { text: 'Success', code: 0 });
    } finally {
      await proxy.close();
    }
    assert.deepEqual(
      proxy.seen.map(({ fault, status }) => [fault, status]),
      [
        ['cut', undefined],
        ['lose', 200],
        ['pass', 200],
      ],
    );
    const events = await eventsOf(server, 'acme', 40);
    assert.deepEqual(
      events.map(({ source }) => source.delivery),
      Array.from({ length: 40 }, (_, n) => `doc-${n}`),
    );
    assert.equal(events[0]?.action, 'branch_protection.removed');
    assert.equal(events[0]?.source.via, 'hec');
  });
});

test('its default form, and a refused key', async () => {
  await withServer(async (server) => {
    const token = await collectorKey(server, 'github', 'acme');
    const logger = new Logger({ token, url: server.url, maxBatchCount: 0 });
    logger.send({ message: auditRecord(1) });
    assert.deepEqual(await flushed(logger), { text: 'Success', code: 0 });
    await eventsOf(server, 'acme', 1);
    const other = new Logger({ token: 'wrong', url: server.url, maxBatchCount: 0 });
    other.error = () => undefined;
    other.send({ message: 'x' });
    const said = await flushed(other).catch((error: Error & { code?: number }) => error);
    assert.equal((said as { code?: number }).code, 4);
    const failed = await until(
      () => server.call('GET', '/v1/events?q=action:session.failed'),
      (answer) => answer.json.events.length > 0,
    );
    assert.equal(failed.json.events[0].labels.count, '1');
  });
});

test('over HTTP: acknowledgements, health, compression, Basic, and the answers in HEC’s form', async () => {
  await withServer(async (server) => {
    const key = await collectorKey(server, 'github', 'acme');
    const channel = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
    const splunk = { authorization: `Splunk ${key}`, 'x-splunk-request-channel': channel };
    const body = JSON.stringify({ event: auditRecord(1) });
    const first = await server.call('POST', '/services/collector', body, splunk);
    assert.equal(first.status, 200, first.text);
    const acks = { acks: [first.json.ackId] };
    const acked = await server.call('POST', '/services/collector/ack', acks, splunk);
    assert.deepEqual(acked.json, { acks: { [first.json.ackId]: true } });
    const packed = { ...splunk, 'content-encoding': 'gzip' };
    const again = await server.call('POST', '/services/collector/event', gzipSync(body), packed);
    assert.equal(again.json.ackId, first.json.ackId);
    const basic = Buffer.from(`x:${key}`).toString('base64');
    const raw = await server.call(
      ...([
        'POST',
        '/services/collector/raw?sourcetype=audit',
        JSON.stringify(auditRecord(2)),
      ] as const),
      { authorization: `Basic ${basic}` },
    );
    assert.deepEqual(raw.json, { text: 'Success', code: 0 });
    await eventsOf(server, 'acme', 2);
    const health = await server.call('GET', '/services/collector/health', undefined, {});
    assert.deepEqual([health.status, health.json.code], [200, 17]);
    for (const [headers, status, code] of [
      [{}, 401, 2],
      [{ authorization: 'Splunk no' }, 403, 4],
      [{ authorization: `Splunk ${key}`, 'content-encoding': 'gzip' }, 400, 6],
    ] as const) {
      const answer = await server.call('POST', '/services/collector', body, headers);
      assert.deepEqual([answer.status, answer.json.code], [status, code], answer.text);
    }
  });
});
