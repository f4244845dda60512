// A process for the system call test: opens a log, appends three times, publishes, closes. Each
// answer is a line on standard output once it is there. Exits 3 where the ledger ends the process.
import { writeSync } from 'node:fs';
import { openLedger } from '../../packages/server/src/ledger/index.ts';
import { draftsOf, optionsFor } from '../../packages/server/src/ledger/testing.ts';

const ledger = await openLedger(
  optionsFor(process.argv[2]!, {
    limits: { 'ledger.publish_interval_ms': 3_600_000 },
    fatal(error) {
      writeSync(2, `fatal: ${error.message}\n`);
      process.exit(3);
    },
  }),
);
for (const [from, count] of [
  [0, 1],
  [1, 2],
  [3, 260],
] as const) {
  try {
    const receipts = await ledger.append(draftsOf(from, count));
    writeSync(1, `${from} ${receipts.map(({ index, id }) => `${index}:${id}`).join(',')}\n`);
  } catch (error) {
    writeSync(2, `refused: ${String(error)}\n`);
  }
}
await ledger.close().catch((error: unknown) => writeSync(2, `close: ${String(error)}\n`));
