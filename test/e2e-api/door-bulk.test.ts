// The official Elasticsearch client and its bulk helper against a running server.
import { Client } from '@elastic/elasticsearch';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditRecord, collectorKey, eventsOf } from './door-world.ts';
import { flakyProxy } from './flaky-proxy.ts';
import { withServer } from './server-process.ts';

test('the bulk helper: splits, gzip, 503s and lost answers; nothing lost, nothing twice', async () => {
  await withServer(async (server) => {
    const key = await collectorKey(server, 'github', 'acme');
    const proxy = await flakyProxy(server.url, ['busy', 'lose', 'cut', 'pass', 'lose']);
    const client = new Client({
      node: proxy.url,
      auth: { apiKey: Buffer.from(`acta:${key}`).toString('base64') },
      compression: true,
      maxRetries: 5,
    });
    try {
      const result = await client.helpers.bulk({
        datasource: Array.from({ length: 60 }, (_, n) => auditRecord(n)),
        onDocument: ({ _document_id }) => ({ create: { _index: 'audit', _id: _document_id } }),
        flushBytes: 1_000,
        concurrency: 2,
        onDrop: (dropped) => assert.fail(JSON.stringify(dropped)),
      });
      assert.equal(result.failed, 0);
      assert.equal(result.successful, 60);
    } finally {
      await client.close();
      await proxy.close();
    }
    assert.ok(proxy.seen.length > 7);
    const events = await eventsOf(server, 'acme', 60);
    assert.equal(new Set(events.map(({ source }) => source.delivery)).size, 60);
    assert.equal(events[0]?.source.via, 'bulk');
  });
});

test('single calls, Basic and Bearer, items that are refused, errors in its own words', async () => {
  await withServer(async (server) => {
    const key = await collectorKey(server, 'github', 'acme');
    const basic = new Client({ node: server.url, auth: { username: 'x', password: key } });
    const info = await basic.info();
    assert.equal(info.tagline, 'You Know, for Search');
    assert.equal(await basic.ping(), true);
    const answer = await basic.bulk({
      index: 'audit',
      operations: [
        { index: {} },
        auditRecord(1),
        { delete: { _id: 'x' } },
        { create: {} },
        { no: 'record' },
      ],
    });
    assert.equal(answer.errors, true);
    assert.deepEqual(
      answer.items.map((item) => Object.values(item)[0]?.status),
      [201, 400, 400],
    );
    const bearer = new Client({ node: server.url, auth: { bearer: key } });
    const [line, document] = ['{"create":{}}', JSON.stringify(auditRecord(2))];
    await bearer.bulk({ index: 'audit', operations: [JSON.parse(line), JSON.parse(document)] });
    const wrong = new Client({ node: server.url, auth: { bearer: 'no' }, maxRetries: 0 });
    await assert.rejects(wrong.bulk({ operations: [{ create: {} }, {}] }), {
      name: 'ResponseError',
      statusCode: 401,
      message: /security_exception/,
    });
    await Promise.all([basic, bearer, wrong].map((client) => client.close()));
    await eventsOf(server, 'acme', 2);
    const page = await server.call('GET', '/', undefined, { accept: 'text/html' });
    assert.match(String(page.headers.get('content-type')), /text\/html/);
  });
});
