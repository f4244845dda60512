/** One thing that does not hold. */
export interface Finding {
  what: FindingKind;
  /** Path of the resource, with the entry's index where one is meant. */
  where: string;
  expected: string;
  found: string;
}

/** What can be wrong with a log. The words are stable. */
export type FindingKind =
  | 'checkpoint missing'
  | 'checkpoint malformed'
  | 'checkpoint not signed by a trusted key'
  | 'nothing to verify'
  | 'log shorter than a known head'
  | 'history differs from a known head'
  | 'entry bundle missing'
  | 'entry bundle malformed'
  | 'entry differs from its tile'
  | 'tile missing'
  | 'tile differs'
  | 'root differs';

/** Collects findings up to a limit, and counts the rest. */
export class Findings {
  readonly list: Finding[] = [];
  /** Number of findings beyond the limit. */
  omitted = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(what: FindingKind, where: string, expected: string, found: string): void {
    if (this.list.length < this.#limit) this.list.push({ what, where, expected, found });
    else this.omitted++;
  }
}
