// The scheduler and the cursors, over GitHub's audit log as a server of our own that pages, limits,
// fails, hangs, cuts connections and shows records late.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start_ms } from '../testing.ts';
import { openPullBench, startProduct, type Product, type ProductRequest } from './testing.ts';

const TOKEN = 'ghp-token-of-the-tests';
const PER_PAGE = 3;
const MINUTE = 60_000;

interface LogRecord {
  _document_id: string;
  action: string;
  created_at: number;
  /** When the API shows it first. */
  shown: number;
}

/** An organisation's audit log; `add` puts in so many records, a second apart. */
function auditLog(now: () => number) {
  const records: LogRecord[] = [];
  const add = (count: number, at: number, shown = at) => {
    for (let n = 0; n < count; n++) {
      const created_at = at + n * 1000;
      const _document_id = `doc-${records.length}`;
      records.push({ _document_id, action: 'repo.create', created_at, shown });
    }
  };
  const answer = ({ url, headers }: ProductRequest) => {
    if (headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: '{}' };
    const [, from = '', to = ''] =
      /^created:(\S+)\.\.(\S+)$/.exec(url.searchParams.get('phrase') ?? '') ?? [];
    const found = records
      .filter(({ shown }) => shown <= now())
      .filter(({ created_at: at }) => at >= Date.parse(from) && at <= Date.parse(to))
      .sort((a, b) => a.created_at - b.created_at);
    const after = Number(url.searchParams.get('after') ?? '0');
    const page = found
      .slice(after, after + PER_PAGE)
      .map(({ _document_id, action, created_at }) => {
        return { _document_id, action, created_at, actor: 'octavia', org: 'acme' };
      });
    const next = new URL(url);
    next.searchParams.set('after', String(after + PER_PAGE));
    const more = after + PER_PAGE < found.length;
    const link = more ? { link: `<${next.href}>; rel="next"` } : undefined;
    return { body: JSON.stringify(page), ...(link && { headers: link }) };
  };
  return { records, add, answer };
}

async function world(t: Parameters<typeof openPullBench>[0], limits?: Record<string, number>) {
  const bench = await openPullBench(t, limits === undefined ? {} : { pullLimits: limits });
  const log = auditLog(() => bench.clock.now());
  const product = await startProduct(t, log.answer);
  await bench.add(sourceOf(product));
  const ids = async () => {
    const events = await bench.eventsOf('pulled');
    assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
    return events.length;
  };
  return { bench, log, product, ids };
}

const sourceOf = ({ url }: Product) => ({
  type: 'github',
  name: 'pulled',
  settings: { organization: 'acme', api_url: url, pull_from: '2d' },
  credentials: { pull_token: TOKEN },
});

test('a poll reads page after page; the next one adds what is new, and late records once', async (t) => {
  const { bench, log, product, ids } = await world(t);
  const { clock, pulls } = bench;
  log.add(8, start_ms - 90 * MINUTE);
  log.add(2, start_ms - 5 * MINUTE, start_ms + MINUTE); // shown late
  await pulls.poll('pulled');
  assert.equal(await ids(), 8);
  assert.ok(product.asked.every(({ url }) => url.pathname === '/orgs/acme/audit-log'));
  clock.add(2 * MINUTE);
  log.add(1, clock.now() - 1000);
  await pulls.poll('pulled');
  assert.equal(await ids(), 11);
  assert.deepEqual(pulls.health('pulled'), {
    state: 'waiting',
    last_poll: new Date(clock.now()).toISOString(),
    next_poll: new Date(clock.now() + MINUTE).toISOString(),
    through: new Date(clock.now()).toISOString(),
    lag_s: 0,
    records: 11,
    error: null,
  });
});

test('limits, errors, hangs and cut connections: later again, nothing lost, nothing twice', async (t) => {
  const { bench, log, product, ids } = await world(t, { 'egress.timeout_ms': 100 });
  const { clock, pulls } = bench;
  log.add(20, start_ms - 30 * 3_600_000);
  const cases = [
    [{ status: 429, headers: { 'retry-after': '120' } }, 'rate_limited', 120_000],
    [
      {
        status: 403,
        headers: {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String((start_ms + 600_000) / 1000),
        },
      },
      'rate_limited',
      null,
    ],
    [{ status: 500 }, 'product_failed', null],
    ['hang', 'egress_timed_out', null],
    ['cut', 'egress_broken', null],
    ['reset', 'egress_broken', null],
    [{ status: 200, body: '<html>sign in</html>' }, 'answer_invalid', null],
    [{ status: 302, headers: { location: 'http://169.254.169.254/' } }, 'redirected', null],
  ] as const;
  for (const [trouble, code, wait] of cases) {
    product.troubles = [undefined, trouble];
    await pulls.poll('pulled');
    const health = pulls.health('pulled');
    assert.equal(health?.error?.code, code);
    if (wait !== null) assert.equal(health.next_poll, new Date(clock.now() + wait).toISOString());
    assert.ok(Date.parse(health.next_poll ?? '') > clock.now());
    clock.add(1000);
  }
  product.troubles = [];
  await pulls.poll('pulled');
  assert.equal(pulls.health('pulled')?.error, null);
  assert.equal(await ids(), 20);
  const told = (await bench.entries()).map(({ event }) => event.action);
  assert.equal(told.filter((action) => action === 'source.pull_failed').length, 1);
  assert.equal(told.filter((action) => action === 'source.pull_recovered').length, 1);
});

test('a poll goes on at the page where the last one stopped, over a restart too', async (t) => {
  const { bench, log, product, ids } = await world(t, { 'pull.requests_per_poll': 2 });
  log.add(14, start_ms - 30 * 3_600_000);
  await bench.pulls.poll('pulled');
  assert.equal(await ids(), 6);
  const due = bench.pulls.health('pulled')?.next_poll;
  assert.equal(due, new Date(bench.clock.now()).toISOString());
  product.troubles = [undefined, 'reset'];
  await bench.pulls.poll('pulled');
  await bench.stop();
  const next = await openPullBench(t, { after: bench });
  const before = product.asked.length;
  await next.pulls.poll('pulled');
  assert.equal((await next.eventsOf('pulled')).length, 14);
  const first = product.asked[before]?.url.searchParams.get('after');
  assert.equal(first, '9');
});

test('a crash between a page’s record and its place costs duplicates, no more', async (t) => {
  const { bench, log, ids } = await world(t);
  const { cursors } = bench.store;
  const set = cursors.set.bind(cursors);
  log.add(10, start_ms - 90 * MINUTE);
  let calls = 0;
  cursors.set = async (...cursor) => {
    if (++calls % 2 === 0) throw new Error('the process ends here');
    await set(...cursor);
  };
  for (let n = 0; n < 8; n++) await bench.pulls.poll('pulled');
  cursors.set = set;
  await bench.pulls.poll('pulled');
  assert.equal(bench.pulls.health('pulled')?.error, null);
  assert.equal(await ids(), 10);
  assert.ok(bench.intake.health('pulled').duplicates > 0);
});

test('a place that the product forgot is left, and the window read anew', async (t) => {
  const { bench, log, product, ids } = await world(t);
  log.add(8, start_ms - 90 * MINUTE);
  product.troubles = [undefined, undefined, { status: 500 }];
  await bench.pulls.poll('pulled');
  product.troubles = [undefined, { status: 410 }];
  for (let n = 0; n < 3; n++) await bench.pulls.poll('pulled');
  assert.equal(bench.pulls.health('pulled')?.error, null);
  assert.equal(await ids(), 8);
});

test('an answer that leads to another host gets no credentials there', async (t) => {
  const { bench, log, product } = await world(t);
  const other = await startProduct(t, () => ({ body: '[]' }));
  log.add(1, start_ms - MINUTE);
  const elsewhere = { headers: { link: `<${other.url}/x>; rel="next"` }, body: '[]' };
  product.troubles = [elsewhere];
  await bench.pulls.poll('pulled');
  assert.equal(bench.pulls.health('pulled')?.error?.code, 'strayed');
  assert.equal(other.asked.length, 0);
  assert.equal(product.asked[0]?.headers.authorization, `Bearer ${TOKEN}`);
});

test('tick polls what is due, not what is paused or has no token; wrong credentials wait long', async (t) => {
  const { bench, log, product, ids } = await world(t);
  const { pulls, clock, store } = bench;
  log.add(1, start_ms - MINUTE);
  await bench.add({ ...sourceOf(product), name: 'tokenless', credentials: {} });
  await bench.add({ ...sourceOf(product), name: 'wrong', credentials: { pull_token: 'x' } });
  assert.equal(pulls.health('tokenless'), null);
  await assert.rejects(pulls.poll('tokenless'), { code: 'source_not_pulled' });
  await pulls.poll('wrong');
  assert.equal(pulls.health('wrong')?.error?.code, 'unauthorized');
  assert.ok(Date.parse(pulls.health('wrong')?.next_poll ?? '') >= clock.now() + 150_000);
  const record = await store.sources.byName('pulled');
  await store.sources.update({ ...record!, paused: true });
  await pulls.changed('pulled');
  pulls.tick();
  assert.equal(pulls.health('pulled')?.state, 'paused');
  await assert.rejects(pulls.poll('pulled'), { code: 'source_paused' });
  await store.sources.update(record!);
  await pulls.changed('pulled');
  pulls.tick();
  await pulls.poll('pulled');
  assert.equal(await ids(), 1);
});

test('settings of the pull: how often, from when, and what is wrong with them', async (t) => {
  const { bench, product } = await world(t);
  const { pulls, clock } = bench;
  const cases: [Record<string, unknown>, string | null][] = [
    [{ pull_every: '1h', pull_from: '2026-11-18', enterprise: true }, null],
    [{ pull_every: 'often' }, 'settings_invalid'],
    [{ pull_from: 'once' }, 'settings_invalid'],
    [{ pull_include: 'some' }, 'settings_invalid'],
    [{ api_url: 'http://[' }, 'settings_invalid'],
  ];
  for (const [at, [settings, code]] of cases.entries()) {
    const source = sourceOf(product);
    const name = `s${at}`;
    await bench.add({ ...source, name, settings: { ...source.settings, ...settings } });
    await pulls.poll(name);
    assert.equal(pulls.health(name)?.error?.code ?? null, code, JSON.stringify(settings));
  }
  const [first] = product.asked;
  assert.equal(first?.url.pathname, '/enterprises/acme/audit-log');
  assert.match(first?.url.searchParams.get('phrase') ?? '', /^created:2026-11-17T23:45:00Z\.\./);
  assert.equal(pulls.health('s0')?.next_poll, new Date(clock.now() + 3_600_000).toISOString());
});
