// The Okta adapter over rule tests with real-looking records, and over Okta's list of event types.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { normalizeText } from '../../packages/server/src/sources/adapter-testing.ts';
import { oktaAction } from '../../packages/server/src/sources/okta/actions/index.ts';
import { okta } from '../../packages/server/src/sources/okta/index.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora/okta');

test('corpora/okta/panther', (t) => {
  const tally = { records: 0, events: 0, mapped: 0, outcome: 0 };
  for (const path of globSync(join(root, 'panther/*.jsonl'))) {
    for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
      const { event: given } = JSON.parse(line) as { event: Record<string, unknown> };
      tally.records++;
      // One rule's record is a finding of another product that only carries an address.
      if (given['eventType'] === undefined && given['eventtype'] === undefined) continue;
      const [item] = normalizeText(okta, given).items;
      assert.ok(item !== undefined, path);
      const { event } = item;
      tally.events++;
      if (!item.unmapped) tally.mapped++;
      const actor = given['actor'] as Record<string, unknown> | undefined;
      const named = [actor?.['id'], actor?.['alternateId']].some(
        (value) => typeof value === 'string' && value !== '' && value !== 'unknown',
      );
      assert.equal(event.actor.type !== 'unknown', named, line);
      assert.equal(event.time !== undefined, /^\d{4}-/.test(String(given['published'])), line);
      if (event.outcome !== 'unknown') tally.outcome++;
      assert.notEqual(event.target.type, 'unknown');
    }
  }
  t.diagnostic(`okta/panther: ${JSON.stringify(tally)}`);
  assert.ok(tally.events >= tally.records - 2);
});

test('every event type of Okta’s list has an action', (t) => {
  const csv = readFileSync(
    join(root, 'catalogue/.vuepress/public/docs/okta-event-types.csv'),
    'utf8',
  );
  const types = [...csv.matchAll(/^"([\w.-]+)",/gm)].map((match) => match[1] as string);
  t.diagnostic(`okta: ${types.length} event types`);
  assert.ok(types.length >= 1_178);
  assert.deepEqual(
    types.filter((type) => oktaAction(type) === undefined),
    [],
  );
});
