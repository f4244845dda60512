// The Tekton adapter over a captured pipeline run with its headers, and the documentation's task.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tekton } from '../../packages/server/src/sources/tekton/index.ts';
import { files, holds, tallyOf } from './cloud-tally.ts';

test('corpora/tekton', (t) => {
  const [kept] = files('tekton/cloudevent-sdk-go/event.headers.json');
  const captured = Object.fromEntries(
    Object.entries(JSON.parse(kept?.body ?? '{}') as Record<string, string>).map(
      ([name, value]) => [name.toLowerCase(), value],
    ),
  );
  // The page writes the headers of its example beside it.
  const documented = {
    'ce-id': '1',
    'ce-specversion': '1.0',
    'ce-subject': 'curl-run-6gplk',
    'ce-type': 'dev.tekton.event.taskrun.unknown.v1',
  };
  const samples = [
    ...files('tekton/cloudevent-sdk-go/event.json', captured),
    ...files('tekton/docs/events.*.json', documented),
  ];
  assert.equal(samples.length, 2);
  const tally = tallyOf(tekton, samples);
  holds(tally, { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.deepEqual(tally.quarantined, []);
});
