import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import type { SinkKindName } from '@acta/sdk';
import { answering, caller, MINUTE, openWorld, person, receiver } from '../testing.ts';

async function open(
  t: TestContext,
  kind: SinkKindName,
  settings: (url: string) => Record<string, string | boolean>,
  handler: Parameters<typeof receiver>[1] = (response) => response.end('ok'),
) {
  const { url, received } = await receiver(t, handler);
  const world = await openWorld(t);
  await world.add({ kind, settings: settings(url) });
  return { world, received };
}

test('an incoming webhook of Slack gets blocks within its limits, in which no value speaks', async (t) => {
  const { world, received } = await open(t, 'slack', (url) => ({
    webhook_url: `${url}/services/T`,
  }));
  const group = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`f${n}`, '<!here>'.repeat(900)]),
  );
  await world.raise('critical', 'a', { group, because: '*'.repeat(9_000) });
  await world.dispatcher.settled();
  const { blocks, text } = received[0]!.json;
  assert.ok(blocks.length <= 50);
  assert.equal(blocks[0].text.type, 'plain_text');
  assert.ok(text.length <= 3_000 && text.includes('A &lt;critical&gt; rule &amp; more'));
  const { fields } = blocks.find((block: { fields?: unknown }) => block.fields !== undefined);
  assert.ok(fields.length <= 10);
  assert.ok(fields.every((field: { text: string }) => field.text.length <= 2_000));
  const said = JSON.stringify(blocks.slice(1));
  assert.ok(!said.includes('<!'), 'a value would mention everybody');
  assert.match(said, /<https:\/\/acta\.example\.org\/alerts\/alr_[0-9a-f]+\|Open in Acta>/);
  assert.match(said, /<https:\/\/example\.org\/rule\|Rule by Grace &lt;script&gt;, DRL-1\.1>/);
});

test('a bot of Slack keeps one message up to date and tells steps in its thread', async (t) => {
  const answers: object[] = [];
  const { world, received } = await open(
    t,
    'slack',
    (url) => ({ token: 'xoxb-123456', channel: 'C1', api_url: `${url}/api` }),
    (response) => {
      const next = answers.shift() ?? { ok: true, channel: 'C1', ts: '17.4' };
      response.end(JSON.stringify(next));
    },
  );
  const alert = await world.raise();
  await world.dispatcher.settled();
  assert.deepEqual([received[0]!.path, received[0]!.json.channel], ['/api/chat.postMessage', 'C1']);
  assert.equal(received[0]!.headers.authorization, 'Bearer xoxb-123456');
  await world.alerts.act(alert.id, { action: 'acknowledge' }, person);
  await world.dispatcher.settled();
  assert.deepEqual(
    received.slice(1).map(({ path, json }) => [path, json.ts ?? json.thread_ts]),
    [
      ['/api/chat.update', '17.4'],
      ['/api/chat.postMessage', '17.4'],
    ],
  );
  assert.equal(received[2]!.json.text, 'Acknowledged by Ada');
  // Somebody removed the message: the next step writes it anew.
  answers.push({ ok: false, error: 'message_not_found' }, { ok: true, channel: 'C1', ts: '18.1' });
  await world.alerts.act(alert.id, { action: 'resolve', verdict: 'benign' }, person);
  await world.dispatcher.settled();
  assert.deepEqual(
    received.slice(3).map(({ path }) => path),
    ['/api/chat.update', '/api/chat.postMessage'],
  );
});

test('what Slack says with status 200 is no success: an error is tried again or given up', async (t) => {
  const errors = ['not_in_channel', 'invalid_blocks'];
  const { world } = await open(
    t,
    'slack',
    (url) => ({ token: 'xoxb-123456', channel: 'C1', api_url: url }),
    (response) => response.end(JSON.stringify({ ok: false, error: errors.shift() })),
  );
  await world.raise();
  await world.dispatcher.settled();
  const [row] = await world.ledger();
  assert.deepEqual([row!.state, row!.answer], ['pending', 'chat.postMessage: not_in_channel']);
  await world.pass(6_000);
  assert.equal((await world.ledger())[0]!.state, 'failed');
});

test('Teams gets an Adaptive Card whose values are text runs', async (t) => {
  const { world, received } = await open(t, 'teams', (url) => ({
    workflow_url: `${url}/wf?sig=s3cret`,
  }));
  await world.raise('medium', 'a', { because: '[click](https://evil.example)' });
  await world.dispatcher.settled();
  const [{ contentType, content }] = received[0]!.json.attachments;
  assert.equal(contentType, 'application/vnd.microsoft.card.adaptive');
  assert.deepEqual([content.type, content.version], ['AdaptiveCard', '1.4']);
  const blocks = content.body as { type: string; inlines: { type: string; text: string }[] }[];
  assert.ok(blocks.every(({ type }) => type === 'RichTextBlock'));
  assert.ok(blocks.some(({ inlines }) => inlines.some(({ text }) => text.startsWith('[click]('))));
  assert.match(content.actions[0].url, /\/alerts\/alr_/);
  assert.ok(!JSON.stringify(await world.sinks.list()).includes('s3cret'));
});

const KEY = 'a'.repeat(32);

test('PagerDuty gets trigger, acknowledge and resolve of one incident', async (t) => {
  const { world, received } = await open(
    t,
    'pagerduty',
    (url) => ({ routing_key: KEY, url: `${url}/v2/enqueue` }),
    answering([202]),
  );
  const alert = await world.raise('high');
  await world.alerts.act(alert.id, { action: 'acknowledge' }, person);
  await world.alerts.act(alert.id, { action: 'resolve', verdict: 'benign' }, person);
  await world.dispatcher.settled();
  assert.deepEqual(
    received.map(({ json }) => [json.event_action, json.dedup_key, json.routing_key]),
    ['trigger', 'acknowledge', 'resolve'].map((action) => [action, alert.id, KEY]),
  );
  const { payload, links } = received[0]!.json;
  assert.equal(payload.severity, 'error');
  assert.ok(payload.summary.length <= 1_024);
  assert.equal(links.length, 2);
});

const SECRET = 'pagerduty-webhook-secret';

function webhookOf(event_type: string, alert: string, occurred_at: string) {
  const agent = { id: 'P1', type: 'user_reference', summary: 'Grace' };
  const data = { id: 'Q1', type: 'incident', incident_key: alert, status: 'acknowledged' };
  const body = Buffer.from(
    JSON.stringify({ event: { id: 'e1', event_type, occurred_at, agent, data } }),
  );
  const hex = createHmac('sha256', SECRET).update(body).digest('hex');
  return { headers: { 'x-pagerduty-signature': `v1=${hex}` }, body };
}

test('what is done in PagerDuty is done here, once, and only if it is signed', async (t) => {
  const { world, received } = await open(
    t,
    'pagerduty',
    (url) => ({ routing_key: KEY, url, webhook_secret: SECRET, verdict: 'benign' }),
    answering([202]),
  );
  const alert = await world.raise();
  await world.dispatcher.settled();
  const answers = world.answersFor(world.alerts);
  const at = new Date(world.clock.now() + 1_000).toISOString();
  const acknowledged = webhookOf('incident.acknowledged', alert.id, at);
  const forged = { ...acknowledged, body: Buffer.from(`${acknowledged.body.toString()} `) };
  await assert.rejects(answers.take('ops', forged), { code: 'answer_refused' });
  await assert.rejects(answers.take('ops', { headers: {}, body: forged.body }), { status: 401 });
  await assert.rejects(answers.take('none', acknowledged), { code: 'sink_unknown' });
  assert.deepEqual(await answers.take('ops', acknowledged), { taken: true });
  assert.deepEqual(await answers.take('ops', acknowledged), { taken: false });
  const seen = await world.alerts.get(alert.id);
  assert.deepEqual([seen.status, seen.assignee], ['acknowledged', 'Grace']);
  assert.match(seen.history.at(-1)?.note ?? '', /In PagerDuty, by Grace/);
  const resolved = webhookOf('incident.resolved', alert.id, at);
  assert.deepEqual(await answers.take('ops', resolved), { taken: true });
  assert.equal((await world.alerts.get(alert.id)).verdict, 'benign');
  const other = webhookOf('incident.resolved', 'of-another-service', at);
  assert.deepEqual(await answers.take('ops', other), { taken: false });
  const old = new Date(world.clock.now() - 2 * 86_400_000).toISOString();
  assert.deepEqual(await answers.take('ops', webhookOf('incident.reopened', alert.id, old)), {
    taken: false,
  });
  await world.dispatcher.settled();
  assert.deepEqual(
    received.map(({ json }) => json.event_action),
    ['trigger', 'acknowledge', 'resolve'],
  );
});

test('an alertmanager webhook fires and resolves by its fingerprint', async (t) => {
  const { world, received } = await open(t, 'alertmanager', (url) => ({
    url,
    token: 'bearer-token',
  }));
  const alert = await world.raise();
  await world.alerts.act(alert.id, { action: 'resolve', verdict: 'benign' }, person);
  await world.dispatcher.settled();
  assert.equal(received[0]!.headers.authorization, 'Bearer bearer-token');
  assert.deepEqual(
    received.map(({ json }) => [json.version, json.status, json.alerts[0].fingerprint]),
    [
      ['4', 'firing', alert.id],
      ['4', 'resolved', alert.id],
    ],
  );
  assert.equal(received[0]!.json.alerts[0].labels.severity, 'high');
  assert.ok(received[1]!.json.alerts[0].endsAt >= alert.raised);
});

test('Jira gets an issue, comments and a transition, and never the same issue twice', async (t) => {
  const issues: string[] = [];
  let broken = true;
  const { world, received } = await open(
    t,
    'jira',
    (url) => ({
      url,
      email: 'a@b.example',
      token: 'jira-token',
      project: 'OPS',
      transition: 'done',
    }),
    (response, { method, path, json }) => {
      if (path.startsWith('/rest/api/3/search/jql')) {
        response.end(JSON.stringify({ issues: issues.map((key) => ({ key })) }));
      } else if (path === '/rest/api/3/issue') {
        issues.push('OPS-1');
        assert.ok(json.fields.summary.length <= 255);
        // The first one is made, and the answer is lost.
        if (broken) response.socket?.destroy();
        else response.writeHead(201).end(JSON.stringify({ key: 'OPS-1' }));
        broken = false;
      } else if (path.endsWith('/transitions') && method === 'GET') {
        response.end(JSON.stringify({ transitions: [{ id: '31', name: 'Done' }] }));
      } else response.writeHead(path.endsWith('/transitions') ? 204 : 201).end();
    },
  );
  const alert = await world.raise();
  await world.dispatcher.settled();
  await world.pass(10_000);
  await world.alerts.act(alert.id, { action: 'resolve', verdict: 'benign' }, person);
  await world.pass(MINUTE);
  assert.deepEqual(issues, ['OPS-1']);
  assert.deepEqual(
    received.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`),
    [
      'POST /rest/api/3/issue',
      'GET /rest/api/3/search/jql',
      'POST /rest/api/3/issue/OPS-1/comment',
      'POST /rest/api/3/issue/OPS-1/comment',
      'GET /rest/api/3/issue/OPS-1/transitions',
      'POST /rest/api/3/issue/OPS-1/transitions',
    ],
  );
  const basic = Buffer.from('a@b.example:jira-token').toString('base64');
  assert.equal(received[0]!.headers.authorization, `Basic ${basic}`);
  assert.equal(received[0]!.json.fields.description.type, 'doc');
  assert.deepEqual(received.at(-1)!.json, { transition: { id: '31' } });
  assert.deepEqual(
    (await world.ledger()).map(({ state }) => state),
    ['delivered', 'delivered'],
  );
});

test('each kind says what is wrong with its settings', async (t) => {
  const world = await openWorld(t);
  const wrong: [SinkKindName, Record<string, string>, RegExp][] = [
    ['slack', {}, /webhook_url or a token is missing/],
    ['slack', { token: 'x' }, /channel is missing/],
    ['slack', { webhook_url: 'hooks.slack.com' }, /webhook_url is no http/],
    ['teams', {}, /workflow_url is missing/],
    ['pagerduty', { routing_key: 'short' }, /routing_key has not 32/],
    ['pagerduty', { routing_key: KEY, region: 'mars' }, /region is none of us, eu/],
    ['jira', { url: 'https://j.example', token: 'x', project: 'O P' }, /project is no key/],
    ['email', { host: 'm', from: 'a@b.example', to: 'c' }, /to is no list/],
    ['email', { host: 'm', from: 'a', to: 'c@d.example' }, /from is no address/],
    ['email', { host: 'm', from: 'a@b.example', to: 'c@d.example', user: 'u' }, /password and/],
    ['syslog', { host: 'h', port: '0' }, /port is no port/],
    ['alertmanager', { url: 'mailto:x' }, /url is no http/],
  ];
  for (const [kind, settings, expected] of wrong) {
    await assert.rejects(world.sinks.create({ kind, name: 'x', settings }, caller), expected);
  }
});
