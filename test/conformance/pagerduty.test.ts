// The PagerDuty adapter over webhooks of all three versions, from another program's tests.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { normalizeText } from '../../packages/server/src/sources/adapter-testing.ts';
import { pagerduty } from '../../packages/server/src/sources/pagerduty/index.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');

test('corpora/pagerduty', (t) => {
  const tally = { files: 0, events: 0, actor: 0, mapped: 0 };
  for (const path of globSync(join(corpus, 'corpora/pagerduty/**/*.json'))) {
    tally.files++;
    for (const { event, unmapped } of normalizeText(pagerduty, readFileSync(path, 'utf8')).items) {
      tally.events++;
      if (event.actor.type !== 'unknown') tally.actor++;
      if (!unmapped) tally.mapped++;
      // `incident.unsupported` is made up.
      assert.ok(!unmapped || basename(path).startsWith('unsupported'), path);
      assert.ok(event.time, path);
      assert.notEqual(event.target.id, 'pagerduty:unknown', path);
    }
  }
  t.diagnostic(`pagerduty: ${JSON.stringify(tally)}`);
  assert.ok(tally.events >= tally.files && tally.files > 0);
});
