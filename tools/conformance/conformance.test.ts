// What the table counts: secrets are found where they are left, and files are cut as they should.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMasker } from '@acta/event';
import { adapterOf } from '../../packages/server/src/sources/all.ts';
import { notAnEvent } from './not-events.ts';
import { readerOf, ruleTests } from './readers.ts';
import { page, problemsOf, terminalReport } from './report.ts';
import type { Sample } from './samples.ts';
import { secretsLeft } from './secrets.ts';
import { addSample, emptyTally } from './tally.ts';

const token = `ghp_${'a1B2'.repeat(9)}`;
const given = JSON.stringify({
  password: 'hunter2',
  note: `use ${token}`,
  config: JSON.stringify({ api_key: 'correct-horse-battery' }),
});

test('secrets are found by name, by form and in JSON within a text', () => {
  assert.deepEqual(
    secretsLeft([given], [given]).sort(),
    ['correct-horse-battery', token, 'hunter2'].sort(),
  );
  const masked = createMasker({ key: new Uint8Array(32) }).text(given).text;
  assert.deepEqual(secretsLeft([given], [masked]), []);
  assert.deepEqual(secretsLeft([given], [masked, '{"summary":"by correct-horse-battery"}']), [
    'correct-horse-battery',
  ]);
});

test('the longest folder names the reader', () => {
  assert.equal(readerOf('github/panther-audit/a.jsonl')?.via, 'stream');
  assert.equal(readerOf('github/webhooks-zulip/a.json')?.type, 'github');
  const nested = 'bitbucket/webhooks-jenkins-bitbucket-plugin/impl/webhook/server/ping.json';
  assert.equal(readerOf(nested)?.type, 'bitbucket-dc');
  assert.deepEqual(readerOf(nested)?.headers?.('{}', nested), {
    'x-event-key': 'diagnostics:ping',
  });
  assert.equal(readerOf('unheard-of/a.json'), undefined);
});

test('files are cut into deliveries', () => {
  assert.deepEqual(ruleTests('{"rule":"a","event":{"b":1}}\n{"event":{"b":2}}\n'), [
    '{"b":1}',
    '{"b":2}',
  ]);
  const yaml = 'tests:\n -\n  sample: |-\n    {\n      "a": 1\n    }\n  result:\n    x: 1\n';
  const cut = readerOf('tailscale/datadog-tests/tests.yaml')?.cut;
  assert.deepEqual(
    cut?.(yaml).map((text) => JSON.parse(text)),
    [{ a: 1 }],
  );
  assert.equal(notAnEvent('harbor/docs/a.notstrict.json.txt') !== undefined, true);
  assert.equal(notAnEvent('github/webhooks-zulip/push.json'), undefined);
});

test('what is not parsed and not named is a problem, and stands in no column', () => {
  const adapter = adapterOf('sonarqube');
  assert.ok(adapter);
  const tally = emptyTally('sonarqube');
  const sample: Sample = {
    path: 'sonarqube/a.json',
    type: 'sonarqube',
    headers: {},
    body: '',
    via: 'webhook',
  };
  const body = JSON.stringify({
    serverUrl: 'https://sonar.example.com',
    taskId: 'AXouyxDpizdp4B1K',
    status: 'SUCCESS',
    analysedAt: '2026-03-02T08:15:02+0000',
    project: { key: 'shop', name: 'Shop', url: 'https://sonar.example.com/dashboard?id=shop' },
    properties: {},
  });
  addSample(tally, adapter, { ...sample, body });
  addSample(tally, adapter, { ...sample, body: 'no JSON' });
  assert.deepEqual([tally.deliveries, tally.parsed, tally.events], [2, 1, 1]);
  const coverage = { tallies: [tally], others: new Map([['acr', 3]]), unheard: ['snyk'] };
  assert.match(problemsOf(coverage).join(), /^not parsed: sonarqube sonarqube\/a\.json: \w+/);
  assert.match(terminalReport(coverage), /1 \(50 %\)[^]*without deliveries: snyk/);
  assert.match(page(coverage), /\| sonarqube \| 2 \| 1 \(50 %\) \| 1 \|[^]*acr \(3\)\./);
});
