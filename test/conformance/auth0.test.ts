// The Auth0 adapter over rule tests with log events, and over Auth0's list of type codes.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { normalizeText } from '../../packages/server/src/sources/adapter-testing.ts';
import { auth0Code } from '../../packages/server/src/sources/auth0/codes.ts';
import { auth0 } from '../../packages/server/src/sources/auth0/index.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora/auth0');

test('corpora/auth0/panther', (t) => {
  const tally = { records: 0, events: 0, actor: 0, time: 0, mapped: 0 };
  for (const path of globSync(join(root, 'panther/*.jsonl'))) {
    for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
      const { event: given } = JSON.parse(line) as { event: { data?: Record<string, unknown> } };
      tally.records++;
      const [item] = normalizeText(auth0, given).items;
      assert.ok(item !== undefined, line.slice(0, 200));
      tally.events++;
      if (!item.unmapped) tally.mapped++;
      if (item.event.actor.type !== 'unknown') tally.actor++;
      if (item.event.time !== undefined) tally.time++;
      assert.equal(
        item.event.time !== undefined,
        typeof given.data?.['date'] === 'string',
        line.slice(0, 200),
      );
    }
  }
  t.diagnostic(`auth0/panther: ${JSON.stringify(tally)}`);
  assert.ok(tally.mapped / tally.events >= 0.9);
});

test('every code of Auth0’s list has an action', (t) => {
  const page = readFileSync(join(root, 'catalogue/log-event-type-codes.page.md'), 'utf8');
  const codes = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map((match) => match[1] as string);
  t.diagnostic(`auth0: ${codes.length} codes`);
  assert.ok(codes.length >= 160);
  const managed = new Set(['sapi', 'fapi']);
  assert.deepEqual(
    codes.filter((code) => auth0Code(code) === undefined && !managed.has(code)),
    [],
  );
});
