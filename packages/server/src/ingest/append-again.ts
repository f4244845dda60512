// Records that are fetched or imported may have come by another door before, written otherwise: a
// known id makes them duplicates (2-contract §3 speaks of one door). What came by this very door
// with other bytes stays a conflict: then the product tells another story than before.
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
    if (first?.event.source.via === via) altered.push(at);
  }
  if (altered.length > 0) {
    const conflicts = await ledger.append(altered.map((at) => drafts[at]!));
    for (const [place, at] of altered.entries()) receipts[at] = conflicts[place]!;
  }
  return receipts;
}
