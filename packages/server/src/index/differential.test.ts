// SQL in the real engine against `matches` in memory: the same events for any query.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createMatcher, formatQuery, parseQuery, type Query } from '@acta/query';
import { anyQuery } from '@acta/query/testing';
import * as fc from 'fast-check';
import type { LogEntry } from '../lib/entry.ts';
import { manualClock } from '../lib/clock.ts';
import { type EventIndex, openIndex, type WithheldGroup } from './index.ts';
import { engineCommand, NOW, sampleEntries } from './testing.ts';

const dir = mkdtempSync(join(tmpdir(), 'acta-index-'));
const entries: LogEntry[] = sampleEntries(400, 7);
let index: EventIndex;

before(async () => {
  index = await openIndex({ dir, clock: manualClock(NOW) });
  // One part with the text index, as merges leave it, and one without, as insertions do.
  index.write(entries.slice(0, 250));
  await index.flush();
  await engineCommand(await index.engine(), 'OPTIMIZE TABLE acta_events FINAL');
  index.write(entries.slice(250));
  await index.flush();
});
after(async () => {
  await index.close();
  rmSync(dir, { recursive: true, force: true });
});

async function found(ast: Query, withheld: WithheldGroup[] = []): Promise<number[]> {
  const range = { from: null, to: null, cursor: null };
  const answer = await index.search({ ast, ...range, order: 'time', limit: 1000, withheld });
  assert.equal(answer.total, answer.events.length);
  return answer.events.map((event) => event.index).sort((a, b) => a - b);
}

function expected(ast: Query, withheld: WithheldGroup[] = []): number[] {
  const matches = createMatcher(ast, { now: NOW, withheld });
  const here = entries.filter(({ index: at, event }) => matches({ ...event, index: at }));
  return here.map((entry) => entry.index);
}

async function agree(ast: Query, withheld: WithheldGroup[] = []): Promise<void> {
  const [sql, memory] = [await found(ast, withheld), expected(ast, withheld)];
  const message = `${JSON.stringify(formatQuery(ast))}: ${sql.length} found, ${memory.length} match`;
  assert.equal(sql.join(), memory.join(), message);
}

const QUERIES = `
  * alice "rotate key" rot* *eploy* a*b straße STRASSE 東京 "o'brien" "say \\"hi\\"" "a\\\\b" "100%"
  under_score "{p0:String}" "'); DROP TABLE x; --" "two lines" İstanbul istanbul é "-" "{" "p0"
  actor:alice actor:ALICE actor:a* actor:* -actor:alice actor.on_behalf_of:alice role:alice
  target:acme/pay target:acme* target.parent:* targets.x action:*.* category:policy
  targets.name:* targets.parent.name:* why.approved_by.name:alice why.approved_by.type:*
  source:github source:vault ip:10.0.0.0/8 ip:10.0.0.1 ip:2001:db8::/32 ip:2001:db8::1 ip:10.*
  ip:10.0.0.0..10.0.0.9 ip:>10.0.0.0 ip:* -ip:* severity:>=low severity:high severity:<low
  time:>=now-7d time:now-1d/d time:2026-11 time:<2026-11-01 index:10..20 index:>=390 index:7
  label.team:* label.team:alice label.Team:* changes.to:true changes.field:* changes.to.team:*
  ticket:a* approver:bob mark:conflict revision:>3 revision:2 revision:* header.team:* raw:alice
  raw:*key* env:main env:* reason:* native:100% native:1*% native:under_score native:under*
  *ha256:0123* *256:0* *:0123456789abcdef0123* *56:0123456789abcdef01234* *:9* *6:* *b:0*
  7c5df5ddd32dc1804b1912450c5e99cf12cdd4ae 7c5df5dd* *12cdd4ae *1804b* sha256:*
  "sha256:0123456789abcdef0123"
  0123456789abcdef0123 "0123456789abcdef" é0123456789abcdef sha256*0123 *abc* a*e abc* cafe "12cdd4ae"
  native:"two lines" native:"a\\\\b" actor:"{p0:String}" credential:alice country:東京
`;

test('the queries of the reference', async () => {
  for (const text of QUERIES.match(/(?:[^\s"]|"(?:\\.|[^"\\])*")+/g)!) {
    const parsed = parseQuery(text);
    if (parsed.ok) await agree(parsed.ast);
    else assert.ok(['sha256:*'].includes(text), text);
  }
});

test('any query finds the same as in memory', async () => {
  await fc.assert(
    fc.asyncProperty(anyQuery(), (ast) => agree(ast)),
    { numRuns: 100, seed: 11 },
  );
});

test('any query under any mask finds the same as in memory', async () => {
  const groups = fc.subarray<WithheldGroup>(['actor', 'target', 'context', 'details', 'raw']);
  await fc.assert(
    fc.asyncProperty(anyQuery(2), groups, (ast, withheld) => agree(ast, withheld)),
    {
      numRuns: 50,
      seed: 12,
    },
  );
});

test('values of the events themselves find them', async () => {
  for (const entry of entries.slice(0, 6)) {
    const { actor, target, native } = entry.event;
    for (const value of [actor?.id, target?.name, native]) {
      if (value === undefined || value.trim() === '') continue;
      await agree({ type: 'text', pieces: [value] });
      await agree({ type: 'equals', field: 'actor', value });
      await agree({ type: 'wildcard', field: 'target', pieces: [value.slice(0, 2), ''] });
    }
  }
});

test('what is answered is the event, without the record of the source', async () => {
  const range = { from: null, to: null, cursor: null };
  const answer = await index.search({
    ast: { type: 'all' },
    ...range,
    order: 'time',
    limit: 1000,
  });
  for (const event of answer.events) {
    const { raw: _raw, ...kept } = entries[event.index]!.event;
    const empty = ['targets', 'changes', 'marks', 'context', 'labels', 'pipeline', 'why'];
    for (const name of empty) {
      const value = (kept as Record<string, unknown>)[name];
      const bare = value !== undefined && Object.keys(value as object).length === 0;
      if (bare) delete (kept as Record<string, unknown>)[name];
    }
    assert.deepEqual(event, { ...kept, index: event.index });
  }
});

test('hostile queries are answered or refused, and the table stays', async () => {
  const hostile = [
    ["' OR 1=1 --", "\\' OR 1=1", '{x:String}', '%', '_', '\\', '(?i)', '[a-z]+', 'a'.repeat(4000)],
    ['\u0000', '\ud83d', '\u202e', '\n\n', ';', '/*', '$$', '`', '\t\t', 'İ'.repeat(500)],
  ].flat();
  for (const value of hostile) {
    await agree({ type: 'text', pieces: [value] });
    await agree({ type: 'text', pieces: ['', value, ''] });
    await agree({ type: 'equals', field: 'actor', value });
    await agree({ type: 'wildcard', field: 'labels.team', pieces: [value, ''] });
    await agree({ type: 'equals', field: `labels.${value}`, value });
  }
  assert.equal((await found({ type: 'all' })).length, entries.length);
});
