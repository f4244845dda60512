import { catalogue } from '@acta/event';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapters } from './all.ts';
import { cdeventsActions } from './cdevents/actions.ts';

test('each action that an adapter can emit is in the catalogue', () => {
  const emitted = [...adapters.flatMap((adapter) => adapter.actions), ...cdeventsActions];
  assert.deepEqual(
    emitted.filter((action) => !catalogue.has(action)),
    [],
  );
});

test('types are unique and say how to set the product up', () => {
  assert.equal(new Set(adapters.map(({ type }) => type)).size, adapters.length);
  for (const adapter of adapters) {
    assert.ok(adapter.summary.length > 20 && adapter.setup.length > 0, adapter.type);
    const copied = adapter.setup.map((step) => step.copy ?? '').join('\n');
    assert.match(copied, /\{intake_url\}/);
    assert.match(copied, /\{secret\}/);
  }
});
