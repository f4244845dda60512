import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { openPack } from '@acta/sdk';
import { ADMIN_TOKEN, sentEvent, until, withServer } from './server-process.ts';

test('an export is made, downloaded whole, owned, and on the record', async () => {
  await withServer(async (server) => {
    const events = Array.from({ length: 120 }, (_, n) => sentEvent(n));
    const sent = await server.call('POST', '/v1/events', events);
    const last = sent.json.receipts.at(-1).index;
    await until(
      () => server.call('GET', '/v1/integrity'),
      (answer) => answer.json.indexed_through > last,
    );
    const wanted = { q: 'target:pay', format: 'ndjson' };
    const started = await server.call('POST', '/v1/exports', wanted);
    assert.equal(started.status, 202, started.text);
    const path = `/v1/exports/${started.json.id}`;
    const done = await until(
      () => server.call('GET', path),
      (answer) => !['queued', 'running'].includes(answer.json.status),
    );
    assert.equal(done.json.status, 'done', done.text);
    const file = await fetch(`${server.url}${path}/file`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    assert.match(String(file.headers.get('content-disposition')), /^attachment; filename=/);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const digest = createHash('sha256').update(bytes).digest('hex');
    assert.equal(done.json.digest, `sha-256:${digest}`);
    assert.equal(new TextDecoder().decode(bytes).trim().split('\n').length, 120);

    const { key } = (await server.call('POST', '/v1/keys', { name: 'a', role: 'auditor' })).json;
    const auditor = { authorization: `Bearer ${key}` };
    assert.equal((await server.call('GET', path, undefined, auditor)).status, 404);
    const reads = await until(
      () => server.call('GET', `/v1/events?q=target:${started.json.id}`),
      (answer) => answer.json.events.length >= 2,
    );
    const actions = reads.json.events.map((event: { action: string }) => event.action);
    assert.deepEqual(new Set(actions), new Set(['export.created', 'export.downloaded']));
  });
});

test('a pack names what is known of the gaps of the sources', async () => {
  await withServer(async (server) => {
    await server.call('POST', '/v1/sources', { type: 'github', name: 'acme' });
    const started = await server.call('POST', '/v1/exports', { q: 'source:acta', format: 'pack' });
    const path = `/v1/exports/${started.json.id}`;
    await until(
      () => server.call('GET', path),
      (answer) => answer.json.status === 'done',
    );
    const file = await fetch(`${server.url}${path}/file`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    const pack = await openPack(await file.blob());
    const manifest = new TextDecoder().decode((await pack.read('manifest.json'))!);
    const { coverage } = JSON.parse(manifest);
    assert.equal(coverage.known, true);
    const [gap] = coverage.gaps;
    assert.equal(gap.source, 'acme');
    assert.match(gap.why, /^(unknown|partial): .*never heard/);
  });
});
