// Merging runs: the heads of all inputs are compared and the least goes out, in slices that give
// the event loop its turns.
import { setImmediate as turn } from 'node:timers/promises';
import { KEY_BYTES, RECORD_BYTES } from './record.ts';
import type { Run } from './run.ts';

const SLICE_RECORDS = 2048;

interface Head {
  part: Buffer;
  at: number;
  rest: AsyncGenerator<Buffer>;
}

/** The records of all runs in order of their keys, whole records back to back. */
export async function* mergeRuns(runs: readonly Run[]): AsyncGenerator<Buffer> {
  let heads: Head[] = [];
  for (const run of runs) {
    const rest = run.records();
    const first = await rest.next();
    if (!first.done) heads.push({ part: first.value, at: 0, rest });
  }
  let out = Buffer.alloc(SLICE_RECORDS * RECORD_BYTES);
  let used = 0;
  while (heads.length > 0) {
    const least = leastOf(heads);
    used += least.part.copy(out, used, least.at, least.at + RECORD_BYTES);
    least.at += RECORD_BYTES;
    if (least.at === least.part.length) {
      const next = await least.rest.next();
      if (next.done) heads = heads.filter((head) => head !== least);
      else [least.part, least.at] = [next.value, 0];
    }
    if (used === out.length) {
      yield out;
      await turn();
      out = Buffer.alloc(SLICE_RECORDS * RECORD_BYTES);
      used = 0;
    }
  }
  if (used > 0) yield out.subarray(0, used);
}

function leastOf(heads: readonly Head[]): Head {
  let least = heads[0]!;
  for (const head of heads) {
    const { part, at } = head;
    if (part.compare(least.part, least.at, least.at + KEY_BYTES, at, at + KEY_BYTES) < 0) {
      least = head;
    }
  }
  return least;
}
