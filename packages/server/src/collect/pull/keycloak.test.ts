// Keycloak's Admin REST API as a server of our own: tokens that live a minute, offsets over events
// of which old ones expire, events of one millisecond in no order, limits, and older versions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keycloakPull } from '../../sources/keycloak/pull.ts';
import { start_ms } from '../testing.ts';
import { openPullBench, startProduct, type ProductAnswer, type ProductRequest } from './testing.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

interface Saved {
  id: string;
  time: number;
  [member: string]: unknown;
}

const user = (n: number, time: number): Saved => ({
  id: `user-${n}`,
  time,
  type: n % 5 === 0 ? 'LOGIN_ERROR' : 'LOGIN',
  realmId: 'r1',
  clientId: 'account',
  userId: 'u1',
  ipAddress: '203.0.113.7',
  ...(n % 5 === 0 ? { error: 'invalid_user_credentials' } : {}),
  details: { username: 'ada' },
});
const admin = (n: number, time: number): Saved => ({
  id: `admin-${n}`,
  time,
  realmId: 'r1',
  authDetails: { realmId: 'r1', clientId: 'c1', userId: 'u1', ipAddress: '203.0.113.7' },
  operationType: 'CREATE',
  resourceType: 'USER',
  resourcePath: `users/new-${n}`,
});

/** The server; `saved` by the end of the path. */
function keycloak(now: () => number) {
  const saved: Record<string, Saved[]> = {};
  const tokens = new Map<string, number>();
  const told = { signIns: 0, asked: 0, isOld: false, isStable: false };

  const answer = ({ method, url, headers, body }: ProductRequest): ProductAnswer => {
    if (url.pathname === '/realms/acme/protocol/openid-connect/token') {
      const form = new URLSearchParams(body);
      assert.equal(method, 'POST');
      assert.equal(form.get('grant_type'), 'client_credentials');
      const isUs = form.get('client_id') === 'acta' && form.get('client_secret') === 'kc-secret';
      if (!isUs) return { status: 401, body: '{"error":"unauthorized_client"}' };
      const token = `kc-token-${++told.signIns}`;
      tokens.set(token, now() + MINUTE);
      return { body: JSON.stringify({ access_token: token, expires_in: 60 }) };
    }
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if ((tokens.get(token) ?? 0) <= now()) return { status: 401, body: '{}' };
    const [, stream = ''] = /^\/admin\/realms\/(.+)$/.exec(url.pathname) ?? [];
    const { searchParams: asked } = url;
    if (told.isOld)
      return { status: 400, body: '{"errorMessage":"expected format is yyyy-MM-dd"}' };
    assert.equal(asked.get('direction'), 'asc');
    assert.equal(asked.has('dateTo'), false, 'Keycloak 26.2.0 finds nothing then');
    // Of one millisecond in an order of their own, another one each time.
    const turn = told.isStable || ++told.asked % 2 === 0 ? 1 : -1;
    const found = (saved[stream] ?? [])
      .filter(({ time }) => time >= Number(asked.get('dateFrom')))
      .sort((a, b) => a.time - b.time || turn * (a.id < b.id ? -1 : 1));
    const first = Number(asked.get('first'));
    return { body: JSON.stringify(found.slice(first, first + Number(asked.get('max')))) };
  };
  return { saved, told, answer };
}

async function world(t: Parameters<typeof openPullBench>[0]) {
  const bench = await openPullBench(t);
  const server = keycloak(() => bench.clock.now());
  const product = await startProduct(t, server.answer);
  const add = (change: Record<string, unknown> = {}, secret = 'kc-secret') =>
    bench.add({
      type: 'keycloak',
      name: 'idp',
      settings: {
        api_url: product.url,
        pull_of: 'acme, ops',
        pull_client_id: 'acta',
        pull_from: '1d',
        ...change,
      },
      credentials: { pull_client_secret: secret },
    });
  const ids = async () =>
    (await bench.entries())
      .filter(({ event }) => event.source.name === 'idp')
      .map(({ event }) => event.source.delivery);
  const poll = async () => {
    await bench.pulls.poll('idp');
    return bench.pulls.health('idp')?.error?.code ?? null;
  };
  const { pulls, clock, store } = bench;
  return { bench, pulls, clock, store, ...server, product, add, ids, poll };
}

test('events of users and administrators of each realm, once, page by page', async (t) => {
  const { bench, saved, add, ids, poll, clock, told } = await world(t);
  const begin = start_ms - 5 * HOUR;
  // A page ends amid events of one millisecond.
  saved['acme/events'] = Array.from({ length: 1_203 }, (_, n) =>
    user(n, begin + Math.floor(n / 8) * 1_000),
  );
  saved['acme/admin-events'] = [admin(1, begin), admin(2, begin + 1)];
  saved['ops/events'] = [user(5_000, begin)];
  await add();
  assert.equal(await poll(), null);
  assert.equal((await ids()).length, 1_206);
  assert.equal(new Set(await ids()).size, 1_206);
  const events = (await bench.entries()).map(({ event }) => event);
  const made = events.find(({ source }) => source.delivery === 'admin-1');
  assert.deepEqual(
    [made?.action, made?.actor.id, made?.target.id, made?.source.via],
    ['user.created', 'keycloak:user:u1', 'keycloak:user:new-1', 'pull'],
  );
  const refused = events.find(({ source }) => source.delivery === 'user-5');
  assert.deepEqual([refused?.outcome, refused?.time], ['denied', new Date(begin).toISOString()]);

  clock.add(30_000);
  assert.equal(await poll(), null);
  assert.equal((await ids()).length, 1_206);
  // Written late: its time lies before the last poll.
  saved['ops/admin-events'] = [admin(7, clock.now() - 5 * MINUTE)];
  clock.add(MINUTE);
  assert.equal(await poll(), null);
  assert.equal((await ids()).length, 1_207);
  assert.ok(told.signIns >= 2, 'tokens of a minute are renewed');
});

test('a look back ends with the page that goes beyond its end', () => {
  const source = {
    settings: { api_url: 'https://id.acme.example/auth', pull_of: 'a/b' },
    credentials: {},
  };
  const step = { stream: 'a/b/events', from: 1_000, to: 1_500, resume: null, bounded: true };
  const [request] = keycloakPull.open(step, source);
  assert.match(
    request?.url ?? '',
    /^https:\/\/id\.acme\.example\/auth\/admin\/realms\/a%2Fb\/events\?/,
  );
  const page = (first: number) => ({
    status: 200,
    headers: {},
    body: Buffer.from(JSON.stringify(Array.from({ length: 500 }, (_, n) => user(n, first + n)))),
  });
  const within = keycloakPull.read(page(900), request!, step, source);
  assert.equal(new URL(within.next[0]?.url ?? '').searchParams.get('dateFrom'), '1399');
  assert.deepEqual(keycloakPull.read(page(1_200), request!, step, source).next, []);
  assert.equal(
    keycloakPull.read(page(1_200), request!, { ...step, bounded: false }, source).next.length,
    1,
  );
});

test('more events of one millisecond than a page has; old ones expire between pages', async (t) => {
  const { saved, add, ids, poll, product, told } = await world(t);
  told.isStable = true;
  const begin = start_ms - 5 * HOUR;
  const same = Array.from({ length: 700 }, (_, n) => user(10_000 + n, begin));
  const later = Array.from({ length: 900 }, (_, n) => user(20_000 + n, begin + 1 + n));
  saved['acme/events'] = [...same, ...later];
  await add({ pull_of: 'acme' });
  // The token, a page, that page again from its own time on, one more, and then nothing.
  product.troubles = [undefined, undefined, undefined, undefined, { status: 503 }];
  assert.equal(await poll(), 'product_failed');
  assert.equal((await ids()).length, 1_000);
  saved['acme/events'] = later.slice(100);
  assert.equal(await poll(), null);
  const seen = new Set(await ids());
  assert.equal(seen.size, (await ids()).length);
  for (const { id } of [...same, ...later.slice(100)]) assert.ok(seen.has(id), id);
});

test('limits are waited for; a token taken back is got anew; what will not do is told', async (t) => {
  const { saved, add, ids, poll, product, pulls, clock, told, store } = await world(t);
  saved['acme/events'] = [user(1, start_ms - HOUR)];
  await add({ pull_of: 'acme' }, 'wrong');
  assert.equal(await poll(), 'unauthorized');
  assert.deepEqual(await ids(), []);
  const source = (await store.sources.byName('idp'))!;
  await store.sources.update({ ...source, credentials: { pull_client_secret: 'kc-secret' } });
  await pulls.changed('idp');

  product.troubles = [undefined, { status: 429, headers: { 'retry-after': '90' } }];
  assert.equal(await poll(), 'rate_limited');
  const next = pulls.health('idp')?.next_poll;
  assert.equal(next, new Date(clock.now() + 90_000).toISOString());
  product.troubles = [{ status: 401, body: '{}' }];
  assert.equal(await poll(), null);
  assert.deepEqual(await ids(), ['user-1']);

  told.isOld = true;
  clock.add(MINUTE);
  assert.equal(await poll(), 'refused');
  assert.match(pulls.health('idp')?.error?.detail ?? '', /26\.2 or later/);
});
