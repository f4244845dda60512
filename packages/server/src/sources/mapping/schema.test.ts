import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileMapping } from './compile.ts';
import { mappingJsonSchema } from './schema.ts';

interface Schema {
  properties: Record<string, Schema>;
  anyOf: Schema[];
  $defs: Record<string, Schema>;
  items: Schema;
}
const schema = mappingJsonSchema as unknown as Schema;

/** What the compiler says may stand where something means nothing. */
function known(document: unknown, path: string): string[] {
  const compiled = compileMapping(document);
  assert.ok(!compiled.ok);
  const expected = compiled.problems.find(
    (problem) => problem.path === `${path}/nothing`,
  )?.expected;
  return (expected ?? []).toSorted();
}

const names = (one: Schema | undefined) => Object.keys(one?.properties ?? {}).toSorted();

test('the published schema and the compiler know the same members', () => {
  const { value, condition, fields } = schema.$defs;
  const nothing = { nothing: 1 };
  assert.deepEqual(names(schema), known({ v: 1, ...nothing }, ''));
  assert.deepEqual(names(schema.properties['input']), known({ v: 1, input: nothing }, '/input'));
  assert.deepEqual(
    names(schema.properties['extract']?.items),
    known({ v: 1, extract: [nothing] }, '/extract/0'),
  );
  assert.deepEqual(
    names(schema.properties['rules']?.items),
    known({ v: 1, rules: [nothing] }, '/rules/0'),
  );
  assert.deepEqual(names(value?.anyOf[1]), known({ v: 1, delivery: nothing }, '/delivery'));
  const when = known({ v: 1, rules: [{ when: nothing, fields: {} }] }, '/rules/0/when');
  assert.deepEqual(names(condition), [...when, 'all', 'any', 'not'].toSorted());
  for (const name of names(fields)) {
    const given = name === 'changes' || name === 'targets' ? { each: 'a' } : '{a}';
    assert.ok(compileMapping({ v: 1, fields: { [name]: given } }).ok, name);
  }
});
