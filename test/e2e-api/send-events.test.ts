import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ADMIN_TOKEN, sentEvent, withServer } from './server-process.ts';

const auth = { authorization: `Bearer ${ADMIN_TOKEN}` };
const of = (type: string, more: Record<string, string> = {}) => ({
  ...auth,
  'content-type': type,
  ...more,
});

test('events come as one object, an array, NDJSON, compressed, and CloudEvents', async () => {
  await withServer(async (server) => {
    const post = (body: unknown, headers: Record<string, string>) =>
      server.call('POST', '/v1/events', body, headers);
    const text = (value: unknown) => JSON.stringify(value);
    const json = 'application/json';
    const one = await post(text(sentEvent(1)), of(json));
    assert.equal(one.status, 200, one.text);
    assert.deepEqual(Object.keys(one.json), ['accepted', 'duplicates', 'rejected', 'receipts']);
    const two = await post(text([sentEvent(2), sentEvent(3)]), of(json));
    assert.equal(two.json.accepted, 2);
    const indexes = two.json.receipts.map((receipt: { index: number }) => receipt.index);
    assert.equal(indexes[1], indexes[0] + 1);
    const lines = `${text(sentEvent(4))}\n${text(sentEvent(5))}\n`;
    assert.equal((await post(lines, of('application/x-ndjson'))).json.accepted, 2);
    const packed = gzipSync(lines);
    const gzip = of('application/x-ndjson', { 'content-encoding': 'gzip' });
    assert.equal((await post(packed, gzip)).json.accepted, 2);
    const cloud = {
      specversion: '1.0',
      id: 'c-1',
      source: '/ci',
      type: 'dev.acta.event',
      data: sentEvent(6),
    };
    const structured = await post(text(cloud), of('application/cloudevents+json'));
    assert.equal(structured.status, 200, structured.text);
  });
});

test('every answer: some rejected, all rejected, not JSON, not known, not allowed', async () => {
  await withServer(async (server) => {
    const post = (body: unknown, headers?: Record<string, string>) =>
      server.call('POST', '/v1/events', body, headers);
    const some = await post([sentEvent(1), { action: 'x' }, sentEvent(2)]);
    assert.equal(some.status, 207);
    assert.equal(some.json.accepted, 2);
    assert.equal(some.json.rejected[0].item, 1);
    assert.equal(typeof some.json.rejected[0].error, 'string');
    const all = await post([{ action: 'x' }]);
    assert.equal(all.status, 400);
    const isProblem = /problem\+json/;
    assert.match(String(all.headers.get('content-type')), isProblem);
    const forged = await post(sentEvent(1, { id: 'mine' }));
    assert.equal(forged.status, 400);
    assert.equal(forged.json.rejected[0].path, '/id');
    for (const [body, headers, status] of [
      ['{', of('application/json'), 400],
      ['a,b', of('text/csv'), 415],
      [sentEvent(1), {}, 401],
      [sentEvent(1), { authorization: 'Bearer acta_no_no' }, 401],
      ['x', of('application/json', { 'content-encoding': 'br' }), 415],
      ['x', of('application/json', { 'content-encoding': 'gzip' }), 400],
    ] as const) {
      const answer = await post(body, headers);
      assert.equal(answer.status, status, answer.text);
      assert.match(String(answer.headers.get('content-type')), isProblem);
      assert.ok(answer.json.detail.length > 10 && answer.json.code, answer.text);
    }
    const viewer = await server.call('POST', '/v1/keys', { name: 'v', role: 'viewer' });
    const denied = await post(sentEvent(1), { authorization: `Bearer ${viewer.json.key}` });
    assert.equal(denied.status, 403);
    const large = Buffer.alloc(27 * 1024 * 1024, 0x20);
    assert.equal((await post(large, of('application/json'))).status, 413);
  });
});

test('an Idempotency-Key or a delivery id makes a retry the same', async () => {
  await withServer(async (server) => {
    const body = [sentEvent(1), sentEvent(2)];
    const headers = { ...auth, 'idempotency-key': 'a-7' };
    const first = (await server.call('POST', '/v1/events', body, headers)).json;
    const again = (await server.call('POST', '/v1/events', body, headers)).json;
    assert.equal(again.accepted, 0);
    assert.equal(again.duplicates, 2);
    assert.deepEqual(
      again.receipts.map((receipt: { index: number }) => receipt.index),
      first.receipts.map((receipt: { index: number }) => receipt.index),
    );
    const other = (await server.call('POST', '/v1/events', [sentEvent(9)], headers)).json;
    assert.equal(other.receipts[0].conflict, true);
    const named = sentEvent(3, { source: { delivery: 'run-1' } });
    await server.call('POST', '/v1/events', named);
    assert.equal((await server.call('POST', '/v1/events', named)).json.duplicates, 1);
    const bare = (await server.call('POST', '/v1/events', sentEvent(4))).json;
    assert.notEqual(
      (await server.call('POST', '/v1/events', sentEvent(4))).json.receipts[0].id,
      bare.receipts[0].id,
    );
  });
});
