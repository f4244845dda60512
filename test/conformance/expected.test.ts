// What others made of the same deliveries, and every count of `npm run conformance`, holds.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { cover } from '../../tools/conformance/cover.ts';
import { problemsOf } from '../../tools/conformance/report.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');

test('all deliveries parse, no secret is left, and values are as others say or explained', (t) => {
  const coverage = cover(join(corpus, 'corpora'));
  for (const { type, agreement } of coverage.tallies) {
    if (agreement.compared === 0) continue;
    t.diagnostic(`${type}: ${agreement.agreed} of ${agreement.compared} expected values agree`);
  }
  assert.deepEqual(problemsOf(coverage), []);
});
