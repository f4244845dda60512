// The Azure DevOps adapter over deliveries and audit records that others collected, and over the
// list of its audit actions.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { auditAction } from '../../packages/server/src/sources/azure-devops/audit-actions.ts';
import { azureDevops } from '../../packages/server/src/sources/azure-devops/index.ts';
import { report, tallyOf, type Sample } from './tally.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora/azure-devops');

for (const folder of [
  'docs-service-hooks',
  'docs-service-hooks-data',
  'webhooks-argocd-applicationset',
  'webhooks-go-playground',
  'webhooks-go-scm',
  'audit-secops-docs',
]) {
  test(`corpora/azure-devops/${folder}`, (t) => {
    // Some samples of the documentation name nobody: releases abandoned, builds without requests.
    const actor = folder.startsWith('docs') ? 0.6 : 1;
    const tally = tallyOf(azureDevops, samplesOf(folder));
    report(t, folder, tally, { actor, target: 1, time: 1, mapped: 1 }, [
      'consumers.json', // lists of the API, no deliveries
      'publishers.json',
    ]);
  });
}

test('answers of the audit API', (t) => {
  const samples = globSync(join(root, 'audit-rest-examples/*/httpExamples/auditLog/*.json')).map(
    (path) => {
      const example = JSON.parse(readFileSync(path, 'utf8')) as {
        responses: { '200': { body: { value: unknown } } };
      };
      return { name: path, body: JSON.stringify(example.responses['200'].body.value) };
    },
  );
  report(t, 'audit-rest-examples', tallyOf(azureDevops, samples), {
    actor: 1,
    target: 1,
    time: 1,
    mapped: 1,
  });
});

test('all audit actions of the documentation have an action', () => {
  const all = readFileSync(join(root, 'catalogue/audit-actions.txt'), 'utf8').trim().split('\n');
  assert.deepEqual(
    all.filter((id) => auditAction(id) === undefined),
    [],
  );
});

function samplesOf(folder: string): Sample[] {
  return globSync(join(root, folder, '*.json')).map((path) => ({
    name: path.slice(root.length + 1),
    body: readFileSync(path),
  }));
}
