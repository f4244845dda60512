// The main job: a signed delivery of GitHub becomes an event that is found, proven and revealed.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { verifyEvidence } from '@acta/sdk';
import { until, withServer } from './server-process.ts';

const body = JSON.stringify({
  action: 'deleted',
  rule: { id: 21796960, name: 'main', enforce_admins: true },
  repository: { id: 1296269, name: 'pay', full_name: 'acme/pay', private: true },
  organization: { login: 'acme', id: 6811672 },
  sender: { login: 'octocat', id: 583231, type: 'User' },
});

const signed = (secret: string, delivery: string) => ({
  'content-type': 'application/json',
  'x-github-event': 'branch_protection_rule',
  'x-github-delivery': delivery,
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

test('a GitHub webhook becomes an event that is found, proven and revealed', async () => {
  await withServer(async (server) => {
    const made = await server.call('POST', '/v1/sources', { type: 'github', name: 'acme' });
    assert.equal(made.status, 201, made.text);
    const { secret, intake_url } = made.json;
    assert.equal(intake_url, `${server.url}/intake/acme`);

    const forged = await server.call('POST', '/intake/acme', body, signed('wrong', 'd-0'));
    assert.equal(forged.status, 401);
    const headers = signed(secret, '72d3162e-cc78-11e3-81ab-4c9367dc0958');
    const taken = await server.call('POST', '/intake/acme', body, headers);
    assert.equal(taken.status, 200, taken.text);
    const again = await server.call('POST', '/intake/acme', body, headers);
    assert.equal(again.json.duplicates, 1);
    assert.deepEqual(again.json.receipts[0].index, taken.json.receipts[0].index);

    const found = await until(
      () => server.call('GET', '/v1/events?q=actor:octocat source:github'),
      (answer) => answer.json.events.length > 0,
    );
    const [event] = found.json.events;
    assert.equal(event.action, 'branch_protection.removed');
    assert.equal(event.actor.assurance, 'source_signed');
    assert.equal(event.raw, undefined);
    assert.equal(event.index, taken.json.receipts[0].index);

    const proof = (await server.call('GET', `/v1/events/${event.id}/proof`)).json;
    const vkeys = (await server.call('GET', '/v1/integrity')).json.vkeys;
    const verdict = await verifyEvidence(proof, { vkeys });
    assert.equal(verdict.verdict, 'verified', verdict.sentence);
    const closed = (await server.call('GET', `/v1/events/${event.id}/proof?raw=false`)).json;
    assert.equal(closed.disclosures.length, proof.disclosures.length - 1);
    assert.equal((await verifyEvidence(closed, { vkeys })).verdict, 'verified');

    const raw = await server.call('GET', `/v1/events/${event.id}/raw`);
    assert.equal(raw.json.raw, body);
    const reads = await until(
      () => server.call('GET', `/v1/events?q=target:${event.id}&order=time`),
      (answer) => answer.json.events.length >= 4,
    );
    const actions = reads.json.events.map((read: { action: string }) => read.action);
    assert.ok(actions.includes('raw.revealed') && actions.includes('proof.read'), String(actions));
    const rejected = await until(
      () => server.call('GET', '/v1/events?q=action:(delivery.rejected OR signature.rejected)'),
      (answer) => answer.json.events.length > 0,
    );
    assert.equal(rejected.json.events[0].outcome, 'denied');
  });
});

test('quarantine: what is authentic and unreadable is held, seen and discarded', async () => {
  await withServer(async (server) => {
    const settings = { secret: 'a-secret-of-ours' };
    await server.call('POST', '/v1/sources', { type: 'github', name: 'acme', settings });
    const text = '{"broken":';
    const signature = createHmac('sha256', settings.secret).update(text).digest('hex');
    const answer = await server.call('POST', '/intake/acme', text, {
      ...signed(settings.secret, 'd-1'),
      'x-hub-signature-256': `sha256=${signature}`,
    });
    assert.ok(answer.status === 400 || answer.status === 202, answer.text);
    const held = (await server.call('GET', '/v1/quarantine?source=acme')).json.items;
    assert.equal(held.length, 1);
    const detail = (await server.call('GET', `/v1/quarantine/${held[0].id}`)).json;
    assert.equal(detail.preview, text);
    const discarded = await server.call('DELETE', `/v1/quarantine/${held[0].id}`);
    assert.equal(discarded.status, 204, discarded.text);
    assert.equal((await server.call('GET', '/v1/quarantine')).json.items.length, 0);
  });
});
