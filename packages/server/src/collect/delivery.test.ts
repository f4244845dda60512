import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { IngestAnswer } from '@acta/sdk';
import { ActaError } from '../lib/errors.ts';
import { github } from '../sources/github/index.ts';
import { NotNormalizable, type Adapter } from '../sources/types.ts';
import { admin, openBench, pushPayload, secret, webhook, type Bench } from './testing.ts';

const token = 'stream-token-of-the-tests';
const authorization = { authorization: `Splunk ${token}` };

async function deliver(bench: Bench, request: ReturnType<typeof webhook>) {
  const answer = await bench.doors.delivery('acme', request);
  return {
    status: answer.status,
    ...(JSON.parse(answer.body) as IngestAnswer & { quarantined: string[] }),
  };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ActaError) return `${error.status} ${error.code}`;
    throw error;
  }
  return 'taken';
}

test('a signed webhook becomes an event with who, what, target, when, why and how', async (t) => {
  const bench = await openBench(t);
  const answer = await deliver(bench, webhook('push', pushPayload));
  assert.equal(answer.status, 200);
  assert.equal(answer.accepted, 1);
  const [entry] = await bench.entries();
  const event = entry?.event;
  assert.equal(event?.id, answer.receipts[0]?.id);
  assert.deepEqual(event?.source, {
    type: 'github',
    name: 'acme',
    via: 'webhook',
    delivery: 'd-1',
  });
  assert.equal(event?.action, 'commits.pushed');
  assert.equal(event?.time, '2026-11-19T08:15:00.000Z');
  assert.equal(event?.actor.id, 'github:42');
  assert.equal(event?.actor.email, 'octavia@example.com');
  assert.equal(event?.actor.assurance, 'source_signed');
  assert.equal(event?.target.name, 'acme/pay:main');
  assert.equal(event?.target.parent?.id, 'github:11');
  assert.equal(event?.pipeline?.commit, '2'.repeat(40));
  assert.equal(event?.why?.ticket, 'OPS-812');
  assert.equal(event?.raw, JSON.stringify(pushPayload));
  assert.equal(event?.raw_sha256?.length, 43);
  assert.equal(event?.context?.request?.headers?.['x-github-event'], 'push');
});

test('a form-encoded webhook gives the same event as JSON', async (t) => {
  const bench = await openBench(t);
  const form = Buffer.from(
    `a=1&payload=${encodeURIComponent(JSON.stringify(pushPayload)).replaceAll('%20', '+')}`,
  );
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await deliver(bench, webhook('push', form, { headers }));
  assert.equal(answer.accepted, 1);
  const [entry] = await bench.entries();
  assert.equal(entry?.event.raw, JSON.stringify(pushPayload));
  assert.equal(entry?.event.action, 'commits.pushed');
});

test('delivered again it is a duplicate, also after a restart', async (t) => {
  const bench = await openBench(t);
  const first = await deliver(bench, webhook('push', pushPayload));
  const again = await deliver(bench, webhook('push', pushPayload));
  assert.deepEqual([again.accepted, again.duplicates], [0, 1]);
  assert.deepEqual(again.receipts[0], { ...first.receipts[0], duplicate: true });
  await bench.stop();
  const next = await openBench(t, { after: bench });
  const later = await deliver(next, webhook('push', pushPayload));
  assert.equal(later.duplicates, 1);
  await next.intake.changed('acme');
  const health = next.intake.health('acme');
  assert.deepEqual([health.events, health.duplicates, health.deliveries], [1, 2, 3]);
  assert.equal(health.state, 'healthy');
});

test('a signed body under another delivery id is recorded and marked, also after a restart', async (t) => {
  const bench = await openBench(t);
  await deliver(bench, webhook('push', pushPayload, { delivery: 'd-1' }));
  await deliver(bench, webhook('push', pushPayload, { delivery: 'd-2' }));
  await bench.stop();
  const next = await openBench(t, { after: bench });
  await deliver(next, webhook('push', pushPayload, { delivery: 'd-3' }));
  const marks = (await next.entries()).map(({ event }) => event.marks ?? []);
  assert.deepEqual(marks, [[], ['replay_suspected'], ['replay_suspected']]);
  await next.intake.changed('acme');
  assert.equal(next.intake.health('acme').replays_suspected, 2);
});

test('another body under the same delivery id is recorded as a conflict', async (t) => {
  const bench = await openBench(t);
  await deliver(bench, webhook('push', pushPayload));
  const other = { ...pushPayload, after: '3'.repeat(40) };
  const answer = await deliver(bench, webhook('push', other));
  assert.equal(answer.receipts[0]?.conflict, true);
  assert.equal(bench.intake.health('acme').conflicts, 1);
});

test('a bad signature is 401, counted, and an event: the first at once, then one a minute', async (t) => {
  const bench = await openBench(t);
  const forged = webhook('push', pushPayload, { secret: 'guessed' });
  for (let n = 0; n < 5; n++) {
    assert.equal(await codeOf(bench.doors.delivery('acme', forged)), '401 signature_mismatch');
  }
  assert.equal(bench.intake.health('acme').rejected, 5);
  assert.equal(bench.intake.health('acme').state, 'failing');
  bench.clock.add(61_000);
  await bench.intake.tick();
  await bench.intake.close();
  const events = (await bench.entries()).map(({ event }) => event);
  assert.deepEqual(
    events.map(({ action, labels }) => [action, labels?.['count']]),
    [
      ['signature.rejected', '1'],
      ['signature.rejected', '4'],
    ],
  );
  assert.equal(events[0]?.outcome, 'denied');
  assert.equal(events[0]?.context?.ip, '203.0.113.9');
  assert.equal(events[0]?.actor.type, 'unknown');
});

const refused: readonly (readonly [string, string, ReturnType<typeof webhook>])[] = [
  ['not JSON', '400 json_invalid', webhook('push', Buffer.from('{"ref":'))],
  ['a list', 'taken', webhook('push', Buffer.from('[1]'))],
  ['empty', '400 json_invalid', webhook('push', Buffer.alloc(0))],
  ['not UTF-8', '400 encoding_invalid', webhook('push', Buffer.from([0x7b, 0xff, 0x7d]))],
  ['too deep', '400 too_deep', webhook('push', Buffer.from('['.repeat(40) + ']'.repeat(40)))],
  [
    'too many parts',
    '400 too_many_parts',
    webhook('push', Buffer.from(`[${'[],'.repeat(1_000_001)}1]`)),
  ],
  ['a form without payload', '400 form_invalid', formOf('a=b')],
  ['a form with broken encoding', '400 form_invalid', formOf('payload=%7b%ff')],
  ['a deep form', '400 too_deep', formOf(`payload=${'%5B'.repeat(40)}${'%5D'.repeat(40)}`)],
  [
    'an unknown encoding',
    '415 encoding_unknown',
    webhook('push', pushPayload, { headers: { 'content-encoding': 'br' } }),
  ],
  [
    'broken gzip',
    '400 encoding_broken',
    webhook('push', pushPayload, { headers: { 'content-encoding': 'gzip' } }),
  ],
  ['a bomb', '413 body_inflates_too_large', bomb()],
];

function formOf(text: string) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return webhook('push', Buffer.from(text), { headers });
}

function bomb() {
  const request = webhook('push', pushPayload, { headers: { 'content-encoding': 'gzip' } });
  return { ...request, body: gzipSync(Buffer.alloc(70_000_000)) };
}

for (const [name, expected, request] of refused) {
  test(`hostile: ${name} → ${expected}`, async (t) => {
    const bench = await openBench(t);
    assert.equal(await codeOf(bench.doors.delivery('acme', request)), expected);
  });
}

test('a compressed webhook is checked over the bytes inside', async (t) => {
  const bench = await openBench(t);
  const plain = webhook('push', pushPayload, { headers: { 'content-encoding': 'gzip' } });
  const answer = await deliver(bench, { ...plain, body: gzipSync(plain.body) });
  assert.equal(answer.accepted, 1);
});

test('what is authentic and unreadable goes to quarantine, and is replayed once it can be read', async (t) => {
  const bench = await openBench(t);
  const request = webhook('push', pushPayload);
  const { 'x-github-event': _event, ...headers } = request.headers;
  const answer = await deliver(bench, { ...request, headers: headers as typeof request.headers });
  assert.equal(answer.status, 202);
  const [id] = answer.quarantined;
  const { items } = await bench.intake.quarantine.list({ limit: 10 });
  assert.deepEqual(
    items.map((item) => [item.id, item.reason, item.state]),
    [[id, 'event_header_missing', 'held']],
  );
  const detail = await bench.intake.quarantine.get(id as string);
  assert.match(detail?.preview ?? '', /refs\/heads\/main/);
  assert.equal(detail?.headers['x-hub-signature-256'], undefined);
  assert.equal(
    await codeOf(bench.intake.quarantine.replay(id as string, admin)),
    '422 still_unreadable',
  );
  await bench.intake.quarantine.discard(id as string, admin);
  assert.equal((await bench.intake.quarantine.list({ limit: 10 })).items.length, 0);
  assert.equal(
    await codeOf(bench.intake.quarantine.replay(id as string, admin)),
    '409 quarantine_not_held',
  );
  await bench.intake.close();
  const actions = (await bench.entries()).map(({ event }) => event.action);
  assert.deepEqual(actions.toSorted(), ['delivery.discarded', 'delivery.quarantined']);
});

test('a replay records under the ids that a redelivery has, so that nothing doubles', async (t) => {
  const older: Adapter = {
    ...github,
    normalize() {
      throw new NotNormalizable('type_unknown', 'This version does not know the type.');
    },
  };
  const bench = await openBench(t, { adapters: [older] });
  const held = await deliver(bench, webhook('push', pushPayload));
  const [id] = held.quarantined;
  const twice = await deliver(bench, webhook('push', pushPayload));
  assert.deepEqual(twice.quarantined, [id]);
  await bench.stop();
  const next = await openBench(t, { after: bench });
  const replayed = await next.intake.quarantine.replay(id as string, admin);
  assert.equal(replayed.accepted, 1);
  const redelivered = await deliver(next, webhook('push', pushPayload));
  assert.equal(redelivered.duplicates, 1);
  assert.equal(redelivered.receipts[0]?.id, replayed.receipts[0]?.id);
  const actions = (await next.entries()).map(({ event }) => event.action);
  assert.ok(actions.includes('delivery.replayed'));
  const push = (await next.entries()).find(({ event }) => event.action === 'commits.pushed');
  assert.equal(push?.event.actor.assurance, 'source_signed');
});

test('the payload in spool/ is encrypted', async (t) => {
  const bench = await openBench(t);
  const request = webhook('push', Buffer.from('{"ref": "a marked word"'));
  assert.equal(await codeOf(bench.doors.delivery('acme', request)), '400 json_invalid');
  const { readdir, readFile } = await import('node:fs/promises');
  const folder = `${bench.home.folder}/data/spool`;
  const names = await readdir(folder);
  assert.equal(names.length, 1);
  const bytes = await readFile(`${folder}/${names[0]}`);
  assert.equal(bytes.includes('marked'), false);
});

test('the same unreadable delivery many times at once is kept once', async (t) => {
  const bench = await openBench(t);
  const request = webhook('push', Buffer.from('{"ref": "cut'), { delivery: 'd-cut' });
  const codes = await Promise.all(
    Array.from({ length: 8 }, () => codeOf(bench.doors.delivery('acme', request))),
  );
  assert.deepEqual([...new Set(codes)], ['400 json_invalid']);
  assert.equal((await bench.intake.quarantine.list({ limit: 10 })).items.length, 1);
});

test('names that evidence reserves are renamed in what a product sends', async (t) => {
  const bench = await openBench(t);
  const payload = {
    ...pushPayload,
    action: 'edited',
    changes: { default: { from: { _sd: [1] } } },
  };
  const answer = await bench.doors.delivery('acme', webhook('repository', payload));
  assert.equal(answer.status, 200);
  assert.deepEqual((await bench.entries())[0]?.event.changes?.[0]?.from, { _sd_: [1] });
  assert.deepEqual((await bench.ledger.verify()).findings, []);
});

test('a record larger than an event may be goes to quarantine', async (t) => {
  const bench = await openBench(t);
  const body = Buffer.from(JSON.stringify({ ...pushPayload, more: 'x'.repeat(26_214_400) }));
  const request = webhook('push', body, { headers: { 'content-encoding': 'gzip' } });
  const answer = await bench.doors.delivery('acme', { ...request, body: gzipSync(body) });
  assert.equal(answer.status, 202);
  const { items } = await bench.intake.quarantine.list({ limit: 1 });
  assert.equal(items[0]?.reason, 'record_too_large');
});

test('a full quarantine refuses with 503 instead of dropping', async (t) => {
  const bench = await openBench(t, { limits: { 'intake.quarantine_bytes': 10 } });
  const request = webhook('push', Buffer.from('{"ref": "much too long"'));
  assert.equal(await codeOf(bench.doors.delivery('acme', request)), '503 quarantine_full');
});

test('a batch of a stream: each record under its own id, bad ones to quarantine', async (t) => {
  const bench = await openBench(t);
  const source = await bench.store.sources.byName('acme');
  await bench.store.sources.update({ ...source!, secrets: [token, secret] });
  await bench.intake.changed('acme');
  const record = (id: string) =>
    JSON.stringify({
      '@timestamp': 1_795_076_100_123,
      _document_id: id,
      action: 'protected_branch.destroy',
      actor: 'octavia',
      actor_id: 42,
      org: 'acme',
      repo: 'acme/pay',
      repo_id: 11,
      name: 'main',
    });
  const batch = `{"time":1,"event":${record('a')}}{"time":1,"event":${record('b')}}\n{"event":{"actor":"x"}}`;
  const request = { headers: authorization, body: Buffer.from(batch), remoteAddress: '::1' };
  const answer = await bench.doors.delivery('acme', request);
  assert.equal(answer.status, 202);
  const entries = await bench.entries();
  const first = entries[0]?.event;
  assert.equal(first?.action, 'branch_protection.removed');
  assert.equal(first?.source.via, 'stream');
  assert.equal(first?.actor.assurance, 'source_authenticated');
  assert.equal(first?.raw, record('a'));
  assert.equal(first?.time, '2026-11-19T08:15:00.123Z');
  const again = {
    headers: authorization,
    body: Buffer.from(`[${record('b')},${record('c')}]`),
    remoteAddress: '::1',
  };
  const next = JSON.parse((await bench.doors.delivery('acme', again)).body) as IngestAnswer;
  assert.deepEqual([next.accepted, next.duplicates], [1, 1]);
});

test('an unknown source is 404, a paused one 403', async (t) => {
  const bench = await openBench(t);
  const bomb = {
    headers: { 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(80_000_000)),
  };
  const unknown = bench.doors.delivery('other', { ...bomb, remoteAddress: '::1' });
  assert.equal(await codeOf(unknown), '404 source_unknown', 'its body is not even inflated');
  assert.equal(
    await codeOf(bench.doors.delivery('other', webhook('push', pushPayload))),
    '404 source_unknown',
  );
  const source = await bench.store.sources.byName('acme');
  await bench.store.sources.insert({ ...source!, id: 's2', name: 'paused', paused: true });
  assert.equal(
    await codeOf(bench.doors.delivery('paused', webhook('push', pushPayload))),
    '403 source_paused',
  );
});

test('no secret of a payload reaches the log', async (t) => {
  const bench = await openBench(t);
  const planted = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
  const payload = {
    action: 'edited',
    hook: { id: 1, config: { url: 'https://x.example', secret: 'plain-hook-secret-1' } },
    changes: { config: { from: { secret: 'plain-hook-secret-2' } }, secret: 'plain-hook-secret-3' },
    repository: pushPayload.repository,
    sender: pushPayload.sender,
    comment: { body: `use ${planted}` },
  };
  await deliver(bench, webhook('meta', payload));
  const [entry] = await bench.entries();
  const kept = JSON.stringify(entry);
  for (const word of [planted, 'plain-hook-secret-']) {
    assert.equal(kept.includes(word), false, word);
  }
  assert.equal(entry?.event.raw_sha256, undefined);
});

test('what an App may do with secrets is no secret', async (t) => {
  const bench = await openBench(t);
  const installation = { id: 2, permissions: { secrets: 'read', organization_secrets: 'write' } };
  const payload = { action: 'created', installation, sender: pushPayload.sender };
  await deliver(bench, webhook('installation', payload));
  const [entry] = await bench.entries();
  assert.equal(entry?.event.action, 'app.installed');
  assert.equal(entry?.event.raw, JSON.stringify(payload));
  assert.deepEqual(entry?.event.changes?.[0]?.to, installation.permissions);
});

test('a product’s check of the address is answered where its adapter knows one', async (t) => {
  const asking: Adapter = {
    ...github,
    challenge: ({ headers }) =>
      headers['x-check'] === undefined
        ? undefined
        : { contentType: 'text/plain', body: headers['x-check'] },
  };
  const bench = await openBench(t, { adapters: [asking] });
  const ask = (source: string, headers: Record<string, string>) =>
    bench.doors.challenge(source, { headers, body: Buffer.alloc(0), remoteAddress: '192.0.2.1' });
  assert.deepEqual(await ask('acme', { 'X-Check': 'v-1' }), {
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: 'v-1',
  });
  assert.equal(await codeOf(ask('acme', {})), '404 challenge_unknown');
  assert.equal(await codeOf(ask('nobody', { 'x-check': 'v-1' })), '404 source_unknown');
  const plain = await openBench(t);
  const other = { headers: { 'x-check': 'v' }, body: Buffer.alloc(0), remoteAddress: '192.0.2.1' };
  assert.equal(await codeOf(plain.doors.challenge('acme', other)), '404 challenge_unknown');
});
