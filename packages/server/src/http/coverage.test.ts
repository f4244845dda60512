import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from './testing/world.ts';

test('coverage is asked for by days; the last ninety are the default', async () => {
  const world = await createWorld();
  const ask = (url: string) => world.app.inject({ url, headers: world.keys.auditor });
  const usual = (await ask('/v1/coverage')).json();
  assert.deepEqual([usual.from, usual.to], ['2026-08-23', '2026-11-21']);
  const asked = (await ask('/v1/coverage?from=2026-11-01&to=2026-11-03T00:00:00Z')).json();
  assert.deepEqual([asked.from, asked.to], ['2026-11-01', '2026-11-03']);
  assert.equal((await ask('/v1/sources/acme/coverage')).json().source, 'acme');
  for (const [query, path] of [
    ['from=yesterday', '/from'],
    ['from=2026-11-03&to=2026-11-01', '/to'],
    ['from=2020-01-01', '/from'],
  ]) {
    const answer = await ask(`/v1/coverage?${query}`);
    assert.deepEqual([answer.statusCode, answer.json().errors[0].path], [400, path]);
  }
  await world.close();
});

test('when a source is silent can be set, which is an event', async () => {
  const world = await createWorld();
  const { admin } = world.keys;
  const call = (method: 'POST' | 'PATCH', url: string, payload: object) =>
    world.app.inject({ method, url, headers: admin, payload });
  await call('POST', '/v1/sources', { type: 'github', name: 'acme' });
  const set = await call('PATCH', '/v1/sources/acme/coverage', { silence: '6h' });
  assert.deepEqual(set.json(), { silence: '6h', since: null });
  assert.deepEqual(world.recorded.at(-1)?.changes, [
    { field: 'coverage.silence', from: 'rhythm', to: '6h' },
  ]);
  for (const wrong of [
    { silence: 'soon' },
    { since: 'x' },
    { since: '2031-01-01' },
    { other: 1 },
  ]) {
    assert.equal((await call('PATCH', '/v1/sources/acme/coverage', wrong)).statusCode, 400);
  }
  assert.equal((await call('PATCH', '/v1/sources/none/coverage', {})).statusCode, 404);
  await world.close();
});
