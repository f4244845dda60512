import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createWorld, testEvent } from './testing/world.ts';

test('an unknown path of the API is a problem, of the page the page or how to build it', async () => {
  const world = await createWorld();
  const missing = await world.app.inject({ url: '/v1/nothing' });
  assert.equal(missing.statusCode, 404);
  assert.equal(missing.headers['content-type'], 'application/problem+json');
  const problem = missing.json();
  assert.equal(problem.code, 'no_such_route');
  assert.equal(problem.request_id.length > 5, true);
  const page = await world.app.inject({ url: '/sign-in' });
  assert.equal(page.statusCode, 503);
  assert.match(page.body, /vite build/);
  await world.close();
});

test('the page is served with a strict policy, its assets for ever', async () => {
  const world = await createWorld();
  const dir = world.context.settings.web_dir;
  mkdirSync(join(dir, 'assets'));
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>Acta</title>');
  writeFileSync(join(dir, 'assets', 'a.js'), 'export {}');
  for (const url of ['/', '/sources/acme', '/sign-in?x=1']) {
    const page = await world.app.inject({ url });
    assert.equal(page.statusCode, 200, url);
    assert.match(String(page.headers['content-security-policy']), /script-src 'self';/);
    assert.equal(page.headers['cache-control'], 'no-cache');
  }
  const asset = await world.app.inject({ url: '/assets/a.js' });
  assert.match(String(asset.headers['cache-control']), /immutable/);
  assert.match(String(asset.headers['content-type']), /javascript/);
  assert.equal((await world.app.inject({ url: '/assets/none.js' })).statusCode, 404);
  assert.equal((await world.app.inject({ url: '/..%2f..%2fetc/passwd' })).statusCode, 200);
  await world.close();
});

test('answers of the API are not kept, framed, sniffed or shared with other origins', async () => {
  const world = await createWorld();
  const answer = await world.app.inject({
    url: '/v1/me',
    headers: { ...world.keys.admin, origin: 'https://evil.example' },
  });
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['x-frame-options'], 'DENY');
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
  await world.close();
});

test('a bug is told with an id and nothing else', async () => {
  const world = await createWorld();
  world.context.verification.last = async () => {
    throw new Error('secret path /home/x');
  };
  const answer = await world.app.inject({ url: '/v1/integrity', headers: world.keys.admin });
  assert.equal(answer.statusCode, 500);
  assert.equal(answer.json().code, 'internal_error');
  assert.equal(answer.body.includes('secret path'), false);
  await world.close();
});

test('what is not ready answers only about itself', async () => {
  const world = await createWorld({ readiness: () => ({ ready: false, reason: 'starting' }) });
  assert.equal((await world.app.inject({ url: '/healthz' })).statusCode, 200);
  for (const url of ['/readyz', '/v1/me', '/']) {
    const answer = await world.app.inject({ url });
    assert.equal(answer.statusCode, 503, url);
    assert.equal(answer.headers['retry-after'], '1');
    assert.match(answer.json().detail, /starting/);
  }
  await world.close();
});

test('metrics are open from loopback, elsewhere with a permission', async () => {
  const world = await createWorld();
  const local = await world.app.inject({ url: '/metrics' });
  assert.equal(local.statusCode, 200);
  assert.match(local.body, /acta_http_request_seconds/);
  const far = await world.app.inject({ url: '/metrics', remoteAddress: '203.0.113.9' });
  assert.equal(far.statusCode, 401);
  const proxied = await world.app.inject({
    url: '/metrics',
    headers: { 'x-forwarded-for': '203.0.113.9' },
  });
  assert.equal(proxied.statusCode, 401);
  const told: [header: string, value: string, status: number][] = [
    ['x-real-ip', '203.0.113.9', 401],
    ['via', '1.1 proxy', 401],
    ['x-forwarded-host', 'acta.example', 401],
    ['host', 'rebound.example:8480', 401],
    ['host', 'acta.example', 401],
    ['host', 'localhost.example', 401],
    ['host', '127.0.0.1.example', 401],
    ['host', 'LOCALHOST:8480', 200],
    ['host', '127.0.0.1', 200],
    ['host', '[::1]:8480', 200],
  ];
  for (const [name, value, status] of told) {
    const answer = await world.app.inject({ url: '/metrics', headers: { [name]: value } });
    assert.equal(answer.statusCode, status, `${name}: ${value}`);
  }
  await world.close();
});

test('the log is closed unless a setting opens it or a credential does', async () => {
  const world = await createWorld();
  assert.equal((await world.app.inject({ url: '/log/checkpoint' })).statusCode, 401);
  const headers = world.keys.auditor;
  const checkpoint = await world.app.inject({ url: '/log/checkpoint', headers });
  assert.equal(checkpoint.body, 'note');
  assert.equal(checkpoint.headers['cache-control'], 'no-store');
  assert.match((await world.app.inject({ url: '/log/vkey', headers })).body, /^acta\.test\/1\+/);
  assert.equal((await world.app.inject({ url: '/log/tile/9', headers })).statusCode, 404);
  await world.close();
  const open = await createWorld();
  open.context.settings.log_public = true;
  const read = await open.app.inject({ url: '/log/checkpoint' });
  assert.equal(read.statusCode, 200);
  assert.equal(read.headers['access-control-allow-origin'], '*');
  assert.equal(
    (await open.app.inject('/healthz')).headers['access-control-allow-origin'],
    undefined,
  );
  await open.close();
});

test('bundles go out gzip-compressed to who takes it, plain to others', async () => {
  const { gzipSync } = await import('node:zlib');
  const world = await createWorld();
  world.ledger.publicFile = async () => ({
    bytes: gzipSync('bundle'),
    contentType: 'application/octet-stream',
    encoding: 'gzip',
    immutable: true,
  });
  const url = '/log/tile/entries/000';
  const plain = await world.app.inject({ url, headers: world.keys.admin });
  assert.equal(plain.body, 'bundle');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.match(String(plain.headers['cache-control']), /^private, .*immutable$/);
  const headers = { ...world.keys.admin, 'accept-encoding': 'br, gzip;q=0.5' };
  const packed = await world.app.inject({ url, headers });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.deepEqual(packed.rawPayload, gzipSync('bundle'));
  await world.close();
});

test('the OpenAPI document is one of 3.1 in which every reference leads somewhere', async () => {
  const world = await createWorld();
  const answer = await world.app.inject({ url: '/openapi.json' });
  assert.equal(answer.statusCode, 200);
  const document = answer.json();
  assert.match(document.openapi, /^3\.1\./);
  const refs = [...answer.body.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
  assert.ok(refs.length > 20);
  for (const ref of new Set(refs)) {
    assert.match(ref, /^#\//, ref);
    let at = document;
    for (const part of ref.slice(2).split('/')) at = at?.[decodeURIComponent(part)];
    assert.ok(at !== undefined, ref);
  }
  for (const path of ['/v1/events', '/v1/events/{id}/proof', '/v1/keys', '/intake/{source}']) {
    assert.ok(document.paths[path], path);
  }
  await world.close();
});

test('an invalid request is told which member is wrong', async () => {
  const world = await createWorld();
  const headers = { ...world.keys.admin };
  const post = (payload: object | string) =>
    world.app.inject({ method: 'POST', url: '/v1/keys', headers, payload });
  const role = await post({ name: 'x', role: 'king' });
  assert.equal(role.statusCode, 400);
  assert.equal(role.json().errors[0].path, '/role');
  assert.equal((await post({ name: 'x', role: 'viewer', more: 1 })).statusCode, 400);
  assert.equal((await post({ name: 'x'.repeat(300_000) })).statusCode, 413);
  const text = { ...headers, 'content-type': 'text/csv' };
  const csv = await world.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: text,
    payload: 'a',
  });
  assert.equal(csv.statusCode, 415);
  const plain = { ...headers, 'content-type': 'text/plain' };
  const payload = '{"name":"x","role":"viewer"}';
  const asText = await world.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: plain,
    payload,
  });
  assert.equal(asText.statusCode, 415);
  const json = { ...headers, 'content-type': 'application/json' };
  const broken = await world.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: json,
    payload: '{',
  });
  assert.equal(broken.json().code, 'body_malformed');
  const latin1 = await world.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: json,
    payload: Buffer.from('{"name":"é","role":"viewer"}', 'latin1'),
  });
  assert.equal(latin1.json().code, 'charset_invalid');
  const poisoned = await world.app.inject({
    method: 'POST',
    url: '/v1/keys',
    headers: json,
    payload: '{"name":"x","role":"viewer","__proto__":{"role":"admin"}}',
  });
  assert.equal(poisoned.statusCode, 400);
  await world.close();
});

test('the doors get the bytes as they came, whatever they are called', async () => {
  const world = await createWorld();
  const bodies: Buffer[] = [];
  world.context.doors.delivery = async (source, { body, query }) => {
    bodies.push(body);
    return { status: 202, headers: { 'x-source': `${source}${query?.['a'] ?? ''}` }, body: 'ok' };
  };
  const bytes = Buffer.from([0xff, 0, 0x7b, 0x22]);
  for (const type of ['application/json', 'application/x-ndjson', 'text/plain', 'x/y']) {
    const headers = { 'content-type': type };
    const url = '/intake/acme?a=1';
    const answer = await world.app.inject({ method: 'POST', url, headers, payload: bytes });
    assert.equal(answer.statusCode, 202, type);
    assert.equal(answer.headers['x-source'], 'acme1');
  }
  const bare = await world.app.inject({ method: 'POST', url: '/intake/acme' });
  assert.equal(bare.statusCode, 202);
  assert.deepEqual(bodies, [bytes, bytes, bytes, bytes, Buffer.alloc(0)]);
  await world.close();
});

test('a scope hides events, masks take groups out, and raw asks for a reason', async () => {
  const world = await createWorld();
  world.ledger.add(testEvent(1), testEvent(2, { outcome: 'failure' }));
  const made = await world.context.access.keyring.create(
    { name: 'v', role: 'viewer', scope: 'outcome:failure', masks: ['actor', 'raw'] },
    'test',
  );
  const headers = { authorization: `Bearer ${made.key}` };
  const get = (url: string) => world.app.inject({ url, headers });
  const found = (await get('/v1/events')).json();
  assert.equal(found.events.length, 1);
  assert.equal(found.events[0].actor, undefined);
  assert.equal(found.events[0].withheld[0].group, 'actor');
  assert.equal((await get('/v1/events?q=actor:user-2')).json().events.length, 0);
  const [hidden, seen] = [testEvent(1).id, testEvent(2).id];
  for (const path of ['', '/raw?reason=because', '/proof']) {
    assert.equal((await get(`/v1/events/${hidden}${path}`)).statusCode, 404, path);
  }
  assert.equal((await get(`/v1/events/${seen}`)).json().raw, undefined);
  const refused = await get(`/v1/events/${seen}/raw`);
  assert.equal(refused.json().code, 'reason_required');
  const raw = await get(`/v1/events/${seen}/raw?reason=incident 12`);
  assert.equal(raw.json().raw, '{"n":2}');
  const reveal = world.recorded.find((record) => record.action === 'raw.revealed');
  assert.equal(reveal?.why?.reason, 'incident 12');
  const proof = (await get(`/v1/events/${seen}/proof`)).json();
  const withheld = proof.withheld.map((item: { group: string }) => item.group);
  assert.deepEqual(withheld, ['actor', 'raw']);
  const text = proof.disclosures.map((part: string) => Buffer.from(part, 'base64url')).join('');
  assert.equal(text.includes('user-2'), false);
  assert.equal(text.includes('acme/pay'), true);
  await world.close();
});

test('a query that can not be read names its column', async () => {
  const world = await createWorld();
  const url = `/v1/events?q=${encodeURIComponent('actor:(x')}`;
  const answer = await world.app.inject({ url, headers: world.keys.viewer });
  assert.equal(answer.statusCode, 400);
  const problem = answer.json();
  assert.equal(problem.code, 'query_invalid');
  assert.equal(typeof problem.column, 'number');
  assert.ok(Array.isArray(problem.expected));
  const times = await world.app.inject({ url: '/v1/events?from=now', headers: world.keys.viewer });
  assert.equal(times.json().errors[0].path, '/from');
  await world.close();
});

test('reading is recorded: a search once a minute, each view, proof and reveal', async () => {
  const world = await createWorld();
  world.ledger.add(testEvent(1));
  const headers = world.keys.auditor;
  const get = (url: string) => world.app.inject({ url, headers });
  await Promise.all([
    get('/v1/events?q=x'),
    get('/v1/histogram?q=x'),
    get('/v1/facets?q=x&fields=action'),
  ]);
  await get('/v1/events?q=x&limit=5');
  assert.deepEqual(
    world.recorded.map((record) => record.action),
    ['search.executed'],
  );
  await get('/v1/events?q=y');
  world.clock.add(60_000);
  await get('/v1/events?q=x');
  assert.equal(world.recorded.length, 3);
  const { id } = testEvent(1);
  await get(`/v1/events/${id}`);
  await get(`/v1/events/${id}/raw`);
  await get(`/v1/events/${id}/proof?raw=false`);
  const actions = world.recorded.slice(3).map((record) => record.action);
  assert.deepEqual(actions, ['event.viewed', 'raw.revealed', 'proof.read']);
  // Evidence with the raw text in it is a reveal too, also where secrets were masked in it.
  await get(`/v1/events/${id}/proof`);
  const last = world.recorded.slice(6).map((record) => record.action);
  assert.deepEqual(last, ['proof.read', 'raw.revealed']);
  assert.equal(world.recorded.at(-1)?.target.id, id);
  assert.ok(world.recorded.every((record) => record.by?.startsWith('key:')));
  await world.close();
});

test('a range that moves by less than a minute is the same search; what failed is tried again', async () => {
  const world = await createWorld();
  const get = (q: string, to: string) =>
    world.app.inject({ url: `/v1/events?q=${q}&to=2026-11-20T${to}Z`, headers: world.keys.admin });
  await get('x', '09:00:00.500');
  await get('x', '09:00:59.000');
  assert.equal(world.recorded.length, 1);
  await get('x', '09:02:00.000');
  assert.equal(world.recorded.length, 2);
  await get('x', '09:00:01.000');
  assert.equal(world.recorded.length, 2, 'both ranges are remembered');
  const { audit } = world.context;
  const record = audit.record.bind(audit);
  audit.record = () => Promise.reject(new Error('full'));
  assert.equal((await get('y', '09:00:00')).statusCode, 500);
  audit.record = record;
  assert.equal((await get('y', '09:00:00')).statusCode, 200);
  assert.equal(world.recorded.length, 3);
  await world.close();
});

test('what can not be recorded is not shown', async () => {
  const world = await createWorld();
  world.ledger.add(testEvent(1));
  world.context.audit.record = async () => {
    throw new Error('disk full');
  };
  for (const path of [
    '/v1/events',
    `/v1/events/${testEvent(1).id}`,
    `/v1/events/${testEvent(1).id}/raw`,
  ]) {
    const answer = await world.app.inject({ url: path, headers: world.keys.admin });
    assert.equal(answer.statusCode, 500, path);
    assert.equal(answer.body.includes('acme'), false);
  }
  await world.close();
});

test('answers are what their published schemas say', async () => {
  const { loggedEvent, proofAnswer, searchAnswer } = await import('./schemas/events.ts');
  const resources = await import('./schemas/resources.ts');
  const { pageOf, problem } = await import('./schemas/parts.ts');
  const world = await createWorld();
  world.ledger.add(testEvent(1), testEvent(2));
  await world.store.sources.insert({
    id: 'src_1',
    type: 'github',
    name: 'acme',
    created: testEvent(1).time,
    paused: false,
    settings: {},
    secrets: ['x'],
  });
  const { id } = testEvent(1);
  const checks: [string, { safeParse(value: unknown): { success: boolean; error?: unknown } }][] = [
    ['/v1/events', searchAnswer],
    [`/v1/events/${id}`, loggedEvent],
    [`/v1/events/${id}/proof`, proofAnswer],
    ['/v1/me', resources.me],
    ['/v1/keys', pageOf(resources.key)],
    ['/v1/sources', pageOf(resources.source)],
    ['/v1/source-types', pageOf(resources.sourceType)],
    ['/v1/integrity', resources.integrity],
    ['/v1/exports', pageOf(resources.exportJob)],
    ['/v1/catalogue', resources.catalogue],
    ['/v1/nothing', problem],
  ];
  for (const [url, schema] of checks) {
    const answer = await world.app.inject({ url, headers: world.keys.admin });
    const result = schema.safeParse(answer.json());
    assert.ok(result.success, `${url}: ${String(result.error)}`);
  }
  await world.close();
});
