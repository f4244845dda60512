import { eventLimits as limits } from '@acta/event';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitted, fittedId } from './fit.ts';
import type { EventBody } from './types.ts';

const long = 'ä'.repeat(9_000);
const event: EventBody = {
  action: 'user.signed_in',
  outcome: 'success',
  actor: { type: 'user', id: 'u', on_behalf_of: { type: 'user', id: 'v' } },
  target: { type: 'app', id: 'a' },
};

test('what fits is the same event', () => {
  assert.equal(fitted(event), event);
  assert.equal(fittedId('d-1'), 'd-1');
});

test('texts are cut where an event could not hold them, each at its own limit', () => {
  const given: EventBody = {
    ...event,
    native: long,
    actor: { type: long, id: long, on_behalf_of: { type: 'user', id: long } },
    targets: [{ type: 'app', id: long }],
    context: { user_agent: long, request: { path: long, headers: { a: long } } },
    pipeline: { ref: `refs/heads/${'a'.repeat(limits.text_max_length)}` },
    why: { reason: long, ticket: long },
    changes: [{ field: 'a', to: long }],
    labels: { a: long },
  };
  const { changes, ...cut } = fitted(given);
  const lengths: number[] = [];
  JSON.stringify(cut, (name, value: unknown) => {
    if (typeof value === 'string' && value.endsWith('…')) lengths.push(value.length);
    return value;
  });
  const [word, text, longText] = [
    limits.word_max_length,
    limits.text_max_length,
    limits.long_text_max_length,
  ];
  assert.deepEqual(
    lengths.toSorted((a, b) => a - b),
    [word, text, text, text, text, text, text, text, longText, longText, longText, longText],
  );
  assert.equal(changes, given.changes);
  assert.equal(given.native, long, 'the event given was changed');
});

test('ids that are too long stay apart', () => {
  const [one, two] = [fittedId(`${long}1`), fittedId(`${long}2`)];
  assert.ok(one.length <= limits.text_max_length && one !== two);
  assert.equal(one, fittedId(`${long}1`));
});
