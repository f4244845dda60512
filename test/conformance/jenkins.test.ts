// The Jenkins adapter over deliveries of its plugins and over the documented forms of Audit Trail.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { jenkins } from '../../packages/server/src/sources/jenkins/index.ts';
import { report, tallyOf } from './tally.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora/jenkins');

// None of the samples of Generic Event has a cause: who started the run is not said.
for (const [folder, actor] of [
  ['docs-generic-event', 0],
  ['docs-cdevents', 0.2],
] as const) {
  test(`corpora/jenkins/${folder}`, (t) => {
    const samples = globSync(join(root, folder, '*.json')).map((path) => ({
      name: path.slice(root.length + 1),
      body: readFileSync(path),
    }));
    report(t, folder, tallyOf(jenkins, samples), { actor, target: 1, time: 1, mapped: 1 });
  });
}

test('corpora/jenkins/audit-trail-formats', (t) => {
  const page = readFileSync(join(root, 'audit-trail-formats/audit-trail.page.md'), 'utf8');
  const lines = page
    .slice(page.indexOf('Documented examples'))
    .split('\n')
    .filter((line) => line.startsWith('yyyy-'))
    .map((line) =>
      line
        .replace('yyyy-MM-dd HH:mm:ss:SSS', '2026-03-02 08:15:02:114')
        .replace('<BUILD_NUMBER>', '12'),
    );
  assert.equal(lines.length, 4);
  const samples = lines.map((line, at) => ({ name: `line ${at + 1}`, body: line }));
  report(t, 'audit-trail-formats', tallyOf(jenkins, samples), {
    actor: 1,
    target: 1,
    time: 1,
    mapped: 1,
  });
});
