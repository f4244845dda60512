import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CoverageAnswer, CoverageDay, CoverageReason } from '@acta/sdk';
import { manualClock } from '../lib/clock.ts';
import { gapsOf, packGaps } from './pack-gaps.ts';

const reason = (code: CoverageReason['code']): CoverageReason => ({
  code,
  from: null,
  to: null,
  count: null,
  detail: '',
});

const day = (
  at: string,
  state: CoverageDay['state'],
  ...codes: CoverageReason['code'][]
): CoverageDay => ({
  day: at,
  state,
  events: 0,
  expected: null,
  refused: 0,
  reasons: codes.map(reason),
  recorded: null,
});

const answer = (since: string, days: CoverageDay[], from = '2026-11-01'): CoverageAnswer => ({
  from,
  to: '2026-11-20',
  sources: [{ source: 'acme', type: 'github', since, days }],
  down: [],
  not_heard: [],
  through_index: 9,
});

const DAYS = [
  day('2026-11-01', 'not_connected'),
  day('2026-11-02', 'partial', 'connected'),
  day('2026-11-03', 'complete'),
  day('2026-11-04', 'partial', 'silent', 'silent', 'gap'),
  day('2026-11-05', 'partial', 'silent', 'gap'),
  day('2026-11-06', 'unknown', 'acta_down'),
  day('2026-11-07', 'complete'),
  day('2026-11-08', 'unknown', 'acta_down'),
  day('2026-11-09', 'open'),
];
const SINCE = '2026-11-02T10:00:00.000Z';

const shown = (gaps: ReturnType<typeof gapsOf>) =>
  gaps.map(
    ({ source, from, to, why }) => `${source} ${from.slice(0, 10)} ${to.slice(0, 10)} ${why}`,
  );

test('days that follow each other for one reason are one gap; whole and open ones are none', () => {
  assert.deepEqual(shown(gapsOf(answer(SINCE, DAYS), '2026-11-01')), [
    'acme 2026-11-01 2026-11-02 not connected',
    'acme 2026-11-02 2026-11-03 partial: connected during the day',
    'acme 2026-11-04 2026-11-06 partial: silent beyond its rhythm; numbers are missing',
    'acme 2026-11-06 2026-11-07 unknown: Acta was not running',
    'acme 2026-11-08 2026-11-09 unknown: Acta was not running',
  ]);
});

test('without a begin a source is expected since it was connected', () => {
  const [first] = gapsOf(answer(SINCE, DAYS), null);
  assert.equal(first?.why, 'partial: connected during the day');
});

test('what lies before all that is kept is said to be not known', () => {
  const old = answer('2020-01-01T00:00:00.000Z', [day('2026-11-01', 'complete')]);
  assert.deepEqual(shown(gapsOf(old, '2025-01-01')), [
    'acme 2025-01-01 2026-11-01 not known: coverage is kept for 400 days',
  ]);
  assert.deepEqual(shown(gapsOf(old, null)), [
    'acme 2020-01-01 2026-11-01 not known: coverage is kept for 400 days',
  ]);
});

test('the days that are asked for are those of the range, up to today', async () => {
  const asked: string[] = [];
  const coverage = {
    async all(from: string, to: string) {
      asked.push(`${from} ${to}`);
      return answer(SINCE, []);
    },
  };
  const gaps = packGaps(coverage, manualClock(Date.parse('2026-11-19T08:00:00Z')));
  await gaps('2026-11-01T12:00:00.000Z', '2026-11-03T00:00:00.000Z');
  await gaps('2026-11-01T12:00:00.000Z', '2026-11-03T00:00:00.001Z');
  await gaps(null, null);
  await gaps('2020-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z');
  assert.deepEqual(asked, [
    '2026-11-01 2026-11-03',
    '2026-11-01 2026-11-04',
    '2025-10-15 2026-11-20',
    '2025-10-15 2026-11-20',
  ]);
});
