import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CoverageDay } from '../../api/types.ts';
import { dayText } from './words.ts';

const day = (change: Partial<CoverageDay>): CoverageDay => ({
  day: '2026-11-19',
  state: 'complete',
  events: 0,
  expected: null,
  refused: 0,
  reasons: [],
  recorded: null,
  ...change,
});

test('a day says what it is, how much came, and why it is not complete', () => {
  assert.equal(dayText(day({})), '2026-11-19: complete, nothing happened');
  assert.equal(dayText(day({ state: 'not_connected' })), '2026-11-19: not connected');
  const reason = {
    code: 'silent' as const,
    from: '2026-11-19T08:00:00.000Z',
    to: '2026-11-20T00:00:00.000Z',
    count: null,
    detail: '',
  };
  assert.equal(
    dayText(day({ state: 'partial', events: 1, expected: 40.4, reasons: [reason] })),
    '2026-11-19: partial, 1 event, 40 usual, silent 08:00–24:00 UTC',
  );
  const whole = { ...reason, from: '2026-11-19T00:00:00.000Z' };
  assert.match(dayText(day({ state: 'partial', reasons: [whole] })), /silent all day$/);
});
