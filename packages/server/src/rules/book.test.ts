import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '@acta/sdk';
import { checkRules } from '@acta/sigma';
import { createRuleBook } from './book.ts';
import { filterFor } from './filter.ts';

const UUID = '9f1d0c1e-6f0c-4d3b-8a57-0d9a6c1f2e3';
const CORRELATION = `title: one
name: one
logsource: {product: x, service: y}
detection: {s: {a: 1}, condition: s}
---
title: two
name: two
logsource: {product: x, service: z}
detection: {s: {b: 1}, condition: s}
---
title: both
id: ${UUID}4
author: Somebody
correlation:
  type: temporal
  rules: [one, two]
  aliases: {user: {one: u1, two: u2}}
  group-by: [user]
  timespan: 1h
`;
const WAITING = `title: waits
id: ${UUID}5
logsource: {product: x}
detection: {s: {a: 1}, condition: s}
custom_attributes: {acta.default: off}
`.replace('acta.default: off', "acta.default: 'off'");

const folder = {
  name: 'sigma',
  license: 'DRL-1.1',
  linkTo: (file: string) => `https://example.org/${file}`,
  texts: [
    { file: 'both.yml', text: CORRELATION },
    { file: 'waits.yml', text: WAITING },
  ],
};
const record = (overlay: Record<string, unknown>) => ({
  id: `${UUID}5`,
  text: null,
  fixtures: null,
  overlay,
  version: 1,
  updated: '',
});

test('alerts of others name author, licence and source', () => {
  const { rule } = createRuleBook([folder], []).notesOf(`${UUID}4`)!;
  const { author, license, source } = rule;
  assert.deepEqual(
    [author, license, source],
    ['Somebody', 'DRL-1.1', 'https://example.org/both.yml'],
  );
});

test('a rule that waits is on once somebody says so; later overlays count more', () => {
  const stateWith = (...args: Parameters<typeof createRuleBook>) =>
    createRuleBook(...args).get(`${UUID}5`)!.state;
  assert.equal(stateWith([folder], []), 'off');
  assert.equal(stateWith([folder], [record({ off: false })]), 'on');
  const shared = { rules: { [`${UUID}5`]: { off: false } } };
  assert.equal(stateWith([folder], [], shared), 'on');
  assert.equal(stateWith([folder], [record({ off: true })], shared), 'off');
});

test('a filter for a correlation has the field that each of its rules has', () => {
  const book = createRuleBook([folder], []);
  const alert = {
    id: 'alr_1',
    rule: { id: `${UUID}4`, title: 'both' },
    group: { user: 'ada' },
    actor: null,
  } as unknown as Alert;
  let ids = 6;
  const { text, rules } = filterFor(alert, book, () => `${UUID}${ids++}`);
  assert.deepEqual(rules, ['one', 'two']);
  assert.match(text, /"one"\n {2}selection:\n {4}"u1": "ada"/);
  assert.match(text, /"two"\n {2}selection:\n {4}"u2": "ada"/);
  const others = checkRules(CORRELATION).rules;
  assert.deepEqual(checkRules(text, { others }).errors, []);
});

test('a change of one rule reads and compiles no other again', () => {
  const own = (id: string, title: string) => ({
    ...record({}),
    id,
    text: `title: ${title}\nid: ${id}\nlogsource: {product: x}\ndetection: {s: {a: 1}, condition: s}`,
  });
  const [one, two] = [`${UUID}6`, `${UUID}7`];
  const before = createRuleBook([folder], [own(one, 'one'), own(two, 'two')]);
  const after = createRuleBook([folder], [own(one, 'one'), own(two, 'other')], {}, before);
  const isSame = (id: string) => before.get(id)!.rule === after.get(id)!.rule;
  assert.deepEqual([one, `${UUID}4`, two].map(isSame), [true, true, false]);
  assert.equal(after.get(two)!.rule.title, 'other');
  assert.equal(createRuleBook([folder], [own(one, 'one')], {}, after).get(two), undefined);
});
