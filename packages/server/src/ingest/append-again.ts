// Records that are fetched or imported may have come by another door before, written otherwise: a
// known id makes them duplicates. What came by this very door and says something else stays a
// conflict: then the product tells another story than before.
import { isDeepStrictEqual } from 'node:util';
import type { AppendReceipt, EventDraft } from '../lib/entry.ts';
import type { LedgerAppend } from './ports.ts';

/**
 * Appends drafts of records that may be known from another door.
 *
 * @param via the door they come by now
 * @returns receipts in order
 */
export async function appendAgain(
  ledger: LedgerAppend,
  drafts: readonly EventDraft[],
  via: string,
): Promise<AppendReceipt[]> {
  const receipts = await ledger.append(drafts.map((draft) => ({ ...draft, again: true as const })));
  const altered: number[] = [];
  for (const [at, receipt] of receipts.entries()) {
    if (receipt.differs !== true) continue;
    const first = await ledger.entry?.(receipt.index);
    if (first === null || first === undefined || first.event.source.via !== via) continue;
    if (!sameContent(first.event.raw, drafts[at]!.event.raw)) altered.push(at);
  }
  if (altered.length > 0) {
    const conflicts = await ledger.append(altered.map((at) => drafts[at]!));
    for (const [place, at] of altered.entries()) receipts[at] = conflicts[place]!;
  }
  return receipts;
}

/** Whether two texts of a record differ in white space or the order of members at most. */
function sameContent(one: string | undefined, other: string | undefined): boolean {
  if (one === other) return true;
  try {
    return isDeepStrictEqual(JSON.parse(one ?? ''), JSON.parse(other ?? ''));
  } catch {
    return false; // no JSON: other texts are other records
  }
}
