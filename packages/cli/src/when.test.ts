import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseWhen } from './when.ts';

const now = Date.parse('2026-11-20T10:00:00Z');

test('times and spans are read', () => {
  const cases: [string, string][] = [
    ['now', '2026-11-20T10:00:00.000Z'],
    ['15m', '2026-11-20T09:45:00.000Z'],
    ['24h', '2026-11-19T10:00:00.000Z'],
    ['7d', '2026-11-13T10:00:00.000Z'],
    ['2w', '2026-11-06T10:00:00.000Z'],
    ['2026-11-01T08:00:00Z', '2026-11-01T08:00:00.000Z'],
    ['2026-11-01T08:00:00+02:00', '2026-11-01T06:00:00.000Z'],
  ];
  for (const [text, time] of cases) assert.equal(parseWhen(text, now), time, text);
  assert.equal(parseWhen('2026-11-01', now), new Date('2026-11-01T00:00:00').toISOString());
});

test('what is no time is refused with what is one', () => {
  for (const text of ['', 'yesterday', '7', '7y', '-1d', '2026-13-01', '1.5h']) {
    assert.throws(() => parseWhen(text, now), { exit: 2 }, text);
  }
});
