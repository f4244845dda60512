import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isMeant, parseCondition, type Condition } from './condition.ts';

const name = (text: string): Condition => ({ type: 'name', name: text });
const not = (item: Condition): Condition => ({ type: 'not', item });
const and = (...items: Condition[]): Condition => ({ type: 'and', items });
const or = (...items: Condition[]): Condition => ({ type: 'or', items });

const cases: [string, Condition][] = [
  ['a', name('a')],
  ['a and b or c', or(and(name('a'), name('b')), name('c'))],
  ['a or b and not c', or(name('a'), and(name('b'), not(name('c'))))],
  ['a and (b or c)', and(name('a'), or(name('b'), name('c')))],
  ['NOT a AND b', and(not(name('a')), name('b'))],
  ['not not a', not(not(name('a')))],
  ['1 of sel_*', { type: 'of', every: false, pattern: 'sel_*' }],
  ['any of them', { type: 'of', every: false, pattern: 'them' }],
  [
    'sel and not all of filter*',
    and(name('sel'), not({ type: 'of', every: true, pattern: 'filter*' })),
  ],
];
for (const [text, wanted] of cases) {
  test(`"${text}" is read`, () => {
    assert.deepEqual(parseCondition(text), wanted);
  });
}

const faults: [string, RegExp][] = [
  ['', /Expected a search identifier \(column 1 /],
  ['a and', /Expected a search identifier \(column 6 /],
  ['a b', /Expected and, or, or the end, not "b" \(column 3 /],
  ['(a', /Expected "\)" \(column 3 /],
  ['a)', /not "\)" \(column 2 /],
  ['a or or b', /not "or" \(column 6 /],
  ['2 of them', /Expected 1, any or all before "of"/],
  ['1 of', /Expected "them" or a pattern/],
  ['a | count() > 5', /obsolete/],
];
for (const [text, message] of faults) {
  test(`"${text}" is refused`, () => {
    assert.throws(() => parseCondition(text), message);
  });
}

test('what is printed is read again', () => {
  const leaf = fc.constantFrom('a', 'selection', 'filter_1').map(name);
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      tie('tree').map(not),
      fc
        .tuple(fc.boolean(), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
        .map(([every, items]) => (every ? and(...items) : or(...items))),
    ),
  }));
  const print = (tree: Condition): string => {
    if (tree.type === 'name') return tree.name;
    if (tree.type === 'not') return `not (${print(tree.item)})`;
    if (tree.type === 'of') return '';
    return tree.items.map((item) => `(${print(item)})`).join(` ${tree.type} `);
  };
  fc.assert(fc.property(tree, (wanted) => assert.deepEqual(parseCondition(print(wanted)), wanted)));
});

test('hidden identifiers are none of them; patterns take stars anywhere', () => {
  assert.equal(isMeant('selection', 'them'), true);
  assert.equal(isMeant('_base', 'them'), false);
  assert.equal(isMeant('_base', '*'), false);
  assert.equal(isMeant('selection_img', 'selection_*'), true);
  assert.equal(isMeant('my_img_sel', '*_img_*'), true);
  assert.equal(isMeant('aba', 'ab*ba'), false);
  assert.equal(isMeant('Selection', 'selection'), false);
});
