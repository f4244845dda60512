// What a principal may see, ready for queries: its scope as a parsed query, its withheld groups.
import { parseQuery } from '@acta/query';
import type { Query } from '@acta/query';
import type { LoggedEvent } from '@acta/sdk';
import { maskEvent } from '../access/index.ts';
import type { MaskGroup, Principal } from '../access/index.ts';
import { ActaError } from '../lib/errors.ts';

export interface Reader {
  /** Null: everything is in scope. */
  scope: Query | null;
  withheld: MaskGroup[];
}

const scopes = new WeakMap<Principal, Query>();

/** Throws when the scope can't be read: then nothing is shown rather than everything. */
export function readerOf(principal: Principal): Reader {
  const withheld = [...principal.masks];
  if (principal.scope === undefined) return { scope: null, withheld };
  const known = scopes.get(principal);
  if (known !== undefined) return { scope: known, withheld };
  const parsed = parseQuery(principal.scope);
  if (!parsed.ok) {
    throw new ActaError({
      code: 'scope_invalid',
      status: 500,
      fault: 'operator',
      detail: `The scope of this key can't be read: ${parsed.error.message}.`,
      next: 'Make a new key with a valid scope.',
    });
  }
  scopes.set(principal, parsed.ast);
  return { scope: parsed.ast, withheld };
}

/**
 * The event as this reader gets it: never with its raw text, which is revealed on its own.
 * @param revealed masked groups that are shown this time
 */
export function shown(
  event: LoggedEvent,
  principal: Principal,
  revealed: readonly MaskGroup[] = [],
): LoggedEvent {
  const masks = principal.masks.filter((group) => !revealed.includes(group));
  const masked = maskEvent(event, masks);
  if (masked.raw === undefined) return masked;
  const { raw: _raw, ...rest } = masked;
  return rest;
}
