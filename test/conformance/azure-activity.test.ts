// The Azure adapter over records that others collected.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { azureActivity } from '../../packages/server/src/sources/azure-activity/index.ts';
import { eventLines, holds, tallyOf } from './cloud-tally.ts';

test('corpora/azure-activity/panther', (t) => {
  const tally = tallyOf(azureActivity, eventLines('azure-activity/panther/*.jsonl'));
  t.diagnostic(tally.quarantined.join(', '));
  // Rule tests cut down to what the rule looks at: 99 have no identity at all, three one without a
  // name (an address, a signature, a key).
  holds(tally, { actor: 0.2, target: 1, time: 0.9, mapped: 0.99 }, (line) => t.diagnostic(line));
  assert.deepEqual(tally.quarantined, []);
});
