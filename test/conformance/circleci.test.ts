// The CircleCI adapter over the signatures of its documentation; there are no deliveries to hold it
// against.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { circleci } from '../../packages/server/src/sources/circleci/index.ts';
import { checkVectors } from './vectors.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds vectors/');

test('signature vectors', (t) => {
  const count = checkVectors(corpus, ({ header }) =>
    header === 'circleci-signature' ? circleci : undefined,
  );
  t.diagnostic(`circleci: ${count} vectors`);
  assert.equal(count, 3);
});
