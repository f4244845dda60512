import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyOffer, offersAt } from './completion.ts';

const known = {
  actions: [{ action: 'branch_protection.removed', sentence: 'removed protection from {target}' }],
  facets: [
    {
      field: 'actor',
      values: [
        { value: 'octocat', count: 7 },
        { value: 'Ana Lima', count: 2 },
      ],
      other: 0,
    },
  ],
  labels: ['team', 'team:owner', 'two words'],
};

const labels = (text: string) => offersAt(text, text.length, known).items.map((item) => item.label);

test('a field is offered by its beginning', () => {
  assert.ok(labels('act').includes('actor'));
});

test('labels of the events shown are offered, in quotes where they need them', () => {
  assert.deepEqual(labels('label.te'), ['label.team', 'label."team:owner"']);
  assert.deepEqual(labels('x label."two w'), ['label."two words"']);
  assert.deepEqual(labels('-labels.ow'), ['labels."team:owner"']);
  const text = 'label."two w';
  const offers = offersAt(text, text.length, known);
  assert.equal(applyOffer(text, offers, offers.items[0]!).text, 'label."two words":');
});

test('values come from the facets, by any part', () => {
  assert.deepEqual(labels('actor:cat'), ['octocat']);
});

test('actions come from the catalogue', () => {
  assert.deepEqual(labels('action:protection'), ['branch_protection.removed']);
});

test('closed vocabularies come from the language', () => {
  assert.ok(labels('outcome:den').includes('denied'));
});

test('what stands there already is not offered', () => {
  assert.deepEqual(labels('actor:octocat'), []);
});

test('an offer replaces the word at the cursor and quotes what needs it', () => {
  const text = 'outcome:failure actor:ana';
  const offers = offersAt(text, text.length, known);
  assert.deepEqual(applyOffer(text, offers, offers.items[0]!), {
    text: 'outcome:failure actor:"Ana Lima" ',
    cursor: 33,
  });
});
