import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapterOf } from './all.ts';
import { oneItem } from './adapter-testing.ts';
import { checkOverrides } from './overrides.ts';

const github = adapterOf('github')!;
const event = (type: string) => ({ 'x-github-event': type });
const body = {
  action: 'polished',
  sender: { login: 'ada', id: 1 },
  repository: { id: 2, full_name: 'acme/pay' },
};

test('a type that the adapter does not know takes the action of the settings', () => {
  const native = oneItem(github, body, event('kettle')).event.native as string;
  const settings = { overrides: { v: 1, types: { [native]: 'repository.archived' } } };
  const item = oneItem(github, body, event('kettle'), settings);
  assert.deepEqual(
    [item.event.action, item.event.native, item.unmapped],
    ['repository.archived', native, false],
  );
});

test('what the adapter knows is left as it is', () => {
  const known = oneItem(github, { ...body, action: 'archived' }, event('repository'));
  const overrides = { v: 1, types: { [known.event.native as string]: 'secret.deleted' } };
  const again = oneItem(github, { ...body, action: 'archived' }, event('repository'), {
    overrides,
  });
  assert.equal(again.event.action, known.event.action);
});

test('mistakes are named at their place', () => {
  const path = (document: unknown) => checkOverrides(document).map((problem) => problem.path);
  assert.deepEqual(path({ v: 1, types: { a: 'repository.archived' } }), []);
  assert.deepEqual(path(null), ['']);
  assert.deepEqual(
    path({ v: 1, types: { 'a/b': 'repository.archive', c: 7, d: 'system.other' } }),
    ['/types/a~1b', '/types/c', '/types/d'],
  );
});
