// PagerDuty's REST API as a server of our own: the audit trail by cursors that end some time, log
// entries by offsets up to 10,000, both newest first, and limits told by headers without x-.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagerdutyPull } from '../../sources/pagerduty/pull.ts';
import type { PullStep } from '../../sources/pull.ts';
import { start_ms } from '../testing.ts';
import { openPullBench, startProduct, type ProductAnswer, type ProductRequest } from './testing.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const KEY = 'u+pagerduty-key-of-the-tests';

interface Kept {
  id: string;
  at: number;
}

const auditRecord = ({ id, at }: Kept) => ({
  id,
  execution_time: new Date(at).toISOString(),
  execution_context: { request_id: `req-${id}`, remote_address: '203.0.113.7' },
  actors: [{ id: 'PADA', type: 'user_reference', summary: 'Ada' }],
  method: { type: 'browser' },
  root_resource: { id: 'PSCHED', type: 'schedule_reference', summary: 'Payments' },
  action: 'update',
  details: { resource: { id: 'PSCHED', type: 'schedule_reference' }, fields: [{ name: 'name' }] },
});
const logEntry = ({ id, at }: Kept) => ({
  id,
  type: 'acknowledge_log_entry',
  created_at: new Date(at).toISOString().replace('.000Z', 'Z'),
  agent: { id: 'PADA', type: 'user_reference', summary: 'Ada' },
  channel: { type: 'web_ui' },
  incident: { id: 'Q1', type: 'incident_reference', summary: '[#9] OPS-7 checkout is slow' },
  service: { id: 'S1', type: 'service_reference', summary: 'pay' },
});

function pagerduty() {
  const kept: Record<'audit' | 'entries', Kept[]> = { audit: [], entries: [] };
  const told = { cursors: 0, deepest: 0 };
  const found = (all: readonly Kept[], asked: URLSearchParams) =>
    all
      .filter(({ at }) => at >= Date.parse(asked.get('since') ?? ''))
      .filter(({ at }) => at < Date.parse(asked.get('until') ?? ''))
      .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));

  const answer = ({ url, headers }: ProductRequest): ProductAnswer => {
    if (headers.authorization !== `Token token=${KEY}`) return { status: 401, body: '{}' };
    assert.equal(headers.accept, 'application/vnd.pagerduty+json;version=2');
    const { searchParams: asked } = url;
    const limit = Number(asked.get('limit'));
    if (url.pathname === '/audit/records') {
      const span = Date.parse(asked.get('until') ?? '') - Date.parse(asked.get('since') ?? '');
      if (span > 31 * 24 * HOUR) return { status: 400, body: '{}' };
      const [, from = '0'] = /^c\d+-(\d+)$/.exec(asked.get('cursor') ?? '') ?? [];
      const all = found(kept.audit, asked);
      const page = all.slice(Number(from), Number(from) + limit);
      const after = Number(from) + page.length;
      const next_cursor = after < all.length ? `c${++told.cursors}-${after}` : null;
      return { body: JSON.stringify({ records: page.map(auditRecord), limit, next_cursor }) };
    }
    assert.equal(url.pathname, '/log_entries');
    const offset = Number(asked.get('offset'));
    if (offset + limit > 10_000) return { status: 400, body: '{}' };
    told.deepest = Math.max(told.deepest, offset);
    const all = found(kept.entries, asked);
    const page = all.slice(offset, offset + limit);
    const more = offset + limit < all.length;
    return { body: JSON.stringify({ log_entries: page.map(logEntry), limit, offset, more }) };
  };
  return { kept, told, answer };
}

async function world(t: Parameters<typeof openPullBench>[0], settings: object = {}) {
  const bench = await openPullBench(t);
  const server = pagerduty();
  const product = await startProduct(t, server.answer);
  await bench.add({
    type: 'pagerduty',
    name: 'on-call',
    settings: { api_url: product.url, pull_from: '10d', ...settings },
    credentials: { pull_token: KEY },
  });
  const ids = async () =>
    (await bench.entries())
      .filter(({ event }) => event.source.name === 'on-call')
      .map(({ event }) => event.source.delivery);
  const poll = async () => {
    await bench.pulls.poll('on-call');
    return bench.pulls.health('on-call')?.error?.code ?? null;
  };
  const { pulls, clock } = bench;
  return { bench, pulls, clock, ...server, product, ids, poll };
}

test('the audit trail, page by page, once; a cursor that ended begins anew', async (t) => {
  const { kept, ids, poll, bench, product, clock } = await world(t);
  kept.audit = Array.from({ length: 250 }, (_, n) => ({
    id: `a-${n}`,
    at: start_ms - 9 * 24 * HOUR + n * MINUTE,
  }));
  product.troubles = [undefined, undefined, { status: 503 }];
  assert.equal(await poll(), 'product_failed');
  assert.equal((await ids()).length, 200);
  product.troubles = [{ status: 400, body: '{"error":"invalid cursor"}' }];
  assert.equal(await poll(), 'refused');
  assert.equal(await poll(), null);
  assert.deepEqual([new Set(await ids()).size, (await ids()).length], [250, 250]);
  const entries = await bench.entries();
  const first = entries.find(({ event }) => event.source.delivery === 'a-0')?.event;
  assert.deepEqual(
    [first?.action, first?.actor.name, first?.target.name, first?.context?.ip],
    ['on_call.changed', 'Ada', 'Payments', '203.0.113.7'],
  );
  kept.audit.push({ id: 'a-late', at: clock.now() - 5 * MINUTE });
  clock.add(5 * MINUTE);
  assert.equal(await poll(), null);
  assert.equal((await ids()).length, 251);
});

test('log entries beside the audit trail', async (t) => {
  const { kept, ids, poll, bench } = await world(t, { pull_of: 'audit, log_entries' });
  kept.audit = [{ id: 'a-1', at: start_ms - HOUR }];
  kept.entries = Array.from({ length: 230 }, (_, n) => ({ id: `e-${n}`, at: start_ms - HOUR + n }));
  assert.equal(await poll(), null);
  assert.deepEqual([new Set(await ids()).size, (await ids()).length], [231, 231]);
  const one = (await bench.entries()).find(({ event }) => event.source.delivery === 'e-7')?.event;
  assert.deepEqual(
    [one?.action, one?.target.name, one?.pipeline?.service, one?.why?.ticket],
    ['incident.acknowledged', '#9 OPS-7 checkout is slow', 'pay', 'OPS-7'],
  );
});

test('more log entries than offsets reach', () => {
  const { kept, told, answer } = pagerduty();
  kept.entries = Array.from({ length: 10_250 }, (_, n) => ({
    id: `e-${n}`,
    at: start_ms - 6 * 24 * HOUR + Math.floor(n / 3) * 1000,
  }));
  const source = { settings: {}, credentials: { pull_token: KEY } };
  const step: PullStep = {
    stream: 'log_entries',
    from: start_ms - 7 * 24 * HOUR,
    to: start_ms,
    resume: null,
    bounded: true,
  };
  const seen = new Set<string>();
  const waiting = [...pagerdutyPull.open(step, source)];
  for (let request = waiting.pop(); request !== undefined; request = waiting.pop()) {
    const { headers = {} } = pagerdutyPull.authorize(request, source, 0, '');
    const url = new URL(request.url);
    const { status = 200, body = '' } = answer({ method: 'GET', url, headers, body: '' });
    const said = { status, headers: {}, body: Buffer.from(body) };
    assert.equal(status, 200);
    const page = pagerdutyPull.read(said, request, step, source);
    for (const text of page.bodies) {
      const { log_entries } = JSON.parse(text.toString()) as { log_entries: { id: string }[] };
      for (const { id } of log_entries) seen.add(id);
    }
    step.resume = page.resume;
    waiting.push(...page.next);
  }
  assert.equal(told.deepest, 9_900);
  assert.equal(seen.size, 10_250);
});

test('limits are waited for; what is not to be polled is told', async (t) => {
  const { kept, ids, poll, pulls, product, clock } = await world(t);
  kept.audit = [{ id: 'a-1', at: start_ms - HOUR }];
  const headers = { 'ratelimit-limit': '960', 'ratelimit-remaining': '0', 'ratelimit-reset': '17' };
  product.troubles = [{ status: 429, headers }];
  assert.equal(await poll(), 'rate_limited');
  assert.equal(pulls.health('on-call')?.next_poll, new Date(clock.now() + 17_000).toISOString());
  assert.equal(await poll(), null);
  assert.deepEqual(await ids(), ['a-1']);
  product.troubles = [{ status: 403, body: '{"error":{"message":"Access Denied"}}' }];
  clock.add(MINUTE);
  assert.equal(await poll(), 'unauthorized');
  const wrong = await world(t, { pull_of: 'incidents' });
  assert.equal(await wrong.poll(), 'settings_invalid');
});
