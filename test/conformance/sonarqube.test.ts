// The SonarQube adapter over webhooks of another program's tests. SonarQube never says who.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { oneItem } from '../../packages/server/src/sources/adapter-testing.ts';
import { sonarqube } from '../../packages/server/src/sources/sonarqube/index.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');

test('corpora/sonarqube', (t) => {
  const files = globSync(join(corpus, 'corpora/sonarqube/**/*.json'));
  for (const path of files) {
    const text = readFileSync(path, 'utf8');
    const { event, unmapped } = oneItem(sonarqube, text);
    const gate = /"qualityGate":\s*\{[^}]*"status":\s*"(\w+)"/.test(text);
    assert.equal(unmapped, false);
    assert.ok(event.time, path);
    assert.notEqual(event.target.type, 'unknown');
    if (gate) assert.notEqual(event.outcome, 'unknown');
  }
  t.diagnostic(`sonarqube: ${files.length} files, ${files.length} events`);
  assert.ok(files.length > 0);
});
