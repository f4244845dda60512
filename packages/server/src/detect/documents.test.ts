import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentsOf } from './documents.ts';
import { logsourcesOf } from './logsources.ts';

test('a rule sees the record and the event, each within the other', () => {
  const event = {
    source: { type: 'github' },
    action: 'repository.deleted',
    raw: '{"action":"repo.destroy","big":9007199254740993}',
  };
  const [native, acta] = documentsOf(event);
  assert.equal(native?.document['action'], 'repo.destroy');
  assert.deepEqual(native?.document['acta'], { source: event.source, action: event.action });
  assert.deepEqual(native?.logsources[0], { product: 'github', service: 'audit' });
  assert.equal(acta?.document['action'], 'repository.deleted');
  const record = acta?.document['record'];
  assert.deepEqual(record, JSON.parse(event.raw));
  assert.deepEqual(acta?.logsources, [{ product: 'acta' }]);
});

test('a line is a message, and so is what only looks like JSON', () => {
  for (const raw of ['sshd[1]: Accepted', '{"cut":', '["list"]']) {
    const [native] = documentsOf({ source: { type: 'linux' }, raw });
    assert.equal(native?.document['message'], raw);
  }
});

test('an event without raw is only Acta’s', () => {
  assert.deepEqual(
    documentsOf({ source: { type: 'events' } }).map(({ logsources }) => logsources),
    [[{ product: 'acta' }]],
  );
});

test('a type without names of its own is audit of its product', () => {
  assert.deepEqual(logsourcesOf('vault'), [{ product: 'vault', service: 'audit' }]);
  assert.equal(logsourcesOf('vault'), logsourcesOf('vault'));
  assert.deepEqual(logsourcesOf('constructor'), [{ product: 'constructor', service: 'audit' }]);
});
