// The Spinnaker adapter over builds that igor reported in a real installation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spinnaker } from '../../packages/server/src/sources/spinnaker/index.ts';
import { files, holds, tallyOf } from './cloud-tally.ts';

test('corpora/spinnaker/echo-events', (t) => {
  // The other folder holds excerpts of pipelines' settings and of bodies that Spinnaker takes in.
  const samples = files('spinnaker/echo-events/**/events.json');
  const tally = tallyOf(spinnaker, samples);
  holds(tally, { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.ok(tally.events > 600);
  assert.deepEqual(tally.quarantined, []);
});
