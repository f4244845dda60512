// The adapter of Gitea, Forgejo and Gogs over deliveries that others collected.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gitea } from '../../packages/server/src/sources/gitea/index.ts';
import { giteaEvent } from './samples/gitea.ts';
import { report, tallyOf, type Sample } from './tally.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora');

/**
 * Every event without a time is of a body without any date: deleted branches and tags, pull
 * requests of old versions and cut-down samples. Senders are lacking in cut-down bodies and old
 * versions of Gogs.
 */
const floors: Record<string, Parameters<typeof report>[3]> = {
  'gitea/webhooks-go-playground': { actor: 1, target: 1, time: 0.8, mapped: 1 },
  'gitea/webhooks-go-scm': { actor: 1, target: 1, time: 0.7, mapped: 1 },
  'gitea/webhooks-kargo': { actor: 0, target: 1, time: 0, mapped: 1 },
  'gitea/webhooks-woodpecker': { actor: 1, target: 1, time: 0.6, mapped: 1 },
  'gitea/webhooks-zulip': { actor: 1, target: 1, time: 1, mapped: 1 },
  'forgejo/webhooks-woodpecker': { actor: 1, target: 1, time: 0.4, mapped: 1 },
  'gogs/webhooks-go-playground': { actor: 0.6, target: 1, time: 0.1, mapped: 1 },
  'gogs/webhooks-go-scm': { actor: 1, target: 1, time: 0.6, mapped: 1 },
  'gogs/webhooks-zulip': { actor: 1, target: 1, time: 0.6, mapped: 1 },
};
for (const [folder, floor] of Object.entries(floors)) {
  test(`corpora/${folder}`, (t) => {
    // A file of test expectations without any delivery.
    report(t, folder, tallyOf(gitea, samplesOf(folder)), floor, ['gitea-test.07..json']);
  });
}

function samplesOf(folder: string): Sample[] {
  return globSync(join(root, folder, '*.json')).map((path) => {
    const body = readFileSync(path);
    const event = giteaEvent(JSON.parse(body.toString('utf8')) as Record<string, unknown>, path);
    const headers: Record<string, string> = event === undefined ? {} : { 'x-gitea-event': event };
    return { name: path.slice(root.length + 1), body, headers };
  });
}
