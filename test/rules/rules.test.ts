// Every rule that Acta ships: complete, right, and tried on its fixtures.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogue } from '@acta/event';
import { createRuleset, parseFixtures, parseRules, runFixtures, type Rule } from '@acta/sigma';
import { readPack, ruleFiles } from '../../tools/detection/pack.ts';

const folder = join(import.meta.dirname, '../../rules');
const files = ruleFiles(folder);

test('all rules work together', () => {
  const { rules, errors } = readPack(folder);
  assert.deepEqual(errors, []);
  assert.deepEqual(createRuleset(rules).rejected, []);
});

test('names are those of nobody else', () => {
  const { rules } = readPack(folder);
  for (const key of ['id', 'name'] as const) {
    const values = rules.map((rule) => rule[key]).filter((value) => value !== undefined);
    assert.deepEqual(
      values.filter((value, at) => values.indexOf(value) !== at),
      [],
    );
  }
});

test('rules on Acta’s own events ask for actions that events can have', () => {
  const { rules } = readPack(folder);
  const asked = rules.flatMap((rule) =>
    rule.kind === 'detection' && rule.logsource.product === 'acta'
      ? [...actionsIn(rule.searches)].map((action) => ({ rule: rule.title, action }))
      : [],
  );
  assert.ok(asked.length > 100);
  assert.deepEqual(
    asked.filter(({ action }) => !catalogue.has(action)),
    [],
  );
});

/** Values that a search compares `action` with as they are. */
function* actionsIn(part: unknown): Generator<string> {
  if (typeof part !== 'object' || part === null) return;
  for (const [name, value] of Object.entries(part)) {
    if (name !== 'action') yield* actionsIn(value);
    else for (const each of [value].flat()) if (!`${each}`.includes('*')) yield `${each}`;
  }
}

/** Base rules of a correlation say who they are; the file's alerting rule says the rest. */
function isComplete(rule: Rule): string[] {
  const triage = rule.custom['acta.triage'];
  const wants: [string, boolean][] = [
    ['id', rule.id !== undefined],
    ['description', (rule.description ?? '').length >= 40],
    ['author', rule.author === 'Acta'],
    ['license', rule.license === 'Apache-2.0'],
    ['level', rule.level !== undefined],
    ['falsepositives', rule.falsepositives.length > 0],
    ['an ATT&CK technique', rule.tags.some((tag) => /^attack\.t\d{4}/.test(tag))],
    ['a CICD-SEC risk', rule.tags.some((tag) => /^cicd-sec\.(?:[1-9]|10)$/.test(tag))],
    ['acta.triage', typeof triage === 'string' && triage.length >= 80],
  ];
  return wants.filter(([, isThere]) => !isThere).map(([what]) => what);
}

for (const file of files) {
  test(`${file} is complete and does what its fixtures say`, () => {
    const { rules, errors } = parseRules(readFileSync(join(folder, file), 'utf8'), file);
    assert.deepEqual(errors, []);
    const outermost = rules.findLast((rule) => rule.kind === 'correlation') ?? rules[0]!;
    assert.deepEqual(isComplete(outermost), [], 'it lacks');
    const beside = join(folder, file.replace(/\.yml$/, '.test.yml'));
    assert.ok(existsSync(beside), `${beside} is missing`);
    const fixtures = parseFixtures(readFileSync(beside, 'utf8'));
    assert.ok(fixtures.some(({ fires }) => fires) && fixtures.some(({ fires }) => !fires));
    for (const { title, wanted, fired } of runFixtures(rules, fixtures)) {
      assert.equal(fired, wanted, title);
    }
  });
}
