import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBench } from './testing.ts';

const record = (more: object) =>
  JSON.stringify({ _document_id: 'doc-1', action: 'repo.create', actor: 'octavia', ...more });
const delivery = (text: string, via: string) =>
  [{ headers: {}, body: Buffer.from(text), received: 0 }, via] as const;

test('what another door wrote otherwise is a duplicate; what this one says otherwise, a conflict', async (t) => {
  const bench = await openBench(t);
  const take = (text: string, via: string, again?: true) => {
    const [sent] = delivery(text, via);
    const by = { via, assurance: 'source_authenticated' as const, ...(again && { again }) };
    return bench.intake.acceptAuthenticated('acme', sent, by);
  };
  await take(record({ org: 'acme' }), 'stream');
  const pulled = await take(record({ org: 'acme', more: 1 }), 'pull', true);
  assert.deepEqual([pulled.accepted, pulled.duplicates], [0, 1]);
  const own = await take(record({ org: 'other', _document_id: 'doc-2' }), 'pull', true);
  assert.equal(own.accepted, 1);
  const same = await take(record({ org: 'other', _document_id: 'doc-2' }), 'pull', true);
  assert.deepEqual([same.accepted, same.duplicates], [0, 1]);
  const spaced = await take(
    '{ "org": "other", "_document_id":"doc-2","actor":"octavia","action":"repo.create" }',
    'pull',
    true,
  );
  assert.deepEqual([spaced.accepted, spaced.duplicates], [0, 1]);
  const altered = await take(record({ org: 'third', _document_id: 'doc-2' }), 'pull', true);
  assert.deepEqual([altered.accepted, altered.receipts[0]?.conflict], [1, true]);
  const entries = await bench.entries();
  assert.equal(entries.length, 3);
  assert.ok(entries[2]?.event.marks?.includes('conflict'));
});
