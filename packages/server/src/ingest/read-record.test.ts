// Records of every product behind the doors of compatible senders: what our fixtures give by their
// own door, they give when a shipper brings them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFixtures, type Fixture } from '../sources/fixtures.ts';
import { NotNormalizable, type Adapter } from '../sources/types.ts';
import { itemsOf } from './read-record.ts';

const bodyOf = ({ body }: Fixture) => (typeof body === 'string' ? body : JSON.stringify(body));

function actions(adapter: Adapter, fixture: Fixture, text: string): string[] {
  const read = { record: { text }, via: fixture.via, headers: fixture.headers ?? {}, received: 0 };
  const items = itemsOf(adapter, fixture.settings ?? {}, { ...read, via: 'hec' });
  return items.map(({ event }) => event.action);
}

for (const { adapter, fixtures } of readFixtures()) {
  test(adapter.type, () => {
    for (const fixture of fixtures) {
      const expected = fixture.events.map(({ action }) => action);
      const text = bodyOf(fixture);
      assert.deepEqual(actions(adapter, fixture, text), expected);
      // The same as the message of Filebeat, or as the log of Fluent Bit.
      if (!text.trimStart().startsWith('{')) continue;
      const beat = JSON.stringify({ '@timestamp': 'x', host: { name: 'h' }, message: text });
      assert.deepEqual(actions(adapter, fixture, beat), expected);
      const fluent = JSON.stringify({ stream: 'stdout', log: text, kubernetes: {} });
      assert.deepEqual(actions(adapter, fixture, fluent), expected);
    }
  });
}

test('what is no record of a product is refused, not guessed', () => {
  for (const { adapter, fixtures } of readFixtures()) {
    for (const text of ['', '   ', `{"a":${'['.repeat(50)}`]) {
      assert.throws(() => actions(adapter, fixtures[0] as Fixture, text), NotNormalizable);
    }
  }
});
