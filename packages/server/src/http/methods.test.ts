import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from './testing/world.ts';

test('a known path tells the methods that it answers', async () => {
  const world = await createWorld();
  const cases: [method: 'GET' | 'PUT' | 'DELETE' | 'POST', url: string, allow: string][] = [
    ['PUT', '/v1/events?q=x', 'GET, HEAD, OPTIONS, POST'],
    ['GET', '/v1/quarantine/abc/replay', 'OPTIONS, POST'],
    ['PUT', '/v1/keys/abc', 'DELETE, GET, HEAD, OPTIONS'],
    ['GET', '/v1/integrity/verify', 'OPTIONS, POST'],
    ['POST', '/log/tile/0/000', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/healthz', 'GET, HEAD, OPTIONS'],
    ['PUT', '/', 'GET, HEAD, OPTIONS'],
  ];
  for (const [method, url, allow] of cases) {
    const answer = await world.app.inject({ method, url });
    assert.equal(answer.statusCode, 405, url);
    assert.equal(answer.headers.allow, allow, url);
    assert.equal(answer.json().code, 'method_not_allowed');
    const asked = await world.app.inject({ method: 'OPTIONS', url });
    assert.deepEqual([asked.statusCode, asked.headers.allow, asked.body], [204, allow, ''], url);
    assert.equal(asked.headers['access-control-allow-origin'], undefined);
  }
  for (const url of ['/v1/nothing', '/v1/keys/a/b', '/healthz/', '/v1xevents', '/page']) {
    const answer = await world.app.inject({ method: 'PUT', url });
    assert.deepEqual([answer.statusCode, answer.headers.allow], [404, undefined], url);
  }
  const sent = { payload: '{"cut', headers: { 'content-type': 'application/json' } };
  for (const [url, status] of [
    ['/v1/nothing', 404],
    ['/intake/acme/more', 404],
    ['/v1/integrity/verify', 405],
  ] as const) {
    const answer = await world.app.inject({ method: 'PUT', url, ...sent });
    assert.equal(answer.statusCode, status, `${url} whatever its body is`);
  }
  const long = await world.app.inject(`/v1/events/${'x'.repeat(300)}`);
  assert.notEqual(long.statusCode, 405);
  await world.close();
});
