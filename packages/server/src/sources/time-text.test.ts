import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeOf } from './time-text.ts';

const cases: readonly (readonly [unknown, string | undefined])[] = [
  ['2026-11-19T08:15:02Z', '2026-11-19T08:15:02.000Z'],
  ['2026-11-19T10:15:02.114567+02:00', '2026-11-19T08:15:02.114Z'],
  ['2021-08-19T12:16:32.000-04:00', '2021-08-19T16:16:32.000Z'],
  ['2012-01-03 23:36:29 UTC', '2012-01-03T23:36:29.000Z'],
  ['2021-04-28 21:50:00 +0200', '2021-04-28T19:50:00.000Z'],
  ['2021-04-28T21:50:00-0330', '2021-04-29T01:20:00.000Z'],
  ['2021-04-28 21:50:00 +2500', undefined],
  ['2022-08-16 16:56:49.309', '2022-08-16T16:56:49.309Z'],
  [1_621_305_118_553, '2021-05-18T02:31:58.553Z'],
  ['1621305118553', '2021-05-18T02:31:58.553Z'],
  [1_621_305_118, '2021-05-18T02:31:58.000Z'],
  [1_621_305_118.25, '2021-05-18T02:31:58.250Z'],
  [1_621_305_118_553_000, '2021-05-18T02:31:58.553Z'],
  ['1621305118553000123', '2021-05-18T02:31:58.553Z'],
  ['2026-02-30T00:00:00Z', undefined],
  [1e24, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  ['yesterday', undefined],
  ['', undefined],
  [0, undefined],
  [-1, undefined],
  [Number.NaN, undefined],
  [null, undefined],
  [{}, undefined],
];

for (const [value, expected] of cases) {
  test(`${String(value)} is ${expected}`, () => assert.equal(timeOf(value), expected));
}
