import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brushRange, parseMoment, presetOf, resolveRange } from './range.ts';

const NOW = Date.parse('2026-11-20T10:15:42.500Z');

test('a preset resolves to a start on the minute and an open end', () => {
  assert.deepEqual(resolveRange({ range: '1h' }, NOW), {
    from: '2026-11-20T09:15:00.000Z',
    to: null,
  });
  assert.deepEqual(resolveRange({ range: 'all' }, NOW), { from: null, to: null });
});

test('nothing, or an unknown preset, is the default of seven days', () => {
  assert.equal(presetOf({})?.id, '7d');
  assert.equal(presetOf({ range: 'nonsense' })?.id, '7d');
});

test('absolute ends win over a preset', () => {
  const params = { range: '1h', from: '2026-01-01T00:00:00.000Z' };
  assert.equal(presetOf(params), null);
  assert.deepEqual(resolveRange(params, NOW), { from: '2026-01-01T00:00:00.000Z', to: null });
});

test('a typed moment is local time, or ISO with its own zone', () => {
  assert.equal(parseMoment('2026-11-19T08:15:02Z'), '2026-11-19T08:15:02.000Z');
  assert.equal(parseMoment('2026-11-19 08:15'), new Date(2026, 10, 19, 8, 15).toISOString());
  assert.equal(parseMoment('2026-11-19'), new Date(2026, 10, 19).toISOString());
  for (const text of ['', 'yesterday', '2026-02-31', '2026-13-01', '2026-11-19 25:00']) {
    assert.equal(parseMoment(text), null, text);
  }
});

test('a brush covers whole buckets, in either direction', () => {
  const buckets = [0, 1, 2].map((hour) => ({ start: `2026-11-19T0${hour}:00:00.000Z` }));
  const wanted = { from: '2026-11-19T01:00:00.000Z', to: '2026-11-19T03:00:00.000Z' };
  assert.deepEqual(brushRange(buckets, 3600, 1, 2), wanted);
  assert.deepEqual(brushRange(buckets, 3600, 2, 1), wanted);
  assert.equal(brushRange([], 3600, 0, 0), null);
});
