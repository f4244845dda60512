// Gaps in what a product counts: which numbers of a stream did not come. Numbers may come late and
// in any order; a counter that begins anew is no gap.

/** A number that the product gave one of its events. */
export interface Sequence {
  /** Whose counter: a host, a session. */
  stream: string;
  number: number;
}

export interface Gap {
  /** The counter that misses them. */
  stream: string;
  /** The first and the last number that did not come, when it was found. */
  first: number;
  last: number;
  /** When it was found: ms since 1970, by receipt. */
  found: number;
  /** What is still missing: inclusive ranges in order. */
  missing: [first: number, last: number][];
  /** The event that says so; null before it is told. */
  told: string | null;
  /** When the last missing one came. */
  closed: number | null;
  /** The event that says that. */
  filled: string | null;
}

export interface Stream {
  next: number;
  /** ms since 1970, by receipt. */
  heard: number;
}

export interface Sequences {
  streams: Map<string, Stream>;
  /** Oldest first. */
  gaps: Gap[];
}

export interface SequenceLimits {
  streams: number;
  gaps: number;
}

/** A jump further than this is another counter. */
const JUMP_MAX = 1_000_000;
/** A number so little behind is one that came twice or out of order. */
const REORDERED = 64;

export function emptySequences(): Sequences {
  return { streams: new Map(), gaps: [] };
}

/** Takes the number of one event that is no duplicate. */
export function countSequence(
  state: Sequences,
  { stream, number }: Sequence,
  received: number,
  limits: SequenceLimits,
): void {
  const known = state.streams.get(stream);
  if (known === undefined) {
    if (state.streams.size >= limits.streams) dropOldest(state.streams);
    state.streams.set(stream, { next: number + 1, heard: received });
    return;
  }
  known.heard = received;
  const ahead = number - known.next;
  if (ahead >= 0 && ahead <= JUMP_MAX) {
    if (ahead > 0) open(state, stream, known.next, number - 1, received, limits);
    known.next = number + 1;
  } else if (!fill(state.gaps, stream, number, received) && (ahead < -REORDERED || ahead > 0)) {
    known.next = number + 1; // The counter began anew.
  }
}

function open(
  state: Sequences,
  stream: string,
  first: number,
  last: number,
  found: number,
  limits: SequenceLimits,
): void {
  if (state.gaps.length >= limits.gaps) {
    const gone = state.gaps.findIndex((gap) => gap.told !== null);
    state.gaps.splice(Math.max(0, gone), 1);
  }
  const missing: Gap['missing'] = [[first, last]];
  const untold = { told: null, closed: null, filled: null };
  state.gaps.push({ stream, first, last, found, missing, ...untold });
}

/** Takes a late number out of the gap that misses it; false where none does. */
function fill(gaps: readonly Gap[], stream: string, number: number, received: number): boolean {
  for (const gap of gaps) {
    if (gap.stream !== stream || number < gap.first || number > gap.last) continue;
    const at = gap.missing.findIndex(([first, last]) => first <= number && number <= last);
    const range = gap.missing[at];
    if (range === undefined) continue;
    const [first, last] = range;
    const rest: Gap['missing'] = [
      [first, number - 1],
      [number + 1, last],
    ];
    gap.missing.splice(at, 1, ...rest.filter(([low, high]) => low <= high));
    if (gap.missing.length === 0) gap.closed = received;
    return true;
  }
  return false;
}

function dropOldest(streams: Map<string, Stream>): void {
  let oldest: string | null = null;
  let heard = Infinity;
  for (const [name, stream] of streams) {
    if (stream.heard < heard) [oldest, heard] = [name, stream.heard];
  }
  if (oldest !== null) streams.delete(oldest);
}

export function missingOf(gap: Gap): number {
  return gap.missing.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** `7–9, 12`: at most the first ten ranges. */
export function rangesText(ranges: Gap['missing']): string {
  const texts = ranges
    .slice(0, 10)
    .map(([first, last]) => (first === last ? String(first) : `${first}–${last}`));
  return `${texts.join(', ')}${ranges.length > 10 ? ', …' : ''}`;
}
