// The GitLab adapter over deliveries that others collected, and over the list of GitLab's own
// audit event types.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogue } from '@acta/event';
import { auditTypeAction } from '../../packages/server/src/sources/gitlab/audit/actions.ts';
import { gitlab } from '../../packages/server/src/sources/gitlab/index.ts';
import { report, tallyOf, type Sample } from './tally.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora/gitlab');

/**
 * Shares of the events that name who, on what, when, and an action of the catalogue. Actors are
 * lacking in hooks about accounts, members, groups, projects and releases, which name none; times
 * in pushes without commits, wiki pages, flags and jobs that have not started.
 */
const floors: Record<string, Parameters<typeof report>[3]> = {
  'webhooks-go-gitlab': { actor: 0.55, target: 1, time: 0.88, mapped: 1 },
  'webhooks-go-playground': { actor: 0.48, target: 1, time: 0.89, mapped: 1 },
  'webhooks-go-scm': { actor: 1, target: 1, time: 0.84, mapped: 1 },
  'webhooks-zulip': { actor: 1, target: 1, time: 0.86, mapped: 1 },
  'webhooks-argocd-applicationset': { actor: 1, target: 1, time: 1, mapped: 1 },
  // A file of test expectations without any delivery.
  'webhooks-kargo': {},
  'webhooks-quay': { actor: 1, target: 1, time: 1, mapped: 1 },
  'webhooks-tekton': { actor: 1, target: 1, time: 1, mapped: 1 },
};
/** What these kinds leave out, they never have. */
const noActor =
  /^(?:user_(?!failed_login)|group_|subgroup_|project_|release|expiring_)|^(?:Ask for|hello)/;

for (const [folder, floor] of Object.entries(floors)) {
  test(`corpora/gitlab/${folder}`, (t) => {
    const tally = tallyOf(gitlab, samplesOf(folder));
    report(t, folder, tally, floor, ['gitlab-test.07..json']);
    const missing = tally.lacking.filter(
      (line) => line.startsWith('actor ') && !noActor.test(line.split(' ').slice(2).join(' ')),
    );
    assert.deepEqual(missing, []);
  });
}

function samplesOf(folder: string): Sample[] {
  return globSync(join(root, folder, '**/*.json')).map((path) => ({
    name: path.slice(root.length + 1),
    body: readFileSync(path),
    headers: { 'content-type': 'application/json' },
  }));
}

test('corpora/gitlab/panther-audit', (t) => {
  const lines = globSync(join(root, 'panther-audit/*.jsonl')).flatMap((path) =>
    readFileSync(path, 'utf8').trim().split('\n'),
  );
  const samples = lines.map((line, at) => ({
    name: `line ${at + 1}`,
    body: JSON.stringify((JSON.parse(line) as { event: unknown }).event),
    via: 'stream',
  }));
  // Rule tests cut down to the message: no actor, no time; one has made-up words.
  report(t, 'panther-audit', tallyOf(gitlab, samples), { target: 1, mapped: 0.6 });
});

test('all audit event types of GitLab’s documentation have an action', (t) => {
  const types = readFileSync(join(root, 'catalogue/audit-event-types.tsv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[0] as string);
  const missing = types.filter((type) => !catalogue.has(auditTypeAction(type) ?? ''));
  t.diagnostic(`${types.length - missing.length} of ${types.length}`);
  assert.deepEqual(missing, []);
});
