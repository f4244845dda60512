// The Tailscale adapter over records of its configuration log from another program's tests.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tailscale } from '../../packages/server/src/sources/tailscale/index.ts';
import { eventLines, holds, tallyOf } from './cloud-tally.ts';

test('corpora/tailscale/panther', (t) => {
  // Each line is a test case: the record with its envelope stands under `event`.
  const samples = eventLines('tailscale/panther/*.jsonl');
  const tally = tallyOf(tailscale, samples);
  holds(tally, { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.deepEqual(tally.quarantined, []);
});
