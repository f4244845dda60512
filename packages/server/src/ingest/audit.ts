// Acta's own events, in the same log as everybody's: source type `acta`, name `acta`.
import { catalogue, type Actor } from '@acta/event';
import { createHash } from 'node:crypto';
import type { AppendReceipt, EventDraft, UnsealedEvent } from '../lib/entry.ts';
import type { Clock } from '../lib/clock.ts';
import type { Audit, AuditRecord, Caller, LedgerAppend } from './ports.ts';

const kinds: Readonly<Record<string, string>> = { key: 'key', token: 'token', session: 'user' };

/**
 * Records what people and Acta itself do with the record. Each resolves once durable.
 *
 * @throws TypeError for an action outside the catalogue: a bug; and what the ledger throws
 */
export function createAudit(
  ledger: LedgerAppend,
  clock: Clock,
): Audit & { record(caller: Caller | null, record: AuditRecord): Promise<AppendReceipt> } {
  return {
    async record(caller, record) {
      const event = auditEvent(caller, record, clock.now());
      const [receipt] = await ledger.append([draftOf(event, record.once)]);
      return receipt as AppendReceipt;
    },
  };
}

function draftOf(event: UnsealedEvent, once: string | undefined): EventDraft {
  const digest = createHash('sha256')
    .update(once ?? JSON.stringify(event))
    .digest('base64url');
  return { event, item: 0, digest, ...(once === undefined ? {} : { delivery: once }) };
}

function auditEvent(caller: Caller | null, record: AuditRecord, now: number): UnsealedEvent {
  const { action, outcome = 'success', once, ...rest } = record;
  const definition = catalogue.get(action);
  if (definition === undefined) throw new TypeError(`${action} is not in the catalogue.`);
  return {
    time: new Date(now).toISOString(),
    source: {
      type: 'acta',
      name: 'acta',
      via: 'internal',
      ...(once === undefined ? {} : { delivery: once }),
    },
    action,
    category: definition.category,
    effect: definition.effect,
    outcome,
    severity: definition.severity,
    actor: actorOf(caller),
    ...rest,
  };
}

/** Nobody signed in: unknown, unless it is the server's own doing. */
function actorOf(caller: Caller | null): Actor {
  if (caller === null) return { type: 'unknown', id: 'unknown' };
  return {
    type: kinds[caller.kind] ?? caller.kind,
    id: caller.id,
    name: caller.name,
    // Acta checked the key or the session itself; no issuer's token stands behind it.
    assurance: 'source_authenticated',
  };
}

/** Acta itself, where nobody asked. */
export const actaItself: Caller = Object.freeze({ id: 'acta', name: 'Acta', kind: 'service' });
