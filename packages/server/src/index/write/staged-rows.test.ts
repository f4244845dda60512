import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { LogEntry } from '../../lib/entry.ts';
import { writeEventRow } from '../rows/event-row.ts';
import { RowBinaryWriter } from '../rows/row-binary.ts';
import { sampleEntries } from '../testing.ts';
import { StagedRows } from './staged-rows.ts';

const entries = sampleEntries(60, 5);

function rowsOf(some: readonly LogEntry[]): string {
  const rows = new RowBinaryWriter(64);
  for (const entry of some) writeEventRow(rows, entry);
  return rows.take().toString('latin1');
}

type Step = ['stage', number] | ['commit', number] | ['drop' | 'take' | 'miss'];
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constant('stage' as const), fc.integer({ min: 1, max: 6 })),
  fc.tuple(fc.constant('commit' as const), fc.integer({ min: 1, max: 6 })),
  fc.tuple(fc.constantFrom('drop' as const, 'take' as const, 'miss' as const)),
);

test('whatever is staged, dropped and committed, the rows are those of the log in order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const rows = new RowBinaryWriter(64);
      const staged = new StagedRows(rows);
      let taken = '';
      let next = 0;
      let shown = 0;
      const take = (): void => {
        const bytes = staged.takeCommitted();
        taken += bytes.toString('latin1');
        rows.giveBack(bytes);
      };
      for (const [what, count = 0] of steps) {
        if (what === 'stage') {
          const to = Math.min(entries.length, shown + count);
          for (; shown < to; shown += 1) staged.stage(entries[shown]!);
        } else if (what === 'miss') {
          shown = Math.min(entries.length, shown + 1); // sealed while nobody looked
        } else if (what === 'drop') {
          staged.unstage(next);
          shown = next;
        } else if (what === 'take') {
          take();
        } else {
          const to = Math.min(shown, next + count);
          if (to > next && !staged.confirm(next, to)) {
            const aside = staged.setAside(to);
            for (const entry of entries.slice(next, to)) staged.insert(entry);
            staged.putBack(aside);
          }
          next = to;
        }
      }
      take();
      assert.equal(taken, rowsOf(entries.slice(0, next)));
    }),
    { numRuns: 300 },
  );
});

test('an entry that has no row leaves nothing behind', () => {
  const rows = new RowBinaryWriter(64);
  const staged = new StagedRows(rows);
  const broken = { ...entries[1]!, event: { id: 'x' } } as unknown as LogEntry;
  staged.insert(entries[0]!);
  staged.stage(broken);
  assert.equal(staged.confirm(1, 2), false);
  assert.throws(() => staged.insert(broken));
  staged.insert(entries[1]!);
  assert.equal(staged.takeCommitted().toString('latin1'), rowsOf(entries.slice(0, 2)));
});
