import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../api/types.ts';
import { groupsOf, steadyOrder } from './inbox-rows.ts';
import { statusesOf, validateAlertsSearch, withLevel } from './search.ts';
import { entityText, tagLink } from './words.ts';

test('what is shown keeps its place; what is newer waits; what is older goes below', () => {
  assert.deepEqual(steadyOrder([], ['a', 'b']), { order: ['a', 'b'], waiting: [] });
  assert.deepEqual(steadyOrder(['a', 'b'], ['b', 'n', 'a', 'z']), {
    order: ['a', 'b', 'z'],
    waiting: ['n'],
  });
  assert.deepEqual(steadyOrder(['a', 'b'], ['n', 'b']), { order: ['b'], waiting: ['n'] });
});

const alert = (id: string, level: string, actor: string | null) =>
  ({
    id,
    status: 'open',
    rule: { id: `rule-${level}`, title: level, level },
    actor: actor === null ? null : { id: actor },
  }) as unknown as Alert;

test('groups stand by weight, or the largest first', () => {
  const alerts = [alert('1', 'low', 'ana'), alert('2', 'critical', null), alert('3', 'low', 'ana')];
  const keys = (by: 'level' | 'actor') => groupsOf(alerts, by).map(({ key }) => key);
  assert.deepEqual(keys('level'), ['critical', 'low']);
  assert.deepEqual(keys('actor'), ['ana', '']);
  assert.equal(groupsOf(alerts, undefined)[0]?.alerts.length, 3);
  const byRisk = groupsOf(alerts.toReversed().slice(1), 'actor', true).map(({ key }) => key);
  assert.deepEqual(byRisk, ['', 'ana']);
});

test('the address keeps what it knows', () => {
  const search = validateAlertsSearch({ status: 'unresolved', level: 'low,x,critical', by: 'no' });
  assert.deepEqual(JSON.parse(JSON.stringify(search)), { level: 'critical,low' });
  assert.equal(validateAlertsSearch({ first: 'risk' }).first, 'risk');
  assert.equal(validateAlertsSearch({ first: 'level' }).first, undefined);
  assert.equal(withLevel('critical', 'critical'), undefined);
  assert.equal(withLevel('low', 'high'), 'high,low');
  assert.equal(statusesOf('all'), null);
  assert.deepEqual(statusesOf(undefined), ['open', 'acknowledged', 'in_progress']);
});

test('tags of the two lists lead to their pages', () => {
  assert.deepEqual(tagLink('attack.t1562.001'), {
    text: 'ATT&CK T1562.001',
    href: 'https://attack.mitre.org/techniques/T1562/001/',
  });
  assert.equal(tagLink('cicd-sec.1').text, 'CICD-SEC-1');
  assert.deepEqual(tagLink('attack.defense-impairment').text, 'ATT&CK defense impairment');
});

test('what has no name is called by the telling part of its id', () => {
  assert.equal(entityText({ id: 'github:9', name: 'ana' }), 'ana');
  assert.equal(entityText({ id: 'github:audit_log_stream:3' }), 'audit log stream 3');
  assert.equal(entityText({ id: 'github:token:masked:hmac-sha256:00ff' }), 'token masked 00ff');
  assert.equal(entityText({ id: 'github:9' }), 'github:9');
  assert.equal(entityText({ id: 'ana' }), 'ana');
  assert.equal(entityText({ id: 'github:team:7', name: 'github:team:7' }), 'team 7');
});
