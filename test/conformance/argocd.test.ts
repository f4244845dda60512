// The Argo CD adapter over notifications that others captured.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argocd } from '../../packages/server/src/sources/argocd/index.ts';
import { files, holds, tallyOf } from './cloud-tally.ts';

const folder = 'argocd/notifications-cdviz-captured';
const samples = files(`${folder}/inputs/captured/*.json`);

test(`corpora/${folder}`, (t) => {
  const tally = tallyOf(argocd, samples);
  // Who removed an application is not in the object.
  holds(tally, { actor: 0.92, target: 1, time: 1, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.deepEqual(tally.quarantined, []);
});
