import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { cdevents } from '../cdevents/index.ts';
import { cloudevents } from './index.ts';

const envelope = (more: object = {}) => ({
  specversion: '1.0',
  id: 'e-1',
  source: '/ci',
  type: 'com.example.release.approved',
  subject: 'pay',
  time: '2026-11-19T08:15:02.5Z',
  ...more,
});
const cdevent = {
  context: {
    specversion: '0.5.1',
    id: 'c-1',
    source: '/argo',
    type: 'dev.cdevents.service.deployed.0.3.0',
    timestamp: '2026-11-19T08:15:02Z',
  },
  subject: { id: 'pay', content: { environment: { id: 'production' }, user: 'ada' } },
};

test('structured, one and a batch: each with its source and id', () => {
  const one = oneItem(cloudevents, envelope({ data: { user: 'ada' } }));
  assert.deepEqual([one.delivery, one.unmapped], ['/ci#e-1', true]);
  assert.equal(one.event.native, 'com.example.release.approved');
  assert.deepEqual([one.event.actor.id, one.event.target.id], ['ada', 'pay']);
  assert.equal(one.event.time, '2026-11-19T08:15:02.500Z');
  const batch = normalizeText(cloudevents, [envelope(), envelope({ id: 'e-2' }), { id: 'none' }]);
  assert.deepEqual(
    batch.items.map(({ delivery }) => delivery),
    ['/ci#e-1', '/ci#e-2'],
  );
  assert.equal(batch.failed[0]?.code, 'cloudevent_invalid');
});

test('binary: attributes in headers, kept; the body is the record', () => {
  const headers = {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': 'b-1',
    'ce-source': '/ci',
    'ce-type': 'dev.acta.event',
    'ce-subject': 'caf%C3%A9',
  };
  const own = { action: 'deployment.succeeded', actor: { id: 'ada' }, target: { id: 'pay' } };
  const item = oneItem(cloudevents, own, headers);
  assert.equal(item.event.action, 'deployment.succeeded');
  assert.equal(item.delivery, '/ci#b-1');
  assert.equal(item.raw, JSON.stringify(own));
  assert.equal(item.event.context?.request?.headers?.['ce-type'], 'dev.acta.event');
  assert.throws(() => normalizeText(cloudevents, own, { ...headers, 'ce-subject': '%zz' }), {
    code: 'cloudevent_invalid',
  });
});

test('data in base64 is read where it is JSON', () => {
  const data_base64 = Buffer.from(JSON.stringify(cdevent)).toString('base64');
  const { event } = oneItem(cloudevents, envelope({ data_base64 }));
  assert.equal(event.action, 'deployment.succeeded');
  const odd = oneItem(cloudevents, envelope({ data_base64: 'AAECAw==' }));
  assert.equal(odd.unmapped, true);
});

test('CDEvents in an envelope, by themselves, and custom ones', () => {
  const wrapped = oneItem(cdevents, envelope({ type: cdevent.context.type, data: cdevent }));
  const bare = oneItem(cdevents, cdevent);
  assert.equal(wrapped.delivery, '/ci#e-1');
  assert.equal(bare.delivery, '/argo#c-1');
  for (const { event, unmapped } of [wrapped, bare]) {
    assert.deepEqual([event.action, unmapped], ['deployment.succeeded', false]);
    assert.deepEqual([event.actor.id, event.target.id], ['ada', 'pay']);
    assert.equal(event.pipeline?.environment, 'production');
  }
  const type = 'dev.cdeventsx.mytool-resource.created.0.1.0';
  const custom = oneItem(cdevents, { ...cdevent, context: { ...cdevent.context, type } });
  assert.deepEqual([custom.event.action, custom.unmapped], ['pipeline.other', true]);
  assert.equal(custom.event.target.type, 'resource');
  const old = { ...cdevent.context, type: 'dev.cdevents.testCase.started.0.1.0' };
  assert.equal(oneItem(cdevents, { ...cdevent, context: old }).event.action, 'test.started');
});
