// The TeamCity adapter over webhooks of another program's tests, all of the plugin tcWebHooks.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { teamcity } from '../../packages/server/src/sources/teamcity/index.ts';
import { report, tallyOf } from './tally.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');

test('corpora/teamcity', (t) => {
  const root = join(corpus, 'corpora/teamcity');
  const samples = globSync(join(root, '**/*.json')).map((path) => ({
    name: path.slice(root.length + 1),
    body: readFileSync(path),
  }));
  // One build of six was triggered by a user, the others by Perforce; none has a time.
  report(t, 'teamcity', tallyOf(teamcity, samples), { actor: 1 / 6, target: 1, mapped: 1 }, [
    'slack_non_generic_payload.json', // a message for a chat
  ]);
});
