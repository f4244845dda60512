// The Flux adapter over the events of its documentation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flux } from '../../packages/server/src/sources/flux/index.ts';
import { files, holds, tallyOf } from './cloud-tally.ts';

test('corpora/flux/docs', (t) => {
  // `receivers.01` is what Flux takes in from a registry, no event of its own.
  const samples = ['events', 'providers'].flatMap((page) => files(`flux/docs/${page}.*.json`));
  assert.equal(samples.length, 2);
  const tally = tallyOf(flux, samples);
  holds(tally, { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.deepEqual(tally.quarantined, []);
});
