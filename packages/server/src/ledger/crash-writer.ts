// A process for the crash test: appends without end and writes each answer, one line, to standard
// output once it has it. Arguments: folder, first draft's number.
import { writeSync } from 'node:fs';
import { nodeFileSystem } from '../lib/node-file-system.ts';
import { openLedger } from './open.ts';
import { draftsOf, optionsFor } from './testing.ts';

const [dir, first] = process.argv.slice(2);
const ledger = await openLedger(
  optionsFor(dir!, {
    fs: nodeFileSystem(),
    limits: { 'ledger.wal_segment_events': 500, 'ledger.publish_interval_ms': 20 },
  }),
);
let next = Number(first);
writeSync(1, `open ${ledger.head().size}\n`);

async function sender(size: number): Promise<never> {
  for (;;) {
    const from = next;
    next += size;
    const receipts = await ledger.append(draftsOf(from, size));
    const indexes = receipts.map(({ index, id }) => `${index}:${id}`);
    writeSync(1, `${from} ${indexes.join(',')}\n`);
  }
}

await Promise.all([1, 3, 17, 60, 5].map(sender));
