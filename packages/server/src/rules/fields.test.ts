import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActaEvent } from '@acta/event';
import type { LogEntry } from '../lib/entry.ts';
import { manualClock } from '../lib/clock.ts';
import { createRuleBook } from './book.ts';
import { createRuleFields } from './fields.ts';

const rule = (name: string, source: string, searches: string) =>
  `title: ${name}\nid: ${name.padEnd(36, '0').replace(/^(.{8}).(.{4}).(.{4}).(.{4})./, '$1-$2-$3-$4-')}
logsource: {${source}}\ndetection: {${searches}, condition: s}`;
const text = (name: string, source: string, searches: string) => ({
  file: `${name}.yml`,
  text: rule(name, source, searches),
});
const book = createRuleBook(
  [
    {
      name: 'x',
      texts: [
        text('a1', 'product: github, service: audit', "s: {action: [repo.destroy, 'repo.*']}"),
        text(
          'a2',
          'product: github, service: audit',
          's: [{action: org.x, actor: ana}, {repo: y}]',
        ),
        text('a3', 'product: github, service: webhook', 's: {ref|contains: main, action: z}'),
        text('a4', 'product: aws', 's: {eventName: DeleteTrail}'),
        text('a5', 'category: any', 's: {everywhere: 1}'),
        text('a6', 'product: github', 's: [words, more]'),
      ],
    },
  ],
  [],
);

const entry = (index: number, type: string, raw: unknown): LogEntry => ({
  index,
  leaf: '',
  record: '',
  event: {
    source: { type, name: type },
    action: 'x.y',
    actor: { id: 'ana' },
    raw: JSON.stringify(raw),
  } as unknown as ActaEvent,
});

function fieldsOver(entries: LogEntry[]) {
  const clock = manualClock(0);
  const log = {
    async *entries(from: number) {
      yield entries.slice(from);
    },
    head: () => ({ size: entries.length }),
  };
  return { fields: createRuleFields({ log, book: () => book, clock }), clock };
}

test('fields are those of rules for the log source, and of the records that came', async () => {
  const { fields, clock } = fieldsOver([
    entry(0, 'github', { action: 'a', deep: { list: [{ name: 1 }], none: null }, acta: { z: 1 } }),
    entry(1, 'github', { action: 'b' }),
    entry(2, 'aws-cloudtrail', { eventName: 'x', userIdentity: { arn: 'y' } }),
  ]);
  assert.deepEqual(await fields.of({ product: 'github', service: 'audit' }), [
    { name: 'action', rules: 2, seen: 1, values: ['repo.destroy', 'org.x'] },
    { name: 'actor', rules: 1, seen: 0, values: ['ana'] },
    { name: 'repo', rules: 1, seen: 0, values: ['y'] },
    { name: 'deep.list.name', rules: 0, seen: 0.5, values: [] },
  ]);
  const all = await fields.of({ product: 'GitHub' });
  assert.deepEqual([all[0]!.rules, all.some(({ name }) => name === 'ref')], [3, true]);
  const acta = (await fields.of({ product: 'acta' })).map(({ name }) => name);
  assert.deepEqual(acta, ['action', 'actor.id', 'source.name', 'source.type']);
  assert.deepEqual(await fields.of({ product: 'jenkins' }), []);
  clock.add(60_000);
  assert.equal((await fields.of({ product: 'aws' })).length, 2);
});
