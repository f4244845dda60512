import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, duration, fieldTime, fullTime, rowTime, shortTime, zoneOf } from './time.ts';
import { parseMoment } from './range.ts';

const iso = (y: number, mo: number, d: number, h: number, mi: number, s = 0) =>
  new Date(y, mo - 1, d, h, mi, s, 7).toISOString();

test('a row says the year only when it is another one', () => {
  const now = new Date(2026, 10, 20);
  assert.deepEqual(rowTime(iso(2026, 11, 9, 8, 5, 2), now), { day: '9 Nov', clock: '08:05:02' });
  assert.equal(rowTime(iso(2025, 1, 1, 0, 0), now).day, '1 Jan 2025');
  assert.equal(shortTime(iso(2026, 11, 9, 8, 5), now), '9 Nov 08:05');
});

test('the full time names milliseconds and zone', () => {
  const time = iso(2026, 11, 9, 8, 5, 2);
  assert.equal(fullTime(time), `9 Nov 2026, 08:05:02.007 ${zoneOf(new Date(time))}`);
});

test('a time field reads back what it shows', () => {
  const time = new Date(2026, 1, 3, 4, 5).toISOString();
  assert.equal(parseMoment(fieldTime(time)), time);
});

test('lengths pick the unit that fits', () => {
  const cases: [number, string][] = [
    [0.04, '40 ms'],
    [12, '12 s'],
    [240, '4 min'],
    [3 * 3600, '3 h'],
    [12 * 86_400, '12 days'],
  ];
  for (const [seconds, text] of cases) assert.equal(duration(seconds), text);
});

test('ages are words', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');
  assert.equal(ago('2026-11-20T09:59:58Z', now), 'just now');
  assert.equal(ago('2026-11-20T09:56:00Z', now), '4 min ago');
  assert.equal(ago('2026-11-20T10:04:00Z', now), 'in 4 min');
});
