import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { encodeBase64url } from '#hash';
import { digestOf } from './encode.ts';
import type { DisclosureErrorCode } from './errors.ts';
import { processSdClaims } from './process.ts';

const disclose = (items: unknown): string => encodeBase64url(JSON.stringify(items));
const refused = (payload: unknown, disclosures: string[], code: DisclosureErrorCode): void => {
  assert.throws(() => processSdClaims(payload, disclosures), { name: 'DisclosureError', code });
};

const name = disclose(['salt-1', 'name', 'Ann']);
const item = disclose(['salt-2', 'first']);

test('object members and array elements come back to their places', () => {
  const payload = {
    _sd_alg: 'sha-256',
    kept: 1,
    _sd: [digestOf(name)],
    list: [{ '...': digestOf(item) }, 'second', { '...': digestOf('a decoy') }],
  };
  assert.deepEqual(processSdClaims(payload, [item, name]), {
    claims: { kept: 1, name: 'Ann', list: ['first', 'second'] },
    withheld: 1,
  });
});

test('disclosures may hold further digests', () => {
  const inner = disclose(['s', 'city', 'Bern']);
  const outer = disclose(['t', 'address', { _sd: [digestOf(inner)], zip: '3000' }]);
  const payload = { _sd: [digestOf(outer)] };
  assert.deepEqual(processSdClaims(payload, [inner, outer]).claims, {
    address: { zip: '3000', city: 'Bern' },
  });
  assert.deepEqual(processSdClaims(payload, [outer]), {
    claims: { address: { zip: '3000' } },
    withheld: 1,
  });
  refused(payload, [inner], 'disclosure_unreferenced');
});

test('decoys and withheld claims leave nothing behind', () => {
  const payload = { _sd: [digestOf('x'), digestOf('y')], list: [{ '...': digestOf('z') }] };
  assert.deepEqual(processSdClaims(payload, []), { claims: { list: [] }, withheld: 3 });
});

test('RFC 9901 §7.1: every rejection', () => {
  const at = (...disclosures: string[]) => ({ _sd: disclosures.map(digestOf) });
  refused({ ...at(name), list: [{ a: at(name) }] }, [name], 'digest_repeated');
  refused({ _sd: [digestOf('x'), digestOf('x')] }, [], 'digest_repeated');
  refused(at(name), [name, name], 'disclosure_repeated');
  refused({}, [name], 'disclosure_unreferenced');
  refused({ ...at(name), _sd_alg: 'sha-512' }, [name], 'hash_unknown');
  refused(at(item), [item], 'length_wrong');
  refused({ list: [{ '...': digestOf(name) }] }, [name], 'length_wrong');
  refused({ ...at(name), name: 'Bob' }, [name], 'name_taken');
  for (const reserved of ['_sd', '...', 5, null]) {
    const bad = disclose(['s', reserved, 1]);
    refused(at(bad), [bad], 'name_reserved');
  }
  const two = [disclose(['a', 'same', 1]), disclose(['b', 'same', 2])] as const;
  refused(at(...two), [...two], 'name_taken');
  refused({ '...': digestOf(name) }, [], 'name_reserved');
  refused({ list: [{ '...': digestOf(item), more: 1 }] }, [item], 'digest_malformed');
  refused({ _sd: 'x' }, [], 'digest_malformed');
  refused({ _sd: [5] }, [], 'digest_malformed');
  refused({ list: [{ '...': 5 }] }, [], 'digest_malformed');
  for (const bad of [['s'], ['s', 'n', 1, 2], 's', null, {}]) {
    const text = disclose(bad);
    refused(at(text), [text], 'disclosure_malformed');
  }
  for (const salt of [5, null, ['s']]) {
    const text = disclose([salt, 'n', 1]);
    refused(at(text), [text], 'salt_malformed');
  }
  for (const text of ['', '====', `${name}=`, name.slice(0, -1), 'WyJ', '_w']) {
    refused(at(text), [text], 'disclosure_malformed');
  }
  refused([], [], 'leaf_malformed');
  refused('text', [], 'leaf_malformed');
});

test('bytes that are not UTF-8 are refused', () => {
  const text = Buffer.from([...Buffer.from('["s","n","'), 0xff, ...Buffer.from('"]')]);
  const bad = text.toString('base64url');
  refused({ _sd: [digestOf(bad)] }, [bad], 'disclosure_malformed');
});

test('depth and count are limited', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100; level++) deep = [deep];
  refused({ deep }, [], 'too_deep');
  let inner = disclose(['s', 'n', 1]);
  const all = [inner];
  for (let level = 0; level < 70; level++) {
    inner = disclose([`s${level}`, 'n', { _sd: [digestOf(inner)] }]);
    all.push(inner);
  }
  refused({ _sd: [digestOf(inner)] }, all, 'too_deep');
  refused(
    {},
    Array.from({ length: 10_001 }, () => name),
    'too_many',
  );
});

test('names that JavaScript objects give a meaning to are ordinary claims', () => {
  for (const claim of ['__proto__', 'constructor', 'toString', '']) {
    const text = disclose(['s', claim, { polluted: true }]);
    const { claims } = processSdClaims({ _sd: [digestOf(text)] }, [text]);
    assert.deepEqual(Object.keys(claims), [claim]);
    assert.equal(Object.getPrototypeOf(claims), Object.prototype);
  }
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  const twice = disclose(['s', '__proto__', 1]);
  refused(JSON.parse(`{"__proto__":1,"_sd":["${digestOf(twice)}"]}`), [twice], 'name_taken');
});

test('any object can be hidden member by member and is the same when all is shown', () => {
  const value = fc
    .dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true })
    .map((object) => JSON.parse(JSON.stringify(object)) as Record<string, unknown>)
    .filter((object) => !/"(_sd|_sd_alg|\.\.\.|__proto__)":/.test(JSON.stringify(object)));
  fc.assert(
    fc.property(value, fc.func(fc.boolean()), (object, hide) => {
      const disclosures: string[] = [];
      const payload: Record<string, unknown> = { _sd: [] as string[] };
      for (const [key, member] of Object.entries(object)) {
        if (!hide(key)) payload[key] = member;
        else disclosures.push(disclose([`salt of ${key}`, key, member]));
      }
      payload._sd = disclosures.map(digestOf).toSorted();
      const { claims, withheld } = processSdClaims(payload, disclosures);
      assert.deepEqual(claims, object);
      assert.equal(withheld, 0);
      assert.equal(processSdClaims(payload, []).withheld, disclosures.length);
    }),
  );
});
