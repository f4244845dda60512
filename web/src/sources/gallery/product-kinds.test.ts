import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialsOf, isFound, kindOf } from './product-kinds.ts';

test('two letters stand for a product', () => {
  const of = ['GitHub', 'Argo CD', 'Vault and OpenBao', 'Docker registry (distribution)', 'Okta'];
  assert.deepEqual(of.map(initialsOf), ['Gh', 'AC', 'VO', 'Do', 'Ok']);
});

test('a product is found by its name, its kind and what it brings', () => {
  const product = { type: 'okta', title: 'Okta', summary: 'The System Log.' };
  for (const typed of ['', 'OKTA', 'identity', 'log system']) assert.ok(isFound(product, typed));
  assert.equal(isFound(product, 'okta jenkins'), false);
  assert.equal(kindOf('something-new'), 'general');
});
