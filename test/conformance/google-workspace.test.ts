// The Google Workspace adapter over activities that another program's tests collected: flattened,
// cut down to what a rule needs, some without actor or time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { googleWorkspace } from '../../packages/server/src/sources/google-workspace/index.ts';
import { eventLines, holds, tallyOf } from './cloud-tally.ts';

test('corpora/google-workspace/panther-activityevent', (t) => {
  const tally = tallyOf(googleWorkspace, eventLines('google-workspace/*/*.jsonl'));
  // Cut-down records leave out who, when and what.
  holds(tally, { actor: 0.85, target: 1, time: 0.6, outcome: 0.98, mapped: 0.98 }, (line) =>
    t.diagnostic(line),
  );
  // Two hold nothing but what the other program added.
  assert.deepEqual(tally.quarantined, [
    'no_workspace_activity greynoise_malicious_ip.jsonl',
    'no_workspace_activity otx_malicious_indicator.jsonl',
  ]);
});
