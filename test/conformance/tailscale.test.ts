// The Tailscale adapter over records from other programs' tests.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tailscale } from '../../packages/server/src/sources/tailscale/index.ts';
import { eventLines, files, holds, tallyOf } from './cloud-tally.ts';

test('corpora/tailscale/panther', (t) => {
  // Each line is a test case: the record with its envelope stands under `event`.
  const samples = eventLines('tailscale/panther/*.jsonl');
  const tally = tallyOf(tailscale, samples);
  holds(tally, { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.deepEqual(tally.quarantined, []);
});

test('corpora/tailscale/datadog-tests', (t) => {
  // Each test case has the record as a block of text between `sample` and `result`.
  const samples = files('tailscale/datadog-tests/*.yaml').flatMap(({ name, body }) =>
    body
      .split('  sample: |-\n')
      .slice(1)
      .map((part) => ({ name, body: part.slice(0, part.indexOf('\n  result:')) })),
  );
  assert.equal(samples.length, 4);
  const tally = tallyOf(tailscale, samples);
  holds(tally, { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.deepEqual(tally.quarantined, []);
});
