import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADMIN_TOKEN, createWorld } from './testing/world.ts';
import type { World } from './testing/world.ts';

const signIn = (world: World, token: string, headers: Record<string, string> = {}) =>
  world.app.inject({ method: 'POST', url: '/v1/session', payload: { token }, headers });

const cookieOf = (answer: { headers: Record<string, unknown> }): string =>
  String(answer.headers['set-cookie']).split(';')[0]!;

test('a sign-in link opens a session once; signing out ends it', async () => {
  const world = await createWorld();
  const token = await world.context.access.links.create();
  const answer = await signIn(world, token);
  assert.equal(answer.statusCode, 201);
  assert.match(String(answer.headers['set-cookie']), /; HttpOnly; SameSite=Strict$/);
  const cookie = cookieOf(answer);
  const me = (await world.app.inject({ url: '/v1/me', headers: { cookie } })).json();
  assert.equal(me.role, 'admin');
  assert.equal(me.kind, 'session');
  assert.ok(me.permissions.includes('keys.write'));
  assert.equal((await signIn(world, token)).statusCode, 401);
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  const out = await world.app.inject({ method: 'DELETE', url: '/v1/session', headers });
  assert.equal(out.statusCode, 204);
  assert.match(String(out.headers['set-cookie']), /Max-Age=0/);
  assert.equal((await world.app.inject({ url: '/v1/me', headers: { cookie } })).statusCode, 401);
  const actions = world.recorded.map((record) => record.action);
  assert.deepEqual(actions, ['session.signed_in', 'session.signed_out']);
  await world.close();
});

test('the administrator token and keys open sessions with their own role', async () => {
  const world = await createWorld();
  assert.equal((await signIn(world, ADMIN_TOKEN)).json().role, 'admin');
  const key = world.keys.viewer.authorization.slice('Bearer '.length);
  const answer = await signIn(world, key);
  assert.equal(answer.json().role, 'viewer');
  const cookie = cookieOf(answer);
  const denied = await world.app.inject({ url: '/v1/keys', headers: { cookie } });
  assert.equal(denied.statusCode, 403);
  assert.equal(world.denied[0]?.how, 'keys.read');
  await world.close();
});

test('a cookie changes something only from our own page', async () => {
  const world = await createWorld();
  const cookie = cookieOf(await signIn(world, ADMIN_TOKEN));
  const post = (headers: Record<string, string>) =>
    world.app.inject({
      method: 'POST',
      url: '/v1/keys',
      headers: { cookie, host: 'acta.test', ...headers },
      payload: { name: 'x', role: 'viewer' },
    });
  const refused = [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://acta.test' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ];
  for (const headers of refused) {
    const answer = await post(headers as Record<string, string>);
    assert.equal(answer.json().code, 'cross_origin', JSON.stringify(headers));
  }
  assert.equal((await post({ 'sec-fetch-site': 'same-origin' })).statusCode, 201);
  assert.equal((await post({ origin: 'http://acta.test' })).statusCode, 201);
  const foreign = await signIn(world, ADMIN_TOKEN, { 'sec-fetch-site': 'cross-site' });
  assert.equal(foreign.json().code, 'cross_origin');
  await world.close();
});

test('failed sign-ins are recorded and, past the limit, must wait', async () => {
  const world = await createWorld();
  for (let n = 0; n < 5; n++) assert.equal((await signIn(world, `nope-${n}`)).statusCode, 401);
  const blocked = await signIn(world, ADMIN_TOKEN);
  assert.equal(blocked.statusCode, 429);
  assert.equal(blocked.headers['retry-after'], '60');
  assert.equal(world.failed.length, 1, 'folded into the first until the minute is over');
  world.clock.add(60_000);
  assert.equal((await signIn(world, ADMIN_TOKEN)).statusCode, 201);
  assert.deepEqual(world.failed.at(-1), { address: '127.0.0.1', how: 'sign-in', count: 4 });
  await world.close();
});

test('a wrong bearer is refused, then told to wait; a right one from there still works', async () => {
  const world = await createWorld();
  const wrong = { authorization: 'Bearer acta_nope' };
  for (let n = 0; n < 5; n++) {
    const answer = await world.app.inject({ url: '/v1/me', headers: wrong });
    assert.equal(answer.statusCode, 401);
    assert.match(String(answer.headers['www-authenticate']), /^Bearer/);
  }
  assert.equal((await world.app.inject({ url: '/v1/me', headers: wrong })).statusCode, 429);
  const right = await world.app.inject({ url: '/v1/me', headers: world.keys.admin });
  assert.equal(right.statusCode, 200);
  await world.close();
});

test('keys: made, listed without secrets, refused when they make no sense, revoked', async () => {
  const world = await createWorld();
  const post = (payload: object) =>
    world.app.inject({ method: 'POST', url: '/v1/keys', headers: world.keys.admin, payload });
  const made = (await post({ name: 'ci', role: 'viewer', scope: 'outcome:failure' })).json();
  const listed = await world.app.inject({ url: '/v1/keys', headers: world.keys.auditor });
  assert.equal(listed.body.includes(made.key), false);
  assert.ok(listed.json().items.some((key: { id: string }) => key.id === made.id));
  const senseless = [
    { name: 'x', role: 'admin', scope: 'a' },
    { name: 'x', role: 'auditor', scope: 'a' },
    { name: 'x', role: 'responder', scope: 'a' },
    { name: 'x', role: 'viewer', source: 'acme' },
    { name: 'x', role: 'collector', source: 'nowhere' },
    { name: 'x', role: 'viewer', scope: 'actor:(' },
    { name: 'x', role: 'viewer', expires: '2020-01-01T00:00:00Z' },
    { name: 'x', role: 'viewer', expires: 'soon' },
    { name: '', role: 'viewer' },
  ];
  for (const body of senseless) {
    assert.equal((await post(body)).statusCode, 400, JSON.stringify(body));
  }
  const headers = { authorization: `Bearer ${made.key}` };
  assert.equal((await world.app.inject({ url: '/v1/me', headers })).statusCode, 200);
  const url = `/v1/keys/${made.id}`;
  const gone = await world.app.inject({ method: 'DELETE', url, headers: world.keys.admin });
  assert.equal(typeof gone.json().revoked, 'string');
  assert.equal((await world.app.inject({ url: '/v1/me', headers })).statusCode, 401);
  const text = JSON.stringify(world.recorded);
  assert.ok(text.includes('key.created') && text.includes('key.revoked'));
  assert.equal(text.includes(made.key), false);
  await world.close();
});

test('under https the cookie is bound to its host and to TLS', async () => {
  const world = await createWorld();
  await world.close();
  const settings = { ...world.context.settings, public_url: 'https://acta.example' };
  const secure = await createWorld({ settings });
  const set = String((await signIn(secure, ADMIN_TOKEN)).headers['set-cookie']);
  assert.match(set, /^__Host-acta_session=.*; Secure$/);
  await secure.close();
});
