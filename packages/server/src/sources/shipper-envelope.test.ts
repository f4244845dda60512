import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shipped } from './shipper-envelope.ts';

const inside = (value: unknown) => shipped(JSON.stringify(value))?.text;

test('a line in the envelope of a shipper', () => {
  const beat = {
    '@timestamp': '2026-11-19T08:15:02Z',
    agent: { type: 'filebeat' },
    host: { name: 'web-1' },
    log: { offset: 7, file: { path: '/var/log/auth.log' } },
    message: 'sshd[1]: Accepted publickey',
  };
  assert.deepEqual(shipped(JSON.stringify(beat)), {
    text: 'sshd[1]: Accepted publickey',
    fields: { host: 'web-1', file: '/var/log/auth.log' },
    host: 'web-1',
  });
  assert.equal(inside({ stream: 'stdout', log: '{"a":1}', kubernetes: {} }), '{"a":1}');
  assert.equal(inside({ event: { original: 'the line' }, host: 'a' }), 'the line');
});

test('an object inside is cut out as it stands, large numbers too', () => {
  const text = '{"severity":"info", "message": {"id": 395969746957422600 , "a":1}}';
  assert.equal(shipped(text)?.text, '{"id": 395969746957422600 , "a":1}');
});

test('a record of its own stays whole', () => {
  assert.equal(inside({ message: 'x', user: 'ada' }), undefined);
  assert.equal(inside({ '@timestamp': 'x', log: { offset: 1 } }), undefined);
  assert.equal(shipped('message: plain'), undefined);
  assert.equal(shipped('{"message": cut'), undefined);
  assert.equal(shipped(`{"message":${'['.repeat(100)}`), undefined);
});
