import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMatcher, parseQuery } from '@acta/query';
import { hidesOwn, OWN_HIDDEN, toggleOwn } from './own.ts';
import { topTerms } from './terms.ts';

function matches(q: string, event: object): boolean {
  const read = parseQuery(q);
  assert.ok(read.ok, q);
  return createMatcher(read.ast, { now: 0 })(event);
}

const acta = { type: 'acta', name: 'acta' };
const itself = { type: 'service', id: 'acta', name: 'Acta' };
const ada = { type: 'user', id: 'u1', name: 'ada' };

test('it leaves out what Acta did by itself and what was read, and nothing that people did', () => {
  const rows: [object, boolean][] = [
    [{ source: acta, actor: itself, action: 'alert.raised', effect: 'create' }, false],
    [{ source: acta, actor: ada, action: 'search.executed', effect: 'read' }, false],
    [{ source: acta, actor: ada, action: 'source.paused', effect: 'update' }, true],
    [{ source: { type: 'vault', name: 'v' }, actor: ada, effect: 'read' }, true],
    [{ source: { type: 'github', name: 'g' }, actor: itself, effect: 'create' }, true],
  ];
  for (const [event, shown] of rows) {
    assert.equal(matches(OWN_HIDDEN, event), shown, JSON.stringify(event));
  }
});

test('taken out and put in again, beside anything', () => {
  assert.equal(toggleOwn(''), OWN_HIDDEN);
  assert.equal(toggleOwn(OWN_HIDDEN), '');
  for (const q of ['actor:a', 'actor:a -target:b "c d"', '(e OR f)']) {
    const hidden = toggleOwn(q);
    assert.ok(hidesOwn(hidden) && !hidesOwn(q));
    assert.equal(toggleOwn(hidden), q);
  }
  assert.equal(toggleOwn('a OR b'), `(a OR b) ${OWN_HIDDEN}`);
  assert.equal(topTerms(`x ${OWN_HIDDEN}`).length, 2);
});
