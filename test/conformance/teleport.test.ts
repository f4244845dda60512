// The Teleport adapter over records of another program's tests and of the documentation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { teleport } from '../../packages/server/src/sources/teleport/index.ts';
import { eventLines, files, holds, tallyOf } from './cloud-tally.ts';

test('corpora/teleport', (t) => {
  // The documentation's other examples have comments in them: they are no JSON.
  const samples = [...eventLines('teleport/panther/*.jsonl'), ...files('teleport/docs/*.json')];
  const tally = tallyOf(teleport, samples);
  // One record's time has seconds of three digits.
  holds(tally, { actor: 1, target: 1, time: 0.96, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.deepEqual(tally.quarantined, []);
});
