// The Bitbucket Data Center adapter over deliveries that others collected.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bitbucketDc } from '../../packages/server/src/sources/bitbucket-dc/index.ts';
import { report, tallyOf, type Sample } from './tally.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora');
const folders = [
  'bitbucket-server/webhooks-go-playground',
  'bitbucket-server/webhooks-go-scm',
  'bitbucket-server/webhooks-spinnaker-echo',
  'bitbucket-server/webhooks-woodpecker',
  'bitbucket-server/webhooks-zulip',
  'bitbucket/webhooks-jenkins-bitbucket-plugin/impl/webhook/server',
];

for (const folder of folders) {
  test(`corpora/${folder}`, (t) => {
    // A ping is nothing but `{"test":true}`: it has no time.
    const time = /zulip|plugin/.test(folder) ? 0.9 : 1;
    const tally = tallyOf(bitbucketDc, samplesOf(folder));
    report(t, folder, tally, { actor: 1, target: 1, time, mapped: 1 });
  });
}

function samplesOf(folder: string): Sample[] {
  return globSync(join(root, folder, '*.json')).map((path) => {
    const ping: Record<string, string> = path.endsWith('ping.json')
      ? { 'x-event-key': 'diagnostics:ping' }
      : {};
    return { name: path.slice(root.length + 1), body: readFileSync(path), headers: ping };
  });
}
