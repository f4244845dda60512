import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileMapping } from './compile.ts';
import { mappingLimits } from './limits.ts';

function problemsOf(document: unknown): Record<string, string> {
  const compiled = compileMapping(document);
  if (compiled.ok) return {};
  return Object.fromEntries(compiled.problems.map(({ path, message }) => [path, message]));
}

const field = (value: unknown) => ({ v: 1, fields: { 'actor.id': value } });
const rule = (when: unknown) => ({ v: 1, rules: [{ when, fields: {} }] });

test('each mistake is named at its place', () => {
  const cases: [unknown, string, RegExp][] = [
    [null, '', /is null, expected an object/],
    [[], '', /is a list/],
    [{}, '/v', /missing, expected 1/],
    [{ v: 2 }, '/v', /expected 1/],
    [{ v: 1, feilds: {} }, '/feilds', /means nothing/],
    [{ v: 1, guess: 'no' }, '/guess', /true or false/],
    [{ v: 1, input: { format: 'xml' } }, '/input/format', /no format/],
    [{ v: 1, input: { split: 'a..b' } }, '/input/split', /column 2/],
    [{ v: 1, input: { split: '@parent.a' } }, '/input/split', /own value/],
    [{ v: 1, extract: [{ pattern: 'a(b' }] }, '/extract/0/pattern', /missing closing/],
    [{ v: 1, extract: [{ pattern: '(?=a)' }] }, '/extract/0/pattern', /RE2/],
    [{ v: 1, extract: [{ pattern: 'ab' }] }, '/extract/0/pattern', /named group/],
    [{ v: 1, extract: {} }, '/extract', /expected a list/],
    [{ v: 1, fields: { colour: 'x' } }, '/fields/colour', /no field/],
    [{ v: 1, fields: { 'labels.__proto__': 'x' } }, '/fields/labels.__proto__', /no field/],
    [{ v: 1, fields: { 'actor.assurance': 'x' } }, '/fields/actor.assurance', /no field/],
    [{ v: 1, fields: { outcome: 'fine' } }, '/fields/outcome', /no outcome/],
    [{ v: 1, fields: { category: 'x' } }, '/fields/category', /no category/],
    [{ v: 1, fields: { action: 'repo.delete' } }, '/fields/action', /no action/],
    [{ v: 1, fields: { targets: { id: 'x' } } }, '/fields/targets/each', /missing/],
    [{ v: 1, fields: { changes: { before: 'a' } } }, '/fields/changes/after', /missing/],
    [field(null), '/fields/actor.id', /is null/],
    [field({}), '/fields/actor.id', /no source/],
    [field({ path: 'a', const: 1 }), '/fields/actor.id', /path and const/],
    [field({ path: 'a', of: 1 }), '/fields/actor.id/of', /means nothing/],
    [field({ path: 7 }), '/fields/actor.id/path', /is a number/],
    [field('{a'), '/fields/actor.id', /column 1/],
    [field({ first: [] }), '/fields/actor.id/first', /list of values/],
    [field({ first: ['{a}', { path: 'a[' }] }), '/fields/actor.id/first/1/path', /column 2/],
    [field({ path: 'a', case: 'title' }), '/fields/actor.id/case', /lower or upper/],
    [field({ path: 'a', map: { x: {} } }), '/fields/actor.id/map/x', /is an object/],
    [field({ path: 'a', map: { 'a/b~': null } }), '/fields/actor.id/map/a~1b~0', /is null/],
    [field({ path: 'a', format: 'soon' }), '/fields/actor.id/format', /none of/],
    [field({ path: 'a', format: ['iso', '%Q'] }), '/fields/actor.id/format/1', /none of/],
    [field({ path: 'a', zone: 'Berlin' }), '/fields/actor.id/zone', /no zone/],
    [field({ path: 'a', join: 7 }), '/fields/actor.id/join', /text/],
    [field({ path: 'a', default: {} }), '/fields/actor.id/default', /no source/],
    [rule(undefined), '/rules/0/when', /missing/],
    [rule({ path: 'a' }), '/rules/0/when', /says nothing/],
    [rule({ path: 'a', equals: 1, exists: true }), '/rules/0/when', /equals and exists/],
    [rule({ path: 'a', equals: {} }), '/rules/0/when/equals', /expected a text/],
    [rule({ path: 'a', in: 'x' }), '/rules/0/when/in', /list of texts/],
    [rule({ path: 'a', exists: 1 }), '/rules/0/when/exists', /true or false/],
    [rule({ all: [] }), '/rules/0/when/all', /list of conditions/],
    [
      rule({ not: { any: [{ path: 'a', matches: '(' }] } }),
      '/rules/0/when/not/any/0/matches',
      /RE2/,
    ],
  ];
  for (const [document, path, message] of cases) {
    const problems = problemsOf(document);
    assert.match(problems[path] ?? 'nothing', message, JSON.stringify(document));
  }
});

test('near actions are offered for one that is none', () => {
  const compiled = compileMapping({
    v: 1,
    fields: { action: { path: 'v', map: { rm: 'repo.deleted' } } },
  });
  assert.ok(!compiled.ok);
  assert.equal(compiled.problems[0]?.path, '/fields/action/map/rm');
  assert.ok(compiled.problems[0]?.expected?.some((action) => action.endsWith('.deleted')));
});

test('hostile documents end at a limit, soon', () => {
  const deep = (levels: number): unknown => (levels === 0 ? '{a}' : { first: [deep(levels - 1)] });
  const nested = (levels: number): unknown =>
    levels === 0 ? { path: 'a', exists: true } : { not: nested(levels - 1) };
  const wide = Array.from({ length: 5_000 }, () => '{a}');
  const table = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`k${at}`, 'v']));
  const patterns = Array.from({ length: 32 }, () => ({
    when: { all: Array.from({ length: 3 }, () => ({ path: 'a', matches: 'x' })) },
    fields: {},
  }));
  const documents: [string, unknown][] = [
    ['deep values', field(deep(10))],
    ['very deep values', field(deep(5_000))],
    ['deep conditions', rule(nested(10))],
    ['many values', field({ first: wide })],
    ['many entries', field({ path: 'a', map: table })],
    ['many patterns', { v: 1, rules: patterns }],
    ['a large pattern', rule({ path: 'a', matches: '(.{0,300}){0,3}x' })],
    ['a long pattern', rule({ path: 'a', matches: 'x'.repeat(1_001) })],
    ['a large document', field('x'.repeat(mappingLimits.document_max_length))],
    [
      'many fields',
      {
        v: 1,
        fields: Object.fromEntries(wide.slice(0, 200).map((_, at) => [`labels.l${at}`, 'x'])),
      },
    ],
    [
      'many rules',
      {
        v: 1,
        rules: wide.slice(0, 300).map(() => ({ when: { path: 'a', exists: true }, fields: {} })),
      },
    ],
  ];
  for (const [name, document] of documents) {
    const compiled = compileMapping(document);
    assert.ok(!compiled.ok && compiled.problems.length <= 50, name);
  }
});
