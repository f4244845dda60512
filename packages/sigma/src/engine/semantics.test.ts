// What each construct of Sigma means, one line a case: the item, the event, whether it matches.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesEvent, selection } from '../testing.ts';

type Case = [item: string, event: object, matches: boolean];

const groups: Record<string, Case[]> = {
  'texts are compared without regard to case': [
    ['a: Foo', { a: 'foo' }, true],
    ['a: foo', { a: 'FOO' }, true],
    ['a: foo', { a: 'foobar' }, false],
    ['a|cased: Foo', { a: 'foo' }, false],
    ['a|cased: Foo', { a: 'Foo' }, true],
    ['a|contains|cased: Foo', { a: 'aFoob' }, true],
    ['a|contains|cased: Foo', { a: 'afoob' }, false],
  ],
  'names of fields: exact first, then without regard to case': [
    ['resultType: x', { ResultType: 'x' }, true],
    ['resultType: x', { ResultType: 'x', resultType: 'y' }, false],
    ['ResultType: x', { ResultType: 'x', resultType: 'y' }, true],
    ['ThreatName: x', { 'Threat Name': 'x' }, true],
  ],
  'flat keys with dots come before paths': [
    ['a.b: x', { a: { b: 'x' } }, true],
    ['a.b: x', { 'a.b': 'x' }, true],
    ['a.b: x', { 'a.b': 'y', a: { b: 'x' } }, false],
    ['a.b.c: x', { a: { 'b.c': 'x' } }, true],
    ['a.b.c: x', { 'a.b': { c: 'x' } }, true],
    ['A.B: x', { a: { b: 'x' } }, true],
  ],
  'text modifiers': [
    ['a|contains: oo', { a: 'foobar' }, true],
    ['a|startswith: foo', { a: 'foobar' }, true],
    ['a|startswith: bar', { a: 'foobar' }, false],
    ['a|endswith: bar', { a: 'foobar' }, true],
    ['a|endswith: foo', { a: 'foobar' }, false],
    ['a|contains: 12', { a: 4123 }, true],
  ],
  wildcards: [
    ["a: 'foo*'", { a: 'foobar' }, true],
    ["a: '*bar'", { a: 'foobar' }, true],
    ["a: 'f?o'", { a: 'fxo' }, true],
    ["a: 'f?o'", { a: 'fxxo' }, false],
    ["a: 'a*b*c'", { a: 'aXbYc' }, true],
    [String.raw`a: 'foo\*'`, { a: 'foo*' }, true],
    [String.raw`a: 'foo\*'`, { a: 'foobar' }, false],
    [String.raw`a: 'C:\\*'`, { a: String.raw`C:\Windows` }, true],
    [String.raw`a|endswith: '\cmd.exe'`, { a: String.raw`C:\cmd.exe` }, true],
    [String.raw`a|contains: '\?'`, { a: 'what?' }, true],
    [String.raw`a|contains: '\?'`, { a: 'what' }, false],
  ],
  'a star alone is any value': [
    ["a: '*'", { a: 'x' }, true],
    ["a: '*'", { a: '' }, true],
    ["a: '*'", { a: null }, false],
    ["a: '*'", {}, false],
    ["a|contains: '*'", { a: 7 }, true],
    ["a|contains: '*'", {}, false],
    ["a|contains: '*'", { a: { b: 1 } }, true],
  ],
  'lists of values are any, `all` is all': [
    ['a: [x, y]', { a: 'y' }, true],
    ['a: [x, y]', { a: 'z' }, false],
    ['a|contains|all: [x, y]', { a: 'yx' }, true],
    ['a|contains|all: [x, y]', { a: 'x' }, false],
    ['a|all|contains: [x, y]', { a: 'x' }, false],
  ],
  'null, empty and missing': [
    ['a: null', {}, true],
    ['a: null', { a: null }, true],
    ['a: null', { a: '' }, false],
    ['a: null', { a: 'x' }, false],
    ["a: ''", { a: '' }, true],
    ["a: ''", {}, false],
    ["a: ''", { a: null }, false],
    ['a|exists: true', { a: null }, true],
    ['a|exists: true', { a: '' }, true],
    ['a|exists: true', {}, false],
    ['a|exists: false', {}, true],
    ['a|exists: false', { a: null }, false],
    ['a.b: null', { a: { c: 1 } }, true],
  ],
  'numbers and booleans are compared as texts': [
    ['a: 401', { a: 401 }, true],
    ['a: 401', { a: '401' }, true],
    ["a: '401'", { a: 401 }, true],
    ["a: 'true'", { a: true }, true],
    ['a: true', { a: 'True' }, true],
    ['a: false', { a: true }, false],
  ],
  'numbers by size': [
    ['a|gt: 5', { a: 6 }, true],
    ['a|gt: 5', { a: 5 }, false],
    ['a|gte: 5', { a: '5' }, true],
    ['a|lt: 5', { a: 4.5 }, true],
    ['a|lte: 5', { a: 'five' }, false],
    ['a|lt: 5', {}, false],
    ['a|lt: 5', { a: '' }, false],
  ],
  'neq and fieldref': [
    ['a|neq: x', { a: 'y' }, true],
    ['a|neq: x', { a: 'X' }, false],
    ['a|neq: [x, y]', { a: 'y' }, false],
    ['a|fieldref: b', { a: 'x', b: 'X' }, true],
    ['a|fieldref: b', { a: 'x', b: 'y' }, false],
    ['a|fieldref: b', { a: 'x' }, false],
    ['a|fieldref|startswith: b', { a: 'xyz', b: 'xy' }, true],
    ['a|fieldref|neq: b', { a: 'x', b: 'y' }, true],
  ],
  'regular expressions are cased, unanchored, and not wildcards': [
    ["a|re: 'b.r'", { a: 'foobar' }, true],
    ["a|re: 'B.R'", { a: 'foobar' }, false],
    ["a|re|i: 'B.R'", { a: 'foobar' }, true],
    ["a|re: '(?i)B.R'", { a: 'foobar' }, true],
    ["a|re: '^b'", { a: 'a\nb' }, false],
    ["a|re|m: '^b'", { a: 'a\nb' }, true],
    ["a|re: 'a.b'", { a: 'a\nb' }, false],
    ["a|re|s: 'a.b'", { a: 'a\nb' }, true],
    [String.raw`a|re: '\d{3}'`, { a: 404 }, true],
    ["a|re: 'x[^y]{,2}z'", { a: 'xabz' }, true],
    ["a|re: 'x[^y]{,2}z'", { a: 'xabcz' }, false],
    [String.raw`a|re: 'x\{,2}[{,2}]'`, { a: 'x{,2},' }, true],
  ],
  networks: [
    ['a|cidr: 10.0.0.0/8', { a: '10.1.2.3' }, true],
    ['a|cidr: [10.0.0.0/8, 192.0.2.0/24]', { a: '192.0.2.1' }, true],
    ['a|cidr: 10.0.0.0/8', { a: 'host' }, false],
    ["a|cidr: '2001:db8::/32'", { a: '2001:db8::1' }, true],
  ],
  encodings: [
    ['a|base64: foo', { a: 'Zm9v' }, true],
    ['a|base64offset|contains: foobar', { a: btoa('xfoobary') }, true],
    ['a|base64offset|contains: foobar', { a: btoa('xyfoobar-') }, true],
    ['a|base64offset|contains: foobar', { a: btoa('nothing') }, false],
    ['a|wide|base64offset|contains: cmd', { a: btoa('xc\0m\0d\0y') }, true],
    ['a|utf16be|base64: c', { a: btoa('\0c') }, true],
    ["a|windash|contains: ' -enc'", { a: 'ps /enc' }, true],
    ["a|windash|contains|all: [' -x', ' -y']", { a: 'p /x \u2013y' }, true],
  ],
  'parts of dates': [
    ['a|hour: 23', { a: '2026-11-20T23:15:00Z' }, true],
    ['a|minute|gte: 15', { a: '2026-11-20T23:15:00Z' }, true],
    ['a|day: 20', { a: '2026-11-20' }, true],
    ['a|week: 47', { a: '2026-11-20' }, true],
    ['a|week: 53', { a: '2027-01-01' }, true],
    ['a|month|lt: 11', { a: '2026-11-20' }, false],
    ['a|year: 2026', { a: 'never' }, false],
  ],
  'lists in events are any of their members': [
    ['a: x', { a: ['y', 'x'] }, true],
    ['a.b: x', { a: [{ b: 'y' }, { b: 'x' }] }, true],
    ['a.b: x', { a: [[{ b: 'x' }]] }, true],
    ['a.b.c: x', { a: [{ b: [{ c: 'x' }] }] }, true],
    ['a: null', { a: ['x', null] }, false],
    ['a: x', { a: [] }, false],
  ],
  'objects are searched as compact JSON': [
    ['a|contains: Suspended', { a: { status: 'Suspended' } }, true],
    ['a|contains: \'"status":"x"\'', { a: { status: 'x' } }, true],
    ['a|contains: s3:GetObject', { a: { policy: '{"Action":"s3:GetObject"}' } }, true],
    ['a|contains: \'"Action":"s3\'', { a: { policy: '{"Action":"s3:Get"}' } }, true],
    ["a|re: 'stat.s'", { a: [{ status: 1 }] }, true],
    ['a: x', { a: { x: 'x' } }, false],
  ],
};

for (const [name, cases] of Object.entries(groups)) {
  for (const [item, event, wanted] of cases) {
    const verb = wanted ? 'matches' : 'does not match';
    test(`${name}: ${item} ${verb} ${JSON.stringify(event)}`, () => {
      assert.equal(matchesEvent(selection(item), event), wanted);
    });
  }
}

const sections: [name: string, detection: string, event: object, matches: boolean][] = [
  ['maps are all of their items', selection('a: x', 'b: y'), { a: 'x', b: 'y' }, true],
  ['maps are all of their items', selection('a: x', 'b: y'), { a: 'x' }, false],
  ['lists of maps are any', selection('- a: x', '- b: y'), { b: 'y' }, true],
  ['a map in a list is all', selection('- a: x', '  c: z', '- b: y'), { a: 'x' }, false],
  ['keywords are found in any text', selection('- needle'), { a: { b: ['a NEEDLE.'] } }, true],
  ['keywords are found in any text', selection('- needle'), { a: 'hay' }, false],
  ['keywords see through JSON in JSON', selection(`- '"s3:Get"'`), { p: '{"a":"s3:Get"}' }, true],
  ['keywords take wildcards', selection("- 'a*c'"), { m: 'xxabcxx' }, true],
  ["'|all' is all keywords", selection("'|all':", '  - one', '  - two'), { m: 'two one' }, true],
  ["'|all' is all keywords", selection("'|all':", '  - one', '  - two'), { m: 'one' }, false],
  ['mixed lists', selection('- needle', '- a: x'), { a: 'x' }, true],
  [
    'not over a missing field is true',
    'selection:\n  a: x\nfilter:\n  b: y\ncondition: selection and not filter',
    { a: 'x' },
    true,
  ],
  ['one of', 'sel_a:\n  a: x\nsel_b:\n  b: y\ncondition: 1 of sel_*', { b: 'y' }, true],
  ['all of', 'sel_a:\n  a: x\nsel_b:\n  b: y\ncondition: all of sel_*', { b: 'y' }, false],
  [
    'a list of conditions is any of them',
    'one:\n  a: x\ntwo:\n  b: y\ncondition:\n  - one\n  - two',
    { b: 'y' },
    true,
  ],
  [
    'siblings of other elements count',
    selection('a.b: x', 'a.c: y'),
    { a: [{ b: 'x' }, { c: 'y' }] },
    true,
  ],
];
for (const [name, detection, event, wanted] of sections) {
  test(`${name}: ${JSON.stringify(event)} ${wanted ? 'matches' : 'does not'}`, () => {
    assert.equal(matchesEvent(detection, event), wanted);
  });
}

const refusals: [item: string, reason: RegExp][] = [
  ['a|contians: x', /no modifier "contians"/],
  ['a|all: x', /`all` needs a list/],
  ['a|contains|startswith: x', /exclude each other/],
  ['a|re|contains: x', /does not go with/],
  ["a|re: '(?=x)'", /linear time/],
  ["a|re: '('", /regular expression is not right/],
  ['a|i: x', /flag of `re`/],
  ['a|cidr: nowhere', /no network/],
  ['a|gt: many', /takes a number/],
  ['a|exists: maybe', /true or false/],
  ["a|base64: 'x*'", /does not take wildcards/],
  ['a|contains: null', /does not take null/],
  ['a: [x, null]', /null stands alone/],
  ['a: []', /is empty/],
  ["a|expand: '%unset%'", /Nothing is set for %unset%/],
  ['a: {b: c}', /A value is text/],
];
for (const [item, reason] of refusals) {
  test(`${item} is refused`, () => {
    assert.throws(() => matchesEvent(selection(item), {}), reason);
  });
}

test('placeholders are lists of the reader', () => {
  const overlay = { placeholders: { admins: ['root', 'adm'] } };
  const detection = selection("user|expand: '%admins%'");
  assert.equal(matchesEvent(detection, { user: 'adm' }, overlay), true);
  assert.equal(matchesEvent(detection, { user: 'eve' }, overlay), false);
  const within = selection("user|expand|startswith: '%admins%-'");
  assert.equal(matchesEvent(within, { user: 'root-7' }, overlay), true);
});
