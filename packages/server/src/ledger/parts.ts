// What a started ledger is made of.
import { messageOf } from '../lib/errors.ts';
import type { Ids } from './ids/ids.ts';
import type { Layout } from './layout.ts';
import type { Keys } from './start/keys.ts';
import type { OutsideHead } from './start/outside-head.ts';
import type { RecoveredLog } from './start/recover.ts';
import type { KeptCheckpoints } from './storage/kept-checkpoints.ts';
import type { StoreContext } from './storage/reader.ts';
import type { LedgerOptions } from './types.ts';
import type { WalContext } from './wal/wal.ts';

export interface LedgerParts {
  options: LedgerOptions;
  layout: Layout;
  keys: Keys;
  store: StoreContext;
  wal_context: WalContext;
  outside: OutsideHead | null;
  log: RecoveredLog;
  kept: KeptCheckpoints;
  ids: Ids;
  release(): void;
}

/** Remembers the head outside; where that can't be, the log goes on and says so. */
export async function rememberHead(
  { outside, options }: LedgerParts,
  checkpoint: string,
): Promise<void> {
  try {
    await outside?.remember(checkpoint);
  } catch (error) {
    options.logger.warn('the head could not be remembered outside of the data directory', {
      path: outside?.path,
      why: messageOf(error),
    });
  }
}
