import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { LoggedEvent } from '@acta/sdk';
import { createCipher } from '../lib/cipher.ts';
import { openStore } from '../store/index.ts';
import { createAdminToken } from './admin-token.ts';
import { authenticateBy, bearerAuthenticator, sessionAuthenticator } from './authenticate.ts';
import { createFailures } from './failures.ts';
import type { Failure } from './failures.ts';
import { openKeyring } from './keyring.ts';
import { maskEvent } from './masks.ts';
import { can, PERMISSIONS, permissionsOf, ROLES } from './permissions.ts';
import type { Permission } from './permissions.ts';
import type { Principal } from './principal.ts';
import { newId } from './secrets.ts';
import { createSessions } from './sessions.ts';
import { createSignInLinks } from './sign-in-links.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-20T09:00:00.000Z');

async function world() {
  const time = { now: START };
  const clock = { now: () => time.now };
  const random = (bytes: number) => randomBytes(bytes);
  const now = new Date(START).toISOString();
  const store = openStore({
    file: ':memory:',
    cipher: createCipher(new Uint8Array(32), random),
    now,
  });
  const keyring = await openKeyring({ keys: store.keys, clock, random });
  const limits = { idle_ms: 30 * MINUTE, absolute_ms: 120 * MINUTE };
  const sessions = createSessions({ sessions: store.sessions, keyring, clock, random, limits });
  const links = createSignInLinks({ sessions: store.sessions, clock, random });
  return { time, clock, random, store, keyring, sessions, links };
}

test('a key works until it expires or is revoked, also after a restart', async () => {
  const { time, clock, random, store, keyring } = await world();
  const expires = new Date(START + MINUTE).toISOString();
  const made = await keyring.create(
    { name: 'ci', role: 'collector', source: 'acme', expires },
    'me',
  );
  assert.match(made.key, /^acta_[0-9a-z]{16}_[A-Za-z0-9_-]{43}$/);
  const principal = keyring.authenticate(made.key);
  assert.deepEqual(principal, {
    id: `key:${made.id}`,
    name: 'ci',
    role: 'collector',
    kind: 'key',
    source: 'acme',
    masks: [],
  });
  await keyring.flush();
  const again = await openKeyring({ keys: store.keys, clock, random });
  assert.equal(again.authenticate(made.key)?.name, 'ci');
  assert.equal(again.list()[0]?.last_used, new Date(START).toISOString());
  time.now += MINUTE;
  assert.equal(again.authenticate(made.key), null);
  const second = await keyring.create({ name: 'x', role: 'admin' }, 'me');
  assert.equal(keyring.hasAdmin(), true);
  assert.equal((await keyring.revoke(second.id))?.revoked, new Date(time.now).toISOString());
  assert.equal(keyring.authenticate(second.key), null);
  assert.equal(keyring.hasAdmin(), false);
  assert.equal(await keyring.revoke('nobody'), null);
});

test('no text but the key itself is the key', async () => {
  const { keyring, store } = await world();
  const { id, key } = await keyring.create({ name: 'a', role: 'viewer' }, 'me');
  const changed = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
  const wrong = [
    changed,
    key + 'A',
    key.slice(1),
    '',
    `acta_${id}_`,
    key.replace(id, newId(randomBytes)),
  ];
  for (const text of wrong) assert.equal(keyring.authenticate(text), null, text);
  const kept = JSON.stringify(await store.keys.all());
  assert.equal(kept.includes(key.split('_')[2]!), false);
});

test('a viewer is masked by default, a key can say otherwise; raw goes with any other group', async () => {
  const { keyring } = await world();
  const plain = await keyring.create({ name: 'a', role: 'viewer', scope: 'target:acme/*' }, 'me');
  assert.deepEqual(keyring.authenticate(plain.key)?.masks, ['raw']);
  assert.equal(keyring.authenticate(plain.key)?.scope, 'target:acme/*');
  const masked = await keyring.create({ name: 'b', role: 'auditor', masks: ['actor'] }, 'me');
  assert.deepEqual(keyring.authenticate(masked.key)?.masks, ['actor', 'raw']);
  const open = await keyring.create({ name: 'c', role: 'viewer', masks: [] }, 'me');
  assert.deepEqual(keyring.authenticate(open.key)?.masks, []);
});

test('the administrator token is compared whole; without one nobody is let in', () => {
  const token = 'x'.repeat(32);
  assert.equal(createAdminToken(token)(token)?.role, 'admin');
  assert.equal(createAdminToken(token)(token + 'x'), null);
  assert.equal(createAdminToken(undefined)(''), null);
});

test('a sign-in link works once and for fifteen minutes', async () => {
  const { links, time } = await world();
  const token = await links.create();
  assert.equal((await links.redeem(token))?.role, 'admin');
  assert.equal(await links.redeem(token), null);
  const late = await links.create();
  time.now += 15 * MINUTE;
  assert.equal(await links.redeem(late), null);
});

test('a session ends by idleness, at its absolute end, by sign-out and with its key', async () => {
  const { sessions, keyring, time } = await world();
  const admin = createAdminToken('y'.repeat(32))('y'.repeat(32))!;
  const first = await sessions.open(admin);
  assert.equal((await sessions.authenticate(first.id))?.kind, 'session');
  for (let n = 0; n < 5; n++) {
    time.now += 20 * MINUTE;
    assert.notEqual(await sessions.authenticate(first.id), null);
  }
  time.now += 20 * MINUTE;
  assert.equal(await sessions.authenticate(first.id), null, 'absolute end');

  const idle = await sessions.open(admin);
  time.now += 30 * MINUTE;
  assert.equal(await sessions.authenticate(idle.id), null, 'idle');

  const ended = await sessions.open(admin);
  await sessions.end(ended.id);
  assert.equal(await sessions.authenticate(ended.id), null, 'signed out');

  const made = await keyring.create({ name: 'k', role: 'responder' }, 'me');
  const keyed = await sessions.open(keyring.authenticate(made.key)!);
  assert.equal((await sessions.authenticate(keyed.id))?.role, 'responder');
  await keyring.revoke(made.id);
  assert.equal(await sessions.authenticate(keyed.id), null, 'key revoked');
  await sessions.sweep();
});

test('authenticators are asked in order; one that refuses decides', async () => {
  const { keyring, sessions } = await world();
  const made = await keyring.create({ name: 'k', role: 'auditor' }, 'me');
  const bearer = bearerAuthenticator(keyring, () => null);
  const ask = authenticateBy([bearer, sessionAuthenticator(sessions)]);
  const none = { authorization: undefined, session: undefined };
  assert.equal(await ask(none), 'absent');
  const known = ask({ ...none, authorization: `bearer ${made.key}` });
  assert.equal((known as Principal).role, 'auditor', 'a key is known without waiting');
  const { id } = await sessions.open(known as Principal);
  assert.equal(await ask({ authorization: 'Bearer nope', session: id }), 'refused');
  assert.equal(await ask({ authorization: 'Basic abc', session: undefined }), 'refused');
  assert.equal(((await ask({ ...none, session: id })) as Principal).kind, 'session');
  assert.equal(await ask({ ...none, session: 'nope' }), 'refused');
});

test('the first failure is recorded at once, then one a minute with its count', () => {
  const time = { now: START };
  const seen: Failure[] = [];
  const failures = createFailures({
    clock: { now: () => time.now },
    perMinute: 3,
    addresses: 2,
    record: (failure) => seen.push(failure),
  });
  for (let n = 0; n < 5; n++) failures.note('a', 'bearer');
  assert.deepEqual(seen, [{ address: 'a', how: 'bearer', count: 1 }]);
  assert.equal(failures.wait('a'), 60);
  assert.equal(failures.wait('b'), 0);
  time.now += MINUTE;
  assert.equal(failures.wait('a'), 0);
  assert.deepEqual(seen[1], { address: 'a', how: 'bearer', count: 4 });
  failures.note('a', 'bearer');
  failures.note('a', 'session');
  failures.note('b', 'bearer');
  failures.note('c', 'bearer');
  assert.deepEqual(seen.at(-2), { address: 'a', how: 'session', count: 1 }, 'the oldest gives way');
  failures.note('c', 'bearer');
  failures.flush();
  const before = seen.length;
  failures.flush(true);
  assert.equal(seen.length, before + 1);
});

test('masks take groups out whole, name them, and leave the given event alone', () => {
  const event = {
    index: 1,
    actor: { type: 'user', id: 'u' },
    context: { ip: '203.0.113.7' },
    native: 'x.y',
    source: { type: 'github', name: 'acme', via: 'webhook' },
    raw: '{}',
  } as unknown as LoggedEvent;
  assert.equal(maskEvent(event, []), event);
  const masked = maskEvent(event, ['actor', 'details', 'raw']);
  assert.deepEqual(Object.keys(masked).sort(), ['context', 'index', 'source', 'withheld']);
  assert.deepEqual(masked.source, { type: 'github' });
  assert.deepEqual(
    masked.withheld?.map((item) => item.group),
    ['actor', 'details', 'raw'],
  );
  assert.equal(event.raw, '{}');
  const erased = { index: 1, withheld: [{ group: 'raw', why: 'erased' }] } as LoggedEvent;
  assert.deepEqual(maskEvent(erased, ['raw']).withheld, erased.withheld);
});

test('the roles have what the contract gives them', () => {
  const names = Object.keys(PERMISSIONS) as Permission[];
  const as = (role: Principal['role']): Principal => ({
    id: 'x',
    name: 'x',
    role,
    kind: 'key',
    masks: [],
  });
  for (const name of names) assert.equal(can(as('admin'), name), true, name);
  assert.deepEqual(permissionsOf('collector'), ['events.write']);
  assert.deepEqual(permissionsOf('viewer'), [
    'events.read',
    'events.raw',
    'events.proof',
    'catalogue.read',
    'integrity.read',
  ]);
  const writes = names.filter((name) => name.endsWith('.write'));
  for (const role of ROLES.filter((role) => role !== 'admin' && role !== 'collector')) {
    assert.deepEqual(
      writes.filter((name) => can(as(role), name)),
      role === 'responder' ? ['alerts.write'] : [],
      role,
    );
  }
});
