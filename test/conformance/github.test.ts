// The GitHub adapter over deliveries that others collected: all parse, and nearly all name who,
// what, on what and when. The lists of GitHub's own event types and audit actions say how much of
// them the tables cover.
import { eventSchema } from '@acta/event';
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { test } from 'node:test';
import { auditAction } from '../../packages/server/src/sources/github/audit/actions.ts';
import { github } from '../../packages/server/src/sources/github/index.ts';
import type { Normalized } from '../../packages/server/src/sources/types.ts';
import { githubEvent } from './samples/github.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora/github');

interface Sample {
  name: string;
  normalize: () => Normalized;
}
interface Tally {
  files: number;
  parsed: number;
  events: number;
  actor: number;
  target: number;
  time: number;
  mapped: number;
}

/** Floors as shares of the events; `parsed` is always all. */
interface Floors {
  actor: number;
  target: number;
  time: number;
  mapped: number;
}

const floors: Record<string, Floors> = {
  // Rule tests with records cut down to what the rule looks at: two have no actor, 28 no time, four
  // a time of no known form; three actions are made up.
  'panther-audit': { actor: 0.97, target: 0.98, time: 0.6, mapped: 0.95 },
  // No field of these types holds the time (labels, membership, team, deletions): about one in
  // four.
  'webhooks-octokit': { actor: 1, target: 1, time: 0.76, mapped: 0.95 },
  // One alert without any time.
  'webhooks-octokit-ghes-35': { actor: 1, target: 1, time: 0, mapped: 1 },
  'webhooks-argocd-applicationset': { actor: 1, target: 1, time: 0.5, mapped: 1 },
  // A ping of an App's own webhook: neither sender nor repository.
  'webhooks-go-playground': { actor: 0.9, target: 1, time: 0.5, mapped: 0.9 },
  'webhooks-go-scm': { actor: 1, target: 1, time: 0.85, mapped: 0.95 },
  // Hand-made bodies with nothing but the package.
  'webhooks-image-updater': { actor: 0, target: 1, time: 0, mapped: 1 },
  'webhooks-jenkins-github-plugin-SIGNED': { actor: 1, target: 1, time: 0.3, mapped: 1 },
  'webhooks-spinnaker-echo': { actor: 1, target: 1, time: 0.5, mapped: 1 },
  'webhooks-tekton': { actor: 0, target: 1, time: 0, mapped: 1 },
  'webhooks-zulip': { actor: 1, target: 1, time: 0.6, mapped: 0.9 },
};

for (const [folder, floor] of Object.entries(floors)) {
  test(`corpora/github/${folder}`, (t) => {
    const tally = tallyOf(samplesOf(folder));
    t.diagnostic(JSON.stringify(tally));
    assert.ok(tally.files > 0, 'the folder has samples');
    assert.equal(tally.parsed, tally.files);
    for (const key of ['actor', 'target', 'time', 'mapped'] as const) {
      const share = tally[key] / tally.events;
      assert.ok(share >= floor[key], `${key}: ${share.toFixed(3)} of ${tally.events}`);
    }
  });
}

function tallyOf(samples: readonly Sample[]): Tally {
  const tally = { files: 0, parsed: 0, events: 0, actor: 0, target: 0, time: 0, mapped: 0 };
  for (const { name, normalize } of samples) {
    tally.files++;
    const { items, failed } = normalize();
    if (failed.length === 0 && items.length > 0) tally.parsed++;
    for (const { event, unmapped } of items) {
      tally.events++;
      checkSchema(name, event);
      if (event.actor.type !== 'unknown') tally.actor++;
      if (event.target.type !== 'unknown') tally.target++;
      if (event.time !== undefined) tally.time++;
      if (!unmapped) tally.mapped++;
    }
  }
  return tally;
}

function checkSchema(name: string, event: Normalized['items'][number]['event']): void {
  const kept = eventSchema.safeParse({
    v: 1,
    id: '0192f8c2-0000-8000-8000-000000000000',
    received: '2026-01-01T00:00:00.000Z',
    source: { type: 'github', name: 'acme' },
    category: 'change',
    effect: 'update',
    severity: 'info',
    ...event,
    time: event.time ?? '2026-01-01T00:00:00.000Z',
  });
  assert.ok(kept.success, `${name}: ${JSON.stringify(kept.error?.issues[0])}`);
}

function samplesOf(folder: string): Sample[] {
  if (folder === 'panther-audit') return auditSamples();
  return globSync(join(root, folder, '**/*.json')).map((path) => {
    const text = readFileSync(path);
    const event = folder.startsWith('webhooks-octokit')
      ? (path.split(sep).at(-2) as string)
      : githubEvent(JSON.parse(text.toString('utf8')) as Record<string, unknown>);
    return { name: path, normalize: () => webhook(event, text) };
  });
}

function webhook(event: string, body: Buffer): Normalized {
  const headers = { 'x-github-event': event };
  return github.normalize({ headers, body, received: 0, via: 'webhook' }, {});
}

function auditSamples(): Sample[] {
  return globSync(join(root, 'panther-audit/*.jsonl')).flatMap((path) =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const { event } = JSON.parse(line) as { event: unknown };
        const body = Buffer.from(JSON.stringify(event));
        const normalize = () =>
          github.normalize({ headers: {}, body, received: 0, via: 'stream' }, {});
        return { name: basename(path), normalize };
      }),
  );
}

test('audit log actions of GitHub’s documentation', (t) => {
  const all = readFileSync(join(root, 'catalogue/audit-log-actions.txt'), 'utf8')
    .trim()
    .split('\n');
  const mapped = all.filter((action) => auditAction(action) !== undefined);
  t.diagnostic(`${mapped.length} of ${all.length} have an action of the catalogue`);
  assert.equal(mapped.length, all.length);
});
