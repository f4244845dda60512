import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, progressLine } from './progress.ts';

test('a bar shows share, counts and time left', () => {
  const state = { title: 'Verifying', done: 500, total: 1000, label: '', elapsed_ms: 10_000 };
  assert.equal(
    progressLine(state),
    `Verifying  ${'█'.repeat(12)}${'░'.repeat(12)}  50 %  500 of 1,000  10 s left`,
  );
  assert.equal(progressLine({ ...state, total: null, label: 'x' }), 'Verifying  500  x');
});

test('durations are said in the unit that fits', () => {
  const cases: [number, string][] = [
    [850, '850 ms'],
    [12_000, '12 s'],
    [120_000, '2 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ];
  for (const [ms, text] of cases) assert.equal(duration(ms), text);
});
