import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as check, constantFrom, property, string } from 'fast-check';
import type { LoggedEvent, Rule } from '../api/types.ts';
import { completeRule, logsourceAt } from './complete-rule.ts';
import { falseRatio, filterRules, validateRulesSearch } from './filter-rules.ts';
import { lineDiff, withContext } from './line-diff.ts';
import { ruleFromEvent } from './rule-from-event.ts';
import { everyDay } from './replay-days.ts';
import { unknownActions } from './unknown-actions.ts';
import { yamlLine } from './yaml-tokens.ts';

const known = {
  logsources: ['github/audit', 'aws/cloudtrail', 'github/webhook'],
  fields: [
    { name: 'actor.name', about: '' },
    { name: 'kind', about: '', values: ['repo.destroy', 'repo.create'] },
  ],
};

const offers = (text: string) => {
  const cursor = text.indexOf('^');
  const found = completeRule(text.replace('^', ''), cursor, known);
  return found.items.map(({ label }) => label);
};

test('a rule is completed by where the cursor stands', () => {
  assert.deepEqual(offers('title: a\nlev^'), ['level']);
  assert.deepEqual(offers('level: hi^'), ['high']);
  assert.deepEqual(offers('logsource:\n  product: ^'), ['acta', 'github', 'aws']);
  assert.deepEqual(offers('logsource:\n  product: github\n  service: ^'), ['audit', 'webhook']);
  assert.deepEqual(offers('detection:\n  selection:\n    act^'), ['actor.name']);
  assert.deepEqual(offers('detection:\n  selection:\n    actor.name|star^'), ['startswith']);
  assert.deepEqual(offers('detection:\n  condition: selection^'), []);
  assert.deepEqual(offers('# lev^'), []);
});

test('values of fields are offered, and never taken without being asked for', () => {
  const search = 'detection:\n  selection:\n    ';
  assert.deepEqual(offers(`${search}kind: repo^`), ['repo.destroy', 'repo.create']);
  assert.deepEqual(offers(`${search}kind|startswith: repo.d^`), ['repo.destroy']);
  assert.deepEqual(offers(`${search}kind:\n      - cre^`), ['repo.create']);
  assert.deepEqual(offers(`${search}actor.name: a^`), []);
  assert.equal(completeRule(`${search}kind: repo`, search.length + 10, known).free, true);
});

test('a rule has the log source of its own document', () => {
  const text =
    'logsource: {product: aws, service: x}\n---\nlogsource:\n  product: github\nlevel: low';
  assert.deepEqual(logsourceAt(text, 3), { product: 'aws', service: 'x' });
  assert.deepEqual(logsourceAt(text, text.length), { product: 'github' });
  assert.deepEqual(logsourceAt('title: product: x', 3), {});
});

test('lines are tokens, and the tokens are the line', () => {
  const kinds = (line: string) => yamlLine(line).map(({ kind, text }) => `${kind}:${text}`);
  assert.deepEqual(kinds('  actor.name|startswith: mallory # who'), [
    'plain:  ',
    'key:actor.name',
    'modifier:|startswith',
    'mark::',
    'plain: ',
    'plain:mallory',
    'comment: # who',
  ]);
  assert.deepEqual(kinds("- 'a: b'"), ['mark:- ', "string:'a: b'"]);
  assert.deepEqual(kinds('a: true'), ['key:a', 'mark::', 'plain: ', 'word:true']);
  check(
    property(string(), (line) => {
      const flat = line.replaceAll('\n', ' ');
      assert.equal(
        yamlLine(flat)
          .map(({ text }) => text)
          .join(''),
        flat,
      );
    }),
  );
});

test('a diff holds both texts', () => {
  const text = array(constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
  check(
    property(text, text, (before, after) => {
      const lines = lineDiff(before.join('\n'), after.join('\n'));
      const left = lines.filter(({ kind }) => kind !== 'added').map((line) => line.text);
      const right = lines.filter(({ kind }) => kind !== 'removed').map((line) => line.text);
      assert.deepEqual(left, before);
      assert.deepEqual(right, after);
    }),
  );
  const long = Array.from({ length: 20 }, (_, n) => `line ${n}`);
  const shown = withContext(lineDiff(long.join('\n'), [...long, 'end'].join('\n')));
  assert.deepEqual(
    shown.map((line) => line?.kind ?? 'gap'),
    ['gap', 'same', 'same', 'same', 'added'],
  );
});

const rule = (id: string, more: Partial<Rule> = {}) =>
  ({
    id,
    title: id,
    file: `${id}.yml`,
    tags: [],
    state: 'on',
    hits: { alerts: 0, open: 0, false_positives: 0, last: null },
    ...more,
  }) as unknown as Rule;

test('the list shows what needs a look first, and what fits', () => {
  const hits = { alerts: 4, open: 1, false_positives: 3, last: null };
  const rules = [
    rule('a', { tags: ['cicd-sec.1'] }),
    rule('b', { state: 'rejected' }),
    rule('c', { hits }),
  ];
  const ids = (search: object) => filterRules(rules, search).map(({ id }) => id);
  assert.deepEqual(ids({}), ['b', 'c', 'a']);
  assert.deepEqual(ids({ q: 'CICD yml' }), ['a']);
  assert.deepEqual(ids({ state: 'rejected' }), ['b']);
  assert.deepEqual(ids({ sort: 'false' })[0], 'c');
  assert.equal(falseRatio(rules[2]!), 1, 'of three that are resolved');
  assert.equal(falseRatio(rule('d', { hits: { ...hits, alerts: 1 } })), null);
  const parts = [rule('p', { part: true }), rule('q', { part: true, state: 'rejected' })];
  assert.deepEqual(
    filterRules(parts, {}).map(({ id }) => id),
    ['q'],
  );
  assert.equal(filterRules(parts, { q: 'yml' }).length, 2);
  assert.deepEqual(JSON.parse(JSON.stringify(validateRulesSearch({ state: 'x', q: 'a' }))), {
    q: 'a',
  });
});

test('a replay has every day, also those without a finding', () => {
  const days = [{ day: '2026-11-19', findings: 2 }];
  const range = { from: '2026-11-18T10:00:00Z', to: '2026-11-20T00:00:00Z', days };
  assert.deepEqual(everyDay(range), [
    { day: '2026-11-18', findings: 0 },
    { day: '2026-11-19', findings: 2 },
  ]);
});

test('a rule begins with what an event says', () => {
  const { text, fixtures } = ruleFromEvent({
    index: 7,
    action: 'branch_protection.removed',
    outcome: 'denied',
    source: { name: 'acme' },
    actor: { type: 'user', name: 'ana' },
    target: { type: 'repository', name: 'acme/pay: "x"' },
  } as unknown as LoggedEvent);
  assert.match(text, /^title: Branch protection removed$/m);
  assert.match(
    text,
    /selection:\n    action: branch_protection.removed\n    outcome: denied\n    # Fewer/,
  );
  assert.match(text, /^    # target.name: "acme\/pay: \\"x\\""$/m);
  assert.doesNotMatch(text + fixtures, /ana/);
  assert.match(
    fixtures,
    /fires: false\n  event:\n    action: something.else\n    outcome: denied\n    source: \{ name: acme \}/,
  );
});

test('actions that no event can have are named', () => {
  const rule = (product: string, search: string) =>
    `logsource:\n  product: ${product}\ndetection:\n  s:\n${search}\n  condition: s\n`;
  assert.deepEqual(unknownActions(rule('acta', '    action: secret.read')), ['secret.read']);
  assert.deepEqual(unknownActions(rule('github', '    action: repo.x')), []);
  assert.deepEqual(unknownActions(rule('acta', '    action: secret.accessed')), []);
  assert.deepEqual(unknownActions(rule('acta', '    action|startswith: secret.')), []);
  assert.deepEqual(unknownActions(rule('acta', '    action: "secret.*"')), []);
  const list = '    action:\n      - secret.accessed\n      - secret.stolen\n    outcome: denied.x';
  assert.deepEqual(unknownActions(rule('acta', list)), ['secret.stolen']);
});
