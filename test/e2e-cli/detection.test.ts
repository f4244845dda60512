// A new user's way: write a rule, check it, test it, save it, get an alert, resolve it, filter it.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AlertDetail, AlertsAnswer, RuleDetail, RuleReplay } from '@acta/sdk';
import { createWorld } from './world.ts';

const RULE = `title: Payroll released by hand
id: 7c1d7cbe-6d1c-4f0e-9d3a-3f3c8f7c2b11
logsource: {product: acta}
detection:
  selection:
    action: release.published
    target.id: payroll
  condition: selection
level: high
`;

const FIXTURES = `- title: payroll
  fires: true
  event: {action: release.published, target: {id: payroll}}
- title: something else
  fires: false
  event: {action: release.published, target: {id: website}}
`;

test('from a file to an alert and back', async (t) => {
  const world = await createWorld(t);
  const write = (name: string, text: string) => writeFile(join(world.dir, name), text);
  await write('rule.yml', RULE.replace('condition: selection', 'condition: selektion'));
  const wrong = await world.acta(['rule', 'check', 'rule.yml']);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stdout, /^rule\.yml:8:3: The condition names "selektion"/);
  await write('rule.yml', RULE);
  await write('rule.test.yml', FIXTURES);
  assert.equal((await world.acta(['rule', 'check', '.'])).code, 0);
  const tested = await world.acta(['rule', 'test', 'rule.yml']);
  assert.equal(tested.code, 0, tested.stdout);
  assert.match(tested.stderr, /2 of 2 fixtures as wanted/);
  await write('rule.test.yml', FIXTURES.replace('fires: false', 'fires: true'));
  assert.equal((await world.acta(['rule', 'test', 'rule.yml'])).code, 1);
  await write('rule.test.yml', FIXTURES);

  await world.start();
  const send = ['send', '--action', 'release.published', '--actor', 'ada', '--target', 'payroll'];
  assert.equal((await world.acta(send)).code, 0);
  const [event] = await world.find(['action:release.published'], 1);
  const replayed = await world.acta(['rule', 'replay', 'rule.yml', '--from', '1d', '--json']);
  assert.equal(replayed.code, 0, replayed.stderr);
  const replay = JSON.parse(replayed.stdout) as RuleReplay;
  assert.deepEqual([replay.findings, replay.examples[0]?.events[0]?.id], [1, event!.id]);
  const explained = await world.acta(['rule', 'explain', 'rule.yml', event!.id]);
  assert.match(explained.stdout, /Payroll released by hand matches Acta's event/);

  const saved = await world.acta(['rule', 'save', 'rule.yml', '--json']);
  assert.equal(saved.code, 0, saved.stderr);
  const [rule] = JSON.parse(saved.stdout) as RuleDetail[];
  assert.deepEqual([rule?.state, rule?.origin, rule?.fixtures], ['on', 'own', FIXTURES]);
  assert.equal((await world.acta(send)).code, 0);
  await world.find(['action:alert.raised'], 1);
  const listed = await world.acta(['alert', 'list', '--rule', rule!.id, '--json']);
  const [alert] = (JSON.parse(listed.stdout) as AlertsAnswer).alerts;
  assert.ok(alert !== undefined);
  assert.equal(alert.rule.title, 'Payroll released by hand');
  assert.equal((await world.acta(['alert', 'ack', alert.id])).code, 0);
  const resolve = ['alert', 'resolve', alert.id, '--verdict', 'false_positive', '--json'];
  const [resolved] = JSON.parse((await world.acta(resolve)).stdout) as AlertDetail[];
  assert.equal(resolved?.verdict, 'false_positive');

  const filter = await world.acta(['alert', 'show', alert.id, '--filter']);
  await write('quiet.yml', filter.stdout);
  const kept = await world.acta(['rule', 'save', 'quiet.yml']);
  assert.match(kept.stderr, /it is on/);
  const after = await world.acta(['rule', 'explain', rule!.id, event!.id]);
  assert.match(after.stdout, /does not match/);
  const rules = await world.acta(['rule', 'list', '--origin', 'own']);
  assert.match(rules.stdout, /high +Payroll released by hand +acta +1 +0 +1 /);
  assert.equal((await world.acta(['rule', 'disable', rule!.id])).code, 0);
});
