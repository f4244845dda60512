import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseTimeFormat, timeKeywords } from './time-format.ts';

const received = Date.parse('2026-11-20T09:00:00Z');

function read(format: string, value: unknown, zone = 'UTC'): string | undefined {
  const parsed = parseTimeFormat(format);
  assert.ok(parsed.ok, format);
  return parsed.read(value, { zone, received });
}

const instant = fc
  .integer({ min: 0, max: Date.UTC(2100, 0) })
  .map((ms) => new Date(ms).toISOString());

test('every form of an instant reads back as that instant', () => {
  fc.assert(
    fc.property(instant, (time) => {
      const ms = BigInt(Date.parse(time));
      const second = ms / 1000n;
      const fraction = time.slice(20, 23);
      assert.equal(read('iso', time), time);
      assert.equal(read('auto', time), time);
      assert.equal(read('iso', time.replace('T', ' ').replace('Z', '')), time);
      assert.equal(read('iso', time.replaceAll(/[-:]/g, '').replace('.', ',')), time);
      assert.equal(read('epoch_ms', Number(ms)), time);
      assert.equal(read('epoch_s', `${second}.${fraction}`), time);
      assert.equal(read('epoch_us', `${ms}123`), time);
      assert.equal(read('epoch_ns', `${ms}123456`), time);
      assert.equal(read('%Y-%m-%dT%H:%M:%S.%fZ', time), time);
      assert.equal(read('%s', String(second)), time.replace(/\.\d{3}/, '.000'));
    }),
  );
});

test('offsets move the instant, wherever they are written', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (time, offset) => {
      const sign = offset < 0 ? '-' : '+';
      const part = (n: number) => String(n).padStart(2, '0');
      const size = Math.abs(offset);
      const zone = `${sign}${part(Math.floor(size / 60))}:${part(size % 60)}`;
      const local = new Date(Date.parse(time) + offset * 60_000).toISOString().slice(0, 23);
      if (Date.parse(time) + offset * 60_000 < 0) return;
      assert.equal(read('iso', local + zone), time);
      assert.equal(read('iso', local, zone), time);
      assert.equal(
        read('%F %T.%f %z', `${local.replace('T', ' ')} ${zone.replace(':', '')}`),
        time,
      );
    }),
  );
});

test('forms of the field', () => {
  const cases: [string, unknown, string | undefined, string?][] = [
    ['%d/%b/%Y:%H:%M:%S %z', '19/Nov/2026:09:15:02 +0100', '2026-11-19T08:15:02.000Z'],
    ['%a %b %e %H:%M:%S %Y', 'Thu Nov  5 08:15:02 2026', '2026-11-05T08:15:02.000Z'],
    ['%A, %d %B %Y %I:%M %p', 'Thursday, 19 November 2026 12:05 AM', '2026-11-19T00:05:00.000Z'],
    ['%m/%d/%y %I:%M:%S %p', '11/19/26 08:15:02 pm', '2026-11-19T20:15:02.000Z'],
    ['%D %T', '11/19/26 08:15:02', '2026-11-19T08:15:02.000Z'],
    ['%Y.%j %H', '2026.323 8', '2026-11-19T08:00:00.000Z'],
    ['%b %d %H:%M:%S', 'Nov 19 08:15:02', '2026-11-19T08:15:02.000Z'],
    ['%b %d %H:%M:%S', 'Dec 31 23:59:59', '2025-12-31T23:59:59.000Z'],
    ['%d.%m.%Y %H:%M', '19.11.2026 09:15', '2026-11-19T08:15:00.000Z', 'Europe/Berlin'],
    ['%d.%m.%Y %H:%M', '19.07.2026 09:15', '2026-07-19T07:15:00.000Z', 'Europe/Berlin'],
    ['iso', '2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
    ['iso', '2026-11-19', '2026-11-19T00:00:00.000Z'],
    ['iso', '2026-02-30T00:00:00Z', undefined],
    ['%Y-%m-%d', '2026-11-19x', undefined],
    ['%Y-%m-%d', '2026-13-01', undefined],
    ['%I %p', '13 pm', undefined],
    ['epoch_s', -1, undefined],
    ['epoch_s', 1e300, undefined],
    ['epoch_s', 'soon', undefined],
    ['epoch_ms', null, undefined],
    ['auto', 1_763_540_102, '2025-11-19T08:15:02.000Z'],
  ];
  for (const [format, value, expected, zone] of cases) {
    assert.equal(read(format, value, zone), expected, `${format} ${String(value)}`);
  }
});

test('a format that is none says what there is', () => {
  for (const format of ['%Q', '%', 'soon', '']) {
    const parsed = parseTimeFormat(format);
    assert.ok(!parsed.ok, format);
    assert.match(parsed.message, /none of/);
  }
  for (const keyword of timeKeywords) assert.ok(parseTimeFormat(keyword).ok);
});

test('nothing throws, whatever the format and the text', () => {
  const format = fc.array(
    fc.constantFrom('%Y', '%m', '%d', '%b', '%z', '%f', '%s', '%p', '%I', '%j', ' ', '-', '%%'),
    {
      minLength: 1,
    },
  );
  fc.assert(
    fc.property(
      format,
      fc.oneof(fc.string(), fc.double(), fc.constant('Nov 19 2026 +01:00')),
      (parts, value) => {
        const parsed = parseTimeFormat(parts.join(''));
        if (!parsed.ok) return;
        const time = parsed.read(value, { zone: 'UTC', received });
        assert.ok(time === undefined || new Date(time).toISOString() === time);
      },
    ),
  );
});
