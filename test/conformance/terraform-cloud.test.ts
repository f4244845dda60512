// The HCP Terraform adapter over the notifications of its documentation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { terraformCloud } from '../../packages/server/src/sources/terraform-cloud/index.ts';
import { files, holds, tallyOf } from './cloud-tally.ts';

test('corpora/terraform-cloud/docs', (t) => {
  // The others are answers of the API that sets notifications up.
  const names = ['01.sample-payload', '04.reminder', '05.results'];
  const samples = names.flatMap((name) =>
    files(`terraform-cloud/docs/notification-configurations.${name}.json`),
  );
  assert.equal(samples.length, names.length);
  const tally = tallyOf(terraformCloud, samples);
  // Reminders and results name nobody; a reminder has no time of its own.
  holds(tally, { actor: 0.33, target: 1, time: 0.66, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.deepEqual(tally.quarantined, []);
});
