// Who sends syslog that no source claims, as somebody is shown it who can say whose it is. The
// newest, in memory: the log has all of them, as events.
import type { UnknownSender } from '@acta/sdk';
import type { Clock } from '../../lib/clock.ts';
import { parseSyslog } from '../../sources/syslog-line.ts';
import type { DoorKind } from './meters.ts';
import type { Routes, Sender } from './routes.ts';

export interface Strangers {
  /** A message of a sender that no source claims. */
  note(door: DoorKind, sender: Sender, reason: Reason, text: string): void;
  /** Forgets whom these routes know. */
  settle(routes: Routes): void;
  /** The newest first. */
  list(): UnknownSender[];
}

export type Reason = UnknownSender['reason'];

interface Stranger {
  shown: UnknownSender;
  sender: Sender;
  /** The beginning of its last message: enough to see whether a source claims it now. */
  head: string;
}

/** Addresses that are kept; the one that was quiet longest gives way. */
const MOST = 100;
const HEAD_CHARS = 2_048;

export function createStrangers(clock: Clock): Strangers {
  const known = new Map<string, Stranger>();
  return {
    note(door, sender, reason, text) {
      const key = `${door} ${sender.address}`;
      const before = known.get(key);
      const now = new Date(clock.now()).toISOString();
      const head = text.slice(0, HEAD_CHARS);
      const { host = null, app: program = null } = parseSyslog(head, {
        zone: 'UTC',
        received: clock.now(),
      });
      const { address, port } = sender;
      const [first, messages] = [before?.shown.first ?? now, (before?.shown.messages ?? 0) + 1];
      known.delete(key);
      if (known.size >= MOST) known.delete(known.keys().next().value as string);
      const shown = { door, address, port, reason, messages, first, last: now, host, program };
      known.set(key, { shown, sender, head });
    },
    settle(routes) {
      for (const [key, { sender, head }] of known) {
        if (!('refused' in routes.route(sender, head))) known.delete(key);
      }
    },
    list: () => [...known.values()].map(({ shown }) => shown).toReversed(),
  };
}
