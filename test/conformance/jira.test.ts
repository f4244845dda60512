// The Jira adapter over webhooks of another program's tests, of Jira Server and Cloud.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { jira } from '../../packages/server/src/sources/jira/index.ts';
import { report, tallyOf } from './tally.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');

test('corpora/jira', (t) => {
  const root = join(corpus, 'corpora/jira');
  const samples = globSync(join(root, '**/*.json')).map((path) => ({
    name: path.slice(root.length + 1),
    body: readFileSync(path),
  }));
  // One comment is deleted by nobody named; two events are made up (`jira:issue_unknown`).
  report(
    t,
    'jira',
    tallyOf(jira, samples),
    { actor: 26 / 27, target: 1, time: 1, mapped: 25 / 27 },
    [
      'example_anomalous_payload.json', // neither event nor issue
    ],
  );
});
