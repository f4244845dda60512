// The CloudTrail adapter over records that others collected, and over AWS's own examples of what
// services tell EventBridge, SNS and functions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awsCloudtrail } from '../../packages/server/src/sources/aws-cloudtrail/index.ts';
import { eventLines, files, holds, tallyOf, type Sample } from './cloud-tally.ts';

/** Samples, floors, and what is no record at all. */
const folders: readonly (readonly [string, () => Sample[], object, readonly string[]])[] = [
  [
    // Rule tests cut down to what the rule looks at: 17 have no identity, 16 no time. One has
    // nothing of CloudTrail's but an address.
    'aws-cloudtrail/panther',
    () => eventLines('aws-cloudtrail/panther/*.jsonl'),
    { actor: 0.87, target: 1, time: 0.88, outcome: 1, mapped: 1 },
    ['no_cloudtrail_record otx_malicious_indicator.jsonl'],
  ],
  [
    'aws-cloudtrail/stratus-red-team',
    () => files('aws-cloudtrail/stratus-red-team/*.json'),
    { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 },
    [],
  ],
  [
    // For a splitter of records: a type and a time, nothing else.
    'aws-cloudtrail/falco-plugin-cloudtrail',
    () => files('aws-cloudtrail/falco-plugin-cloudtrail/*.json'),
    { target: 1, time: 1 },
    [],
  ],
  [
    // Who pushed an image is not said. What Config hands to a rule's function is no event.
    'aws-codesuite-events',
    () => files('aws-codesuite-events/*/*.json'),
    { actor: 0.92, target: 1, time: 1, outcome: 1, mapped: 1 },
    ['no_cloudtrail_record config-event.json'],
  ],
];

for (const [folder, samples, floors, quarantined] of folders) {
  test(`corpora/${folder}`, (t) => {
    const tally = tallyOf(awsCloudtrail, samples());
    holds(tally, floors, (line) => t.diagnostic(line));
    assert.deepEqual(tally.quarantined, quarantined);
  });
}
