// What a draft is: new, a duplicate of what is known, or a conflict with it (the same name, other
// bytes), which is an event of its own.
import type { Mark } from '@acta/event';
import { DraftAhead } from '../../lib/ahead.ts';
import type { AppendReceipt, EventDraft, LogEntry } from '../../lib/entry.ts';
import type { KnownId } from '../ids/record.ts';
import type { Ids } from '../ids/ids.ts';
import type { Batch, Draft } from './batch.ts';
import type { LedgerMetrics } from './metrics.ts';
import type { Sealer } from './seal.ts';

export interface AdmissionContext {
  sealer: Sealer;
  ids: Ids;
  metrics: LedgerMetrics;
  /** Is shown each entry while its event is at hand. */
  sealed: (entry: LogEntry) => void;
}

/** Puts the draft into the batch where it is new, and gives the receipt that it gets later. */
export type Admit = (draft: Draft, batch: Batch) => AppendReceipt | Promise<AppendReceipt>;

export function createAdmission({ sealer, ids, metrics, sealed }: AdmissionContext): Admit {
  function enter(draft: EventDraft, batch: Batch, id: string, marks: readonly Mark[]) {
    const index = batch.next;
    const entry = sealer.seal(draft, id, index, marks);
    batch.add(entry);
    sealed(entry);
    return { id, index };
  }

  function enterNamed(draft: EventDraft, batch: Batch, id: string, marks: readonly Mark[]) {
    const digest = sealer.digestOf(draft);
    const receipt = enter(draft, batch, id, marks);
    ids.add({ ...receipt, digest });
    batch.ids.push(id);
    return receipt;
  }

  async function meet(draft: EventDraft, batch: Batch, known: KnownId): Promise<AppendReceipt> {
    if (known.digest === sealer.digestOf(draft)) {
      metrics.duplicate();
      return { id: known.id, index: known.index, duplicate: true };
    }
    if (draft.again === true) {
      metrics.duplicate();
      return { id: known.id, index: known.index, duplicate: true, differs: true };
    }
    const id = sealer.conflictIdOf(draft);
    const again = await ids.find(id);
    if (again) return { id: again.id, index: again.index, duplicate: true, conflict: true };
    metrics.conflict();
    return { ...enterNamed(draft, batch, id, ['conflict']), conflict: true };
  }

  async function askFiles(draft: EventDraft, batch: Batch, id: string, asked: Promise<Found>) {
    const known = await asked;
    return known ? meet(draft, batch, known) : enterNamed(draft, batch, id, []);
  }

  /** As its draft would be, but without being sealed again where that would change nothing. */
  function enterAhead(draft: DraftAhead, batch: Batch): AppendReceipt {
    const { id, digest } = draft;
    const received = sealer.received();
    if (received === null) {
      const again = draft.draft();
      return digest === '' ? enter(again, batch, id, []) : enterNamed(again, batch, id, []);
    }
    const index = batch.next;
    draft.receive(received);
    batch.addAhead(draft);
    sealed(draft.entry(index, received));
    if (digest !== '') {
      ids.add({ id, index, digest: sealer.digestOf(draft) });
      batch.ids.push(id);
    }
    return { id, index };
  }

  async function askFilesAhead(draft: DraftAhead, batch: Batch, asked: Promise<Found>) {
    const known = await asked;
    return known ? meet(draft.draft(), batch, known) : enterAhead(draft, batch);
  }

  function admitAhead(draft: DraftAhead, batch: Batch) {
    const found = draft.digest === '' ? null : ids.find(draft.id);
    if (found instanceof Promise) return askFilesAhead(draft, batch, found);
    return found ? meet(draft.draft(), batch, found) : enterAhead(draft, batch);
  }

  return (draft, batch) => {
    if (draft instanceof DraftAhead) return admitAhead(draft, batch);
    const id = sealer.idOf(draft);
    if (draft.delivery === undefined) return enter(draft, batch, id, []);
    const found = ids.find(id);
    if (found instanceof Promise) return askFiles(draft, batch, id, found);
    return found ? meet(draft, batch, found) : enterNamed(draft, batch, id, []);
  };
}

type Found = KnownId | null;
