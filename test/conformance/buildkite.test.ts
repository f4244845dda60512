// The Buildkite adapter over documented deliveries and the list of its audit event types.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { auditAction } from '../../packages/server/src/sources/buildkite/audit-actions.ts';
import { buildkite } from '../../packages/server/src/sources/buildkite/index.ts';
import { report, tallyOf } from './tally.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora/buildkite');

for (const folder of ['docs-audit', 'docs-webhooks']) {
  test(`corpora/buildkite/${folder}`, (t) => {
    const samples = globSync(join(root, folder, '*.json')).map((path) => ({
      name: path.slice(root.length + 1),
      body: readFileSync(path),
    }));
    // Most documented bodies are cut down to the members that a section speaks of, without times.
    report(t, folder, tallyOf(buildkite, samples), { actor: 0.7, target: 1, mapped: 1 }, [
      'amazon-eventbridge.01.filtering.json', // a filter's pattern
      'job-events.04.retry-source-in-job-events.json', // a part of a job
    ]);
  });
}

test('all audit event types of the documentation', () => {
  const page = readFileSync(join(root, 'docs-audit/auditeventtype.page.md'), 'utf8');
  const types = [...new Set([...page.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([type]) => type))];
  assert.ok(types.length > 150);
  assert.deepEqual(
    types.filter((type) => auditAction(type) === undefined),
    [],
  );
});
