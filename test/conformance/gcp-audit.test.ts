// The Google Cloud adapter over entries that others collected and Google's own examples.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gcpAudit } from '../../packages/server/src/sources/gcp-audit/index.ts';
import { eventLines, files, holds, tallyOf, type Sample } from './cloud-tally.ts';

/** Samples, floors, and what is no log entry (records of another vendor's own model). */
const folders: readonly (readonly [string, () => Sample[], object, readonly string[]])[] = [
  [
    // Rule tests cut down to what the rule looks at: ten name nobody, many no time; five have a
    // payload without a method.
    'panther',
    () => eventLines('gcp-audit/panther/*.jsonl'),
    { actor: 0.86, target: 1, outcome: 0.97, mapped: 0.9 },
    ['no_log_entry gcp_k8s_ioc_activity.jsonl', 'no_log_entry gcp_k8s_ioc_activity.jsonl'],
  ],
  [
    // Builds don't say who started them; the simple one has no state.
    'google-cloudevents',
    () => files('gcp-audit/google-cloudevents/**/*.json'),
    { actor: 0.6, target: 1, time: 1, outcome: 0.8, mapped: 0.8 },
    [],
  ],
];

for (const [folder, samples, floors, quarantined] of folders) {
  test(`corpora/gcp-audit/${folder}`, (t) => {
    const tally = tallyOf(gcpAudit, samples());
    holds(tally, floors, (line) => t.diagnostic(line));
    assert.deepEqual(tally.quarantined, quarantined);
  });
}
