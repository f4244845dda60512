import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isTime, parseTime, timeMs } from './time.ts';

test('RFC 3339 in, UTC with milliseconds out', () => {
  const cases: [string, string | null][] = [
    ['2026-11-19T08:15:02.114Z', '2026-11-19T08:15:02.114Z'],
    ['2026-11-19T08:15:02Z', '2026-11-19T08:15:02.000Z'],
    ['2026-11-19t08:15:02z', '2026-11-19T08:15:02.000Z'],
    ['2026-11-19 09:15:02.1149999+01:00', '2026-11-19T08:15:02.114Z'],
    ['2026-11-19T00:15:02-08:30', '2026-11-19T08:45:02.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['1970-01-01T00:00:00+00:01', null],
    ['2026-02-29T00:00:00Z', null],
    ['2026-13-01T00:00:00Z', null],
    ['2026-00-01T00:00:00Z', null],
    ['2026-01-00T00:00:00Z', null],
    ['2026-01-01T24:00:00Z', null],
    ['2026-01-01T00:60:00Z', null],
    ['2026-01-01T00:00:61Z', null],
    ['2026-01-01T00:00:00', null],
    ['2026-01-01', null],
    ['2026-01-01T00:00:00.Z', null],
    ['2026-01-01T00:00:00+24:00', null],
    ['1795076102', null],
    ['', null],
  ];
  for (const [text, wanted] of cases) assert.equal(parseTime(text), wanted, text);
});

test('only the one form is a time inside', () => {
  assert.ok(isTime('2026-11-19T08:15:02.114Z'));
  for (const text of [
    '2026-11-19T08:15:02Z',
    '2026-02-30T08:15:02.114Z',
    '1969-12-31T23:59:59.999Z',
  ]) {
    assert.ok(!isTime(text), text);
  }
});

test('the one form is told by its digits as by its date', () => {
  const two = (max: number) =>
    fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
  const year = fc.integer({ min: 1960, max: 2110 });
  const parts = fc.tuple(year, two(14), two(33), two(26), two(65), two(65));
  fc.assert(
    fc.property(parts, ([of, month, day, hour, minute, second]) => {
      const text = `${of}-${month}-${day}T${hour}:${minute}:${second}.250Z`;
      const date = new Date(text);
      const same = !Number.isNaN(date.getTime()) && date.toISOString() === text;
      assert.equal(isTime(text), same && date.getTime() >= 0, text);
    }),
    { numRuns: 3_000 },
  );
});

test('every date comes back from its own text', () => {
  const dates = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(fc.property(dates, (date) => parseTime(date.toISOString()) === date.toISOString()));
});

test('what is remembered is what Date.parse gives', () => {
  const texts = [
    '2026-11-19T08:15:02.114Z',
    '',
    '2026-11-19T08:15:02Z',
    '1970-01-01T00:00:00.000Z',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...texts, 'no time')), (asked) => {
      for (const text of asked) assert.equal(timeMs(text), Date.parse(text));
    }),
  );
});
