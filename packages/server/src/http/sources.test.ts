import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from './testing/world.ts';

test('a source: created with its secret shown once, changed, paused, removed', async () => {
  const world = await createWorld();
  const headers = { ...world.keys.admin, host: 'acta.test:8480' };
  const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    world.app.inject({ method, url, headers, ...(payload && { payload }) });
  const body = { type: 'github', name: 'acme', settings: { organization: 'acme' } };
  const made = await call('POST', '/v1/sources', body);
  assert.equal(made.statusCode, 201);
  const { secret, intake_url } = made.json();
  assert.equal(intake_url, 'http://acta.test:8480/intake/acme');
  assert.ok(secret.length >= 43);
  assert.equal((await call('POST', '/v1/sources', body)).statusCode, 409);
  for (const name of ['acta', 'API']) {
    const taken = await call('POST', '/v1/sources', { ...body, name });
    assert.equal(taken.statusCode, 409, name);
  }

  const listed = await call('GET', '/v1/sources');
  assert.equal(listed.body.includes(secret), false);
  assert.equal(listed.json().items[0].health.state, 'waiting');

  const settings = { secret: 'a-new-secret', organization: 'acme2' };
  const changed = await call('PATCH', '/v1/sources/acme', { paused: true, settings });
  assert.equal(changed.json().health.state, 'paused');
  assert.equal(changed.body.includes('a-new-secret'), false);
  const stored = await world.store.sources.byName('acme');
  assert.deepEqual(stored?.secrets, ['a-new-secret', secret]);

  assert.equal((await call('DELETE', '/v1/sources/acme')).statusCode, 204);
  assert.equal((await call('GET', '/v1/sources/acme')).statusCode, 404);
  const actions = world.recorded.map((record) => record.action);
  assert.deepEqual(actions, ['source.created', 'source.updated', 'source.removed']);
  const changes = world.recorded[1]?.changes?.map((change) => change.field);
  assert.deepEqual(changes, ['paused', 'settings.organization', 'settings.secret']);
  const text = JSON.stringify(world.recorded);
  assert.equal(text.includes('a-new-secret') || text.includes(secret), false);
  await world.close();
});

test('secret settings are sealed, named and never shown; an empty text takes one away', async () => {
  const world = await createWorld();
  const headers = world.keys.admin;
  const call = (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) =>
    world.app.inject({ method, url, headers, ...(payload && { payload }) });
  const settings = { organization: 'acme', pull_token: 'ghp-token-1' };
  await call('POST', '/v1/sources', { type: 'github', name: 'acme', settings });
  const shown = await call('GET', '/v1/sources/acme');
  assert.deepEqual(shown.json().credentials, ['pull_token']);
  assert.deepEqual(shown.json().settings, { organization: 'acme' });
  assert.equal(shown.body.includes('ghp-token-1'), false);
  await call('PATCH', '/v1/sources/acme', { settings: { organization: 'b' } });
  const kept = await world.store.sources.byName('acme');
  assert.deepEqual(kept?.credentials, { pull_token: 'ghp-token-1' });
  const without = await call('PATCH', '/v1/sources/acme', { settings: { pull_token: '' } });
  assert.deepEqual(without.json().credentials, []);
  assert.deepEqual(world.recorded.at(-1)?.changes, [
    { field: 'settings.pull_token', to: 'removed' },
  ]);
  assert.equal(JSON.stringify(world.recorded).includes('ghp-token'), false);
  await world.close();
});

test('an empty text takes a plain setting away, and the log says what it was', async () => {
  const world = await createWorld();
  const headers = world.keys.admin;
  const settings = { organization: 'acme' };
  const payload = { type: 'github', name: 'acme', settings };
  await world.app.inject({ method: 'POST', url: '/v1/sources', headers, payload });
  const url = '/v1/sources/acme';
  const without = { settings: { organization: '' } };
  const changed = await world.app.inject({ method: 'PATCH', url, headers, payload: without });
  assert.deepEqual(changed.json().settings, {});
  assert.deepEqual(world.recorded.at(-1)?.changes, [
    { field: 'settings.organization', from: 'acme' },
  ]);
  await world.close();
});

test('what is wrong with a source is named', async () => {
  const world = await createWorld();
  const github = (settings: object) => ({ type: 'github', name: 'a', settings });
  const cases: [object, string, RegExp?][] = [
    [
      github({ organization: 5 }),
      '/settings/organization',
      /organization must be text .*not a number/,
    ],
    [
      github({ organization: null }),
      '/settings/organization',
      /organization must be text .*not null/,
    ],
    [
      github({ organization: true }),
      '/settings/organization',
      /organization must be text, not true or false/,
    ],
    [github({ organization: 'x'.repeat(5_000) }), '/settings/organization', /4096 characters/],
    [github([]), '/settings', /settings must be an object, not a list/],
    [{ name: 'a' }, '/type', /type is missing: it must be text/],
    [{ type: 'nope', name: 'a' }, '/type'],
    [{ type: 'github', name: '../a' }, '/name'],
    [{ type: 'github', name: 'a', settings: { colour: 'red' } }, '/settings/colour'],
    [{ type: 'github', name: 'a', settings: { organization: true } }, '/settings/organization'],
    [{ type: 'github', name: 'a', settings: { secret: 'short' } }, '/settings/secret'],
  ];
  for (const [payload, path, detail = /./] of cases) {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/v1/sources',
      headers: world.keys.admin,
      payload,
    });
    assert.equal(answer.statusCode, 400, path);
    assert.match(answer.json().detail, detail);
    assert.equal(answer.json().errors[0].path, path);
  }
  await world.close();
});
