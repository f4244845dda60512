import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestFields } from './fields.ts';
import { nearest } from './nearest.ts';

test('what is near is named, the nearest first; a short word is near to less', () => {
  const words = ['github', 'gitlab', 'gitea', 'vault', 'who', 'on'];
  assert.equal(nearest('githb', words)[0], 'github');
  assert.deepEqual(nearest('GITLAP', words), ['gitlab', 'gitea'], 'one letter, then two');
  assert.deepEqual(nearest('voult', words), ['vault']);
  assert.deepEqual(nearest('foo', words), []);
  assert.deepEqual(nearest('', words), []);
});

test('fields are near by their whole name or by its last part', () => {
  assert.equal(suggestFields('actr')[0], 'actor');
  assert.ok(suggestFields('comit').includes('commit'));
  assert.deepEqual(suggestFields('foo'), []);
});
