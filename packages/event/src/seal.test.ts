import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkDisclosures, disclosuresOf, eraseGroups, openRecord } from './disclosures/index.ts';
import { digestOf } from './disclosures/encode.ts';
import { eventSchema } from './schema/event.ts';
import { sealEvent } from './seal.ts';
import { anyEvent, anySeed } from './testing.ts';
import { groups, type Group } from './vocabulary.ts';

const seed = new Uint8Array(16).fill(1);
const example = {
  v: 1 as const,
  id: '019a9b3c-4d5e-8f00-9123-456789abcdef',
  time: '2026-11-19T08:15:02.114Z',
  received: '2026-11-19T08:15:02.640Z',
  source: { type: 'github', name: 'acme', via: 'webhook', delivery: '72d3162e' },
  action: 'branch_protection.removed',
  native: 'protected_branch.destroy',
  category: 'change' as const,
  effect: 'delete' as const,
  outcome: 'success' as const,
  severity: 'high' as const,
  actor: { type: 'user', id: 'github:583231', name: 'octocat' },
  target: { type: 'repository', id: 'github:1296269', name: 'acme/pay' },
  context: { ip: '203.0.113.7' },
  raw: '{"action":"protected_branch.destroy"}',
};

test('an arbitrary event is of the schema, and comes back from its leaf and record', () => {
  fc.assert(
    fc.property(anyEvent, anySeed, (event, salt) => {
      assert.deepEqual(eventSchema.parse(event), event);
      const { leaf, record } = sealEvent(event, salt);
      assert.deepEqual(openRecord(leaf, record), { event, withheld: [] });
      const checked = checkDisclosures(leaf, disclosuresOf(record));
      assert.deepEqual(checked.event, event);
      assert.equal(checked.withheld, 0);
    }),
  );
});

test('what is erased is gone from the record, and the rest still verifies', () => {
  fc.assert(
    fc.property(anyEvent, anySeed, fc.subarray([...groups]), (event, salt, erased) => {
      const { leaf, record } = sealEvent(event, salt);
      const before = openRecord(leaf, record).event;
      const rest = eraseGroups(record, erased);
      const opened = openRecord(leaf, rest);
      assert.deepEqual(
        opened.withheld,
        erased.filter((group) => holds(before, group)),
      );
      const checked = checkDisclosures(leaf, disclosuresOf(rest));
      assert.equal(checked.withheld, opened.withheld.length);
      assert.deepEqual(checked.event, opened.event);
      assert.equal(eraseGroups(rest, erased), rest);
      if (opened.withheld.length > 0) assert.match(rest, /^1 - [\w-]{22}\n/);
    }),
  );
});

function holds(event: object, group: Group): boolean {
  if (group === 'details') return true;
  return group in event || (group === 'target' && 'targets' in event);
}

test('groups can be erased one after the other, in any order, to the same record', () => {
  fc.assert(
    fc.property(anyEvent, anySeed, fc.shuffledSubarray([...groups]), (event, salt, order) => {
      const { record } = sealEvent(event, salt);
      let step = record;
      for (const group of order) step = eraseGroups(step, [group]);
      assert.equal(step, eraseGroups(record, order));
    }),
  );
});

test('the leaf has the fields of the contract in their order, and one digest', () => {
  const { leaf, record } = sealEvent(example, seed);
  const digest = digestOf(disclosuresOf(record, [])[0]!);
  assert.equal(
    leaf,
    '{"v":1,"id":"019a9b3c-4d5e-8f00-9123-456789abcdef","time":"2026-11-19T08:15:02.114Z",' +
      '"received":"2026-11-19T08:15:02.640Z","source":"github","action":"branch_protection.removed",' +
      '"category":"change","effect":"delete","outcome":"success","severity":"high",' +
      `"_sd":["${digest}"],"_sd_alg":"sha-256"}`,
  );
});

test('sealing gives the same bytes for the same event and seed, for ever', () => {
  const { leaf, record } = sealEvent(example, seed);
  assert.equal(digestOf(leaf), 'xnfhPpKhHMU4aLydveHStw-MGfKUurHCg28XBffr1jk');
  assert.equal(digestOf(record), 'Ipqki30SCm-ZKkhRUy6y9jLiQd0rucyA41svBjrEeh4');
});

test('groups that are asked for are disclosed, the others are withheld', () => {
  const { leaf, record } = sealEvent(example, seed);
  const shown = checkDisclosures(leaf, disclosuresOf(record, ['target', 'details']));
  assert.deepEqual(Object.keys(shown.groups).sort(), ['details', 'target']);
  assert.equal(shown.withheld, 3);
  assert.equal(shown.event.actor, undefined);
  assert.equal(checkDisclosures(leaf, []).withheld, 1);
});

test('no salt is that of another group or event', () => {
  const salts = new Set<string>();
  for (const last of [1, 2]) {
    const own = new Uint8Array(16).fill(last);
    for (const disclosure of disclosuresOf(sealEvent(example, own).record)) {
      const [salt] = JSON.parse(Buffer.from(disclosure, 'base64url').toString()) as [string];
      assert.match(salt, /^[\w-]{21}[AQgw]$/);
      salts.add(salt);
    }
  }
  assert.equal(salts.size, 12);
});

test('a text outside its closed vocabulary never reaches the tree', () => {
  const bad: [string, unknown][] = [
    ['action', 'repository.polished'],
    ['category', 'other"'],
    ['severity', ''],
    ['id', 'a'],
    ['time', '2026-11-19T08:15:02Z'],
    ['received', 'now'],
    ['source', { type: 'Git Hub', name: 'x' }],
  ];
  for (const [field, value] of bad) {
    assert.throws(() => sealEvent({ ...example, [field]: value }, seed), RangeError, field);
  }
  assert.throws(() => sealEvent(example, new Uint8Array(15)), RangeError);
});

test('a record that Acta never wrote is refused', () => {
  for (const record of [
    '',
    '2 AAAA',
    '1 AAAA',
    '1 AQEBAQEBAQEBAQEBAQEBAQ\nfoo {}',
    '1 - salt\nactor',
  ]) {
    assert.throws(() => disclosuresOf(record), { code: 'record_malformed' });
  }
});
