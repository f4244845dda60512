// What comes again after the ledger forgot its id (docs/decisions/0012) is found by the index: it
// enters under an id of its own, marked `late_duplicate`, so that no two entries have one id.
import type { AppendReceipt, EventDraft } from '../lib/entry.ts';
import type { Clock } from '../lib/clock.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { LedgerAppend } from './ports.ts';

export interface LateDuplicatesOptions {
  ledger: LedgerAppend & {
    idOf(draft: EventDraft): string;
    /** Where it stands, if that is still remembered. */
    indexOf(id: string): Promise<number | null>;
  };
  /** Where the index found these ids; may fail, and may be behind. */
  placesOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** How long the ledger remembers ids: events younger than that are not looked for. */
  window_ms: number;
  /** When the log began, ms since 1970: one younger than the window forgot nothing yet. */
  begun_ms: number;
  clock: Clock;
  metrics: Metrics;
}

/**
 * The ledger's append with a look into the index for named events older than its memory. Where the
 * index can't be asked they are recorded as they are, and counted: intake never waits for it.
 */
export function findLateDuplicates(options: LateDuplicatesOptions): LedgerAppend {
  const { ledger } = options;
  const found = options.metrics.counter(
    'acta_intake_late_duplicates_total',
    'Events that came again after their ids were forgotten.',
  );
  const unasked = options.metrics.counter(
    'acta_intake_late_unasked_total',
    'Old events recorded while the index could not say whether they came before.',
  );

  async function lookUp(old: ReadonlyMap<EventDraft, string>): Promise<Map<EventDraft, number>> {
    const forgotten: [EventDraft, string][] = [];
    for (const each of old) if ((await ledger.indexOf(each[1])) === null) forgotten.push(each);
    const places = await options.placesOf(forgotten.map(([, id]) => id));
    return new Map(
      forgotten.flatMap(([draft, id]) => {
        const place = places.get(id);
        return place === undefined ? [] : [[draft, place] as const];
      }),
    );
  }

  /** Until none is found: the third time it comes, its second id is forgotten too. */
  async function renamed(drafts: readonly EventDraft[]): Promise<EventDraft[]> {
    const named = [...drafts];
    let asked = new Set(named.keys());
    while (asked.size > 0) {
      const ids = new Map([...asked].map((at) => [named[at]!, ledger.idOf(named[at]!)]));
      const places = await lookUp(ids);
      const next = new Set<number>();
      for (const at of asked) {
        const place = places.get(named[at]!);
        if (place === undefined) continue;
        named[at] = late(named[at]!, place);
        next.add(at);
      }
      asked = next;
    }
    return named;
  }

  return {
    entry: async (index) => (await ledger.entry?.(index)) ?? null,
    async appendAhead(drafts) {
      const oldest = forgottenBefore(options);
      const anyOld = drafts.some(({ digest, time }) => digest !== '' && time < oldest);
      return anyOld ? append(drafts.map((each) => each.draft())) : ledger.appendAhead(drafts);
    },
    append,
  };

  async function append(drafts: readonly EventDraft[]): Promise<AppendReceipt[]> {
    const oldest = forgottenBefore(options);
    const isOld = ({ delivery, event }: EventDraft): boolean =>
      delivery !== undefined && event.time !== undefined && event.time < oldest;
    if (!drafts.some(isOld)) return ledger.append(drafts);
    const every = drafts.filter(isOld);
    let old: EventDraft[];
    let known: EventDraft[];
    let receipts: Map<EventDraft, AppendReceipt>;
    try {
      receipts = await answered(every, (draft) => ledger.idOf(draft), lookUp);
      old = every.filter((draft) => !receipts.has(draft));
      known = await renamed(old);
    } catch {
      unasked.inc({}, every.length);
      return ledger.append(drafts);
    }
    const now = new Map(old.map((draft, at) => [draft, known[at]!]));
    const again = old.filter((draft, at) => draft !== known[at]).length;
    if (again > 0) found.inc({}, again);
    return appendOthers(ledger, drafts, receipts, now);
  }
}

/** Named events from before this time may be forgotten: RFC 3339; empty where none can be. */
function forgottenBefore({ clock, window_ms, begun_ms }: LateDuplicatesOptions): string {
  const remembered_ms = clock.now() - window_ms;
  return begun_ms >= remembered_ms ? '' : new Date(remembered_ms).toISOString();
}

/** Records asked for `again` that the index knows get the receipt of the first. */
async function answered(
  old: readonly EventDraft[],
  idOf: (draft: EventDraft) => string,
  lookUp: (old: ReadonlyMap<EventDraft, string>) => Promise<Map<EventDraft, number>>,
): Promise<Map<EventDraft, AppendReceipt>> {
  const again = new Map(
    old.filter((draft) => draft.again === true).map((draft) => [draft, idOf(draft)]),
  );
  const places = again.size === 0 ? [] : await lookUp(again);
  return new Map(
    [...places].map(([draft, index]) => [draft, { id: idOf(draft), index, duplicate: true }]),
  );
}

/** The receipts of what is known, and of the others once they are appended. */
async function appendOthers(
  ledger: LedgerAppend,
  drafts: readonly EventDraft[],
  known: ReadonlyMap<EventDraft, AppendReceipt>,
  now: ReadonlyMap<EventDraft, EventDraft>,
): Promise<AppendReceipt[]> {
  const others = drafts.filter((draft) => !known.has(draft));
  const named = others.map((draft) => now.get(draft) ?? draft);
  const fresh = (named.length === 0 ? [] : await ledger.append(named)).values();
  return drafts.map((draft) => known.get(draft) ?? (fresh.next().value as AppendReceipt));
}

function late(draft: EventDraft, place: number): EventDraft {
  const marks = new Set(draft.event.marks).add('late_duplicate');
  return {
    ...draft,
    delivery: `${draft.delivery}\0late\0${place}`,
    event: { ...draft.event, marks: [...marks] },
  };
}
