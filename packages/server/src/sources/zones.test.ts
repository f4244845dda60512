import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isZone, zonedTime } from './zones.ts';

const at = (text: string, zone: string) => {
  const [year, month, day, hour, minute, second] = text.split(/[- :]/).map(Number);
  return zonedTime(
    {
      year: year!,
      month: month!,
      day: day!,
      hour: hour!,
      minute: minute!,
      second: second!,
    },
    zone,
  );
};
const cases: readonly (readonly [string, string, string | undefined])[] = [
  ['2026-07-01 12:00:00', 'UTC', '2026-07-01T12:00:00.000Z'],
  ['2026-07-01 12:00:00', 'Europe/Berlin', '2026-07-01T10:00:00.000Z'],
  ['2026-01-01 00:30:00', 'Europe/Berlin', '2025-12-31T23:30:00.000Z'],
  ['2026-07-01 12:00:00', 'America/New_York', '2026-07-01T16:00:00.000Z'],
  ['2026-07-01 12:00:00', 'Asia/Kolkata', '2026-07-01T06:30:00.000Z'],
  ['2026-07-01 12:00:00', '+0530', '2026-07-01T06:30:00.000Z'],
  ['2026-07-01 12:00:00', '-03:30', '2026-07-01T15:30:00.000Z'],
  // Shown twice: the first. Left out: moved on by the gap.
  ['2026-10-25 02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['2026-03-29 02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-11-01 01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ['2026-02-30 12:00:00', 'UTC', undefined],
  ['2026-02-01 24:00:00', 'UTC', undefined],
  ['2026-02-01 12:00:00', 'Mars/Base', undefined],
];
for (const [text, zone, expected] of cases) {
  test(`${text} in ${zone}`, () => assert.equal(at(text, zone), expected));
}

test('zones are known by name or offset', () => {
  for (const zone of ['UTC', 'Europe/Berlin', '+02:00', 'UTC-0300']) assert.ok(isZone(zone), zone);
  for (const zone of ['', 'x', 'Mars/Base', '; drop', '+2']) assert.ok(!isZone(zone), zone);
});
