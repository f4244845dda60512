// The SDK of OpenTelemetry with both of its exporters against a running server.
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditRecord, collectorKey, eventsOf } from './door-world.ts';
import { flakyProxy } from './flaky-proxy.ts';
import { withServer } from './server-process.ts';

for (const [form, Exporter] of [
  ['JSON', JsonExporter],
  ['protobuf', ProtobufExporter],
] as const) {
  test(`${form}: gzip, 503 with Retry-After, records of a product and of its own`, async () => {
    await withServer(async (server) => {
      const keys = {
        github: await collectorKey(server, 'github', 'acme'),
        otlp: await collectorKey(server, 'otlp', 'apps'),
      };
      const proxy = await flakyProxy(server.url, ['busy', 'pass', 'busy', 'pass']);
      try {
        for (const [key, records] of [
          [
            keys.github,
            Array.from({ length: 30 }, (_, n) => ({ body: JSON.stringify(auditRecord(n)) })),
          ],
          [
            keys.otlp,
            [
              {
                eventName: 'deployment.succeeded',
                body: 'out',
                attributes: { 'user.id': 'ada', deep: { a: [1, true, 2.5] } },
              },
            ],
          ],
        ] as const) {
          const exporter = new Exporter({
            url: `${proxy.url}/v1/logs`,
            headers: { authorization: `Bearer ${key}` },
            compression: 'gzip' as never,
          });
          const provider = new LoggerProvider({
            processors: [new BatchLogRecordProcessor({ exporter })],
          });
          const logger = provider.getLogger('audit', '1.0.0');
          for (const record of records) logger.emit({ ...record, timestamp: 1_795_076_100_000 });
          await provider.forceFlush();
          await provider.shutdown();
        }
      } finally {
        await proxy.close();
      }
      assert.deepEqual(
        proxy.seen.map(({ fault, status }) => [fault, status]),
        [
          ['busy', 503],
          ['pass', 200],
          ['busy', 503],
          ['pass', 200],
        ],
      );
      const events = await eventsOf(server, 'acme', 30);
      assert.equal(new Set(events.map(({ source }) => source.delivery)).size, 30);
      const [own] = await eventsOf(server, 'apps', 1);
      assert.deepEqual([own?.action, own?.actor.id], ['deployment.succeeded', 'ada']);
    });
  });
}

test('a lost answer: the record is there, and told again by the id of its product', async () => {
  await withServer(async (server) => {
    const key = await collectorKey(server, 'github', 'acme');
    const proxy = await flakyProxy(server.url, ['lose', 'pass']);
    const body = JSON.stringify({
      resourceLogs: [
        {
          scopeLogs: [{ logRecords: [{ body: { stringValue: JSON.stringify(auditRecord(1)) } }] }],
        },
      ],
    });
    const post = () =>
      fetch(`${proxy.url}/v1/logs`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      });
    try {
      await assert.rejects(post());
      assert.equal((await post()).status, 200);
    } finally {
      await proxy.close();
    }
    await eventsOf(server, 'acme', 1);
    const refused = await server.call('POST', '/v1/logs', '{}', {
      'content-type': 'application/json',
    });
    assert.deepEqual([refused.status, refused.json.code], [401, 16]);
  });
});
