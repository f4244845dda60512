import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { pageOfList } from './page-of-list.ts';
import { createWorld } from './testing/world.ts';

const own = (text: string) => text;

test('pages together are the list, whatever is added or removed meanwhile', () => {
  const texts = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 4 }), { maxLength: 30 });
  const order = fc.constantFrom('up' as const, 'down' as const);
  fc.assert(
    fc.property(texts, texts, fc.integer({ min: 1, max: 7 }), order, (kept, others, limit, way) => {
      const passing = others.filter((text) => !kept.includes(text));
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let turn = 0; ; turn += 1) {
        const now = turn % 2 === 0 ? kept : [...passing, ...kept];
        const page = pageOfList(now, { limit, cursor }, own, way);
        assert.ok(page.items.length <= limit);
        seen.push(...page.items);
        if (page.next === null) break;
        cursor = page.next;
      }
      const stayed = seen.filter((text) => kept.includes(text));
      assert.deepEqual(stayed.toSorted(), kept.toSorted());
      assert.equal(new Set(seen).size, seen.length);
    }),
  );
});

test('a cursor of another list, or none at all, is refused', () => {
  for (const cursor of ['', 'zzz', 'WzEsImF0', '%%', Buffer.from('after:x').toString('base64')]) {
    const ask = () => pageOfList(['a'], { limit: 1, cursor }, own);
    assert.throws(ask, { code: 'cursor_invalid' }, cursor);
  }
});

test('keys, sources, sinks, silences and rules are listed in pages', async () => {
  const world = await createWorld();
  const headers = world.keys.admin;
  const post = async (url: string, payload: object) => {
    const answer = await world.app.inject({ method: 'POST', url, headers, payload });
    assert.ok(answer.statusCode < 300, `${url}: ${answer.body}`);
  };
  for (const name of ['one', 'two', 'three']) {
    await post('/v1/keys', { name, role: 'viewer' });
    await post('/v1/sources', { type: 'github', name });
    await post('/v1/sinks', { kind: 'webhook', name, settings: { url: 'http://127.0.0.1:1/x' } });
    const ends = '2099-01-01T00:00:00Z';
    await post('/v1/silences', { ends, reason: 'moving', match: { source: name } });
  }
  for (const list of ['keys', 'sources', 'sinks', 'silences', 'rules']) {
    const read = async (query: string) => {
      const answer = await world.app.inject({ url: `/v1/${list}?${query}`, headers });
      assert.equal(answer.statusCode, 200, `${list}: ${answer.body}`);
      const { next, ...rest } = answer.json<{ next: string | null }>();
      const items = Object.values(rest)[0] as { id?: string; name?: string }[];
      return { next, items: items.map(({ id, name }) => id ?? name) };
    };
    const whole = await read('limit=1000');
    assert.equal(whole.next, null);
    assert.ok(whole.items.length >= 2, list);
    const walked: unknown[] = [];
    for (let query = 'limit=1'; ;) {
      const { next, items } = await read(query);
      assert.ok(items.length <= 1, list);
      walked.push(...items);
      if (next === null) break;
      query = `limit=1&cursor=${next}`;
    }
    assert.deepEqual(walked, whole.items, list);
    for (const query of ['limit=0', 'limit=1001', 'cursor=zzz&limit=1']) {
      const answer = await world.app.inject({ url: `/v1/${list}?${query}`, headers });
      assert.equal(answer.statusCode, 400, `${list}?${query}`);
    }
  }
  await world.close();
});

test('one key is read by its id', async () => {
  const world = await createWorld();
  const headers = world.keys.admin;
  const payload = { name: 'ci', role: 'viewer' };
  const made = await world.app.inject({ method: 'POST', url: '/v1/keys', headers, payload });
  const { id, key } = made.json<{ id: string; key: string }>();
  const one = await world.app.inject({ url: `/v1/keys/${id}`, headers });
  assert.equal(one.json().name, 'ci');
  assert.equal(one.body.includes(key.slice(-10)), false);
  assert.equal((await world.app.inject({ url: '/v1/keys/none', headers })).statusCode, 404);
  await world.close();
});
