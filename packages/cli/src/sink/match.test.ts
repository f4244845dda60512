import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHours, sayMatch } from './match.ts';

test('hours are read as people write them', () => {
  const night = { from: '22:00', to: '06:00', zone: 'UTC' };
  const cases: [string, object][] = [
    ['mon-fri 22:00-06:00 UTC', { days: [1, 2, 3, 4, 5], ...night }],
    ['sat,sun 22:00-06:00 UTC', { days: [6, 7], ...night }],
    ['fri-mon,wed 22:00-06:00 UTC', { days: [1, 3, 5, 6, 7], ...night }],
    ['mon 22:00-06:00 America/New_York', { days: [1], ...night, zone: 'America/New_York' }],
  ];
  for (const [text, wanted] of cases) assert.deepEqual(parseHours(text), wanted, text);
  for (const text of ['', 'mon', 'xyz 09:00-10:00 UTC', 'mon 9-10 UTC', 'mon 09:00-10:00']) {
    assert.throws(() => parseHours(text), /are no hours/, text);
  }
});

test('a match is said in words', () => {
  assert.equal(sayMatch({}), 'everything');
  const hours = { days: [1, 2], from: '09:00', to: '17:00', zone: 'UTC' };
  assert.equal(
    sayMatch({ level: 'high', tags: ['a*', 'b'], labels: { repository: 'x' }, hours }),
    'high and above, tag a* or b, repository x, mon,tue 09:00-17:00 UTC',
  );
});
