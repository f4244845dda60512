// Senders that no source claims: counted, and told in the log, the first at once, then once a
// minute for each address with the count.
import type { Audit } from '../../ingest/index.ts';
import { createRejections } from '../../ingest/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import { SYSLOG_ADDRESSES } from './limits.ts';

export interface Unknown {
  /** A message of a sender that is not known, or what was wrong with its connection. */
  note(door: string, address: string, code: string): void;
  /** Tells the counts of minutes that ended; with `everything` all of them. */
  flush(everything?: boolean): void;
  /** Resolves once all that was told is recorded. */
  settled(): Promise<void>;
}

export function createUnknown(context: {
  audit: Audit;
  clock: Clock;
  limits: Limits;
  logger: Logger;
}): Unknown {
  const { audit, clock, limits, logger } = context;
  const running = new Set<Promise<void>>();
  const rejections = createRejections({
    clock,
    addresses: limits.value(SYSLOG_ADDRESSES),
    record({ source: door, address, code, count }) {
      const work = audit
        .record(null, {
          action: 'delivery.rejected',
          outcome: 'denied',
          target: { type: 'door', id: `door:syslog/${door}`, name: `syslog over ${door}` },
          context: { ip: address },
          why: { reason: code },
          labels: { count: String(count), unit: 'messages' },
        })
        .then(() => undefined)
        .catch((error: unknown) => {
          const reason = messageOf(error);
          logger.error('a refused sender could not be recorded', { address, code, reason });
        })
        .finally(() => running.delete(work));
      running.add(work);
    },
  });
  return {
    note: (door, address, code) => rejections.note(door, address, code),
    flush: (everything) => rejections.flush(everything),
    async settled() {
      await Promise.all(running);
    },
  };
}
