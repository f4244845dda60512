// The Bitbucket Cloud adapter over deliveries that others collected.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bitbucket } from '../../packages/server/src/sources/bitbucket/index.ts';
import { bitbucketHeaders } from './samples/bitbucket.ts';
import { report, tallyOf, type Sample } from './tally.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora/bitbucket');
const jenkins = 'webhooks-jenkins-bitbucket-plugin';

const floors: Record<string, Parameters<typeof report>[3]> = {
  'webhooks-go-playground': { actor: 1, target: 1, time: 0.9, mapped: 1 },
  // Deleted branches and tags have the date of what they pointed to; bodies without a date none.
  'webhooks-go-scm': { actor: 1, target: 1, time: 0.9, mapped: 1 },
  // One of three is of the cloud; hand-made without dates.
  'webhooks-kargo': { actor: 1, target: 1, time: 0, mapped: 1 },
  'webhooks-quay': { actor: 0.5, target: 1, time: 0.5, mapped: 1 },
  // The pull request is cut down, without its dates.
  'webhooks-woodpecker': { actor: 1, target: 1, time: 0.5, mapped: 1 },
  [`${jenkins}/client/events`]: { actor: 0.9, target: 1, time: 0.6, mapped: 1 },
  [`${jenkins}/impl/webhook/cloud`]: { actor: 1, target: 1, time: 0.9, mapped: 1 },
  // The plugin that gave older servers the hooks of the cloud: without times.
  [`${jenkins}/impl/webhook/plugin`]: { actor: 1, target: 1, time: 0, mapped: 1 },
};

const noEvents = [
  'bitbucket-test.07..json', // expectations of a test
  'bitbucket-test.02.prMergedEventRequestBody.json', // of Data Center, without its event key
  'bitbucket_commit.json', // an answer of the API, no delivery
];

for (const [folder, floor] of Object.entries(floors)) {
  test(`corpora/bitbucket/${folder}`, (t) => {
    report(t, folder, tallyOf(bitbucket, samplesOf(folder)), floor, noEvents);
  });
}

function samplesOf(folder: string): Sample[] {
  return globSync(join(root, folder, '**/*.json')).map((path) => {
    const body = readFileSync(path);
    return { name: path.slice(root.length + 1), body, headers: bitbucketHeaders(path, body) };
  });
}
