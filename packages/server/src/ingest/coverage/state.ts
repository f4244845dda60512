// What is remembered of one source, as JSON in the control store. All of it but the polls follows
// from the log.
import type { Sequences, Gap, Stream } from './sequences.ts';
import { emptySequences } from './sequences.ts';
import type { Polled } from './polls.ts';
import { noSkew, type Skew } from './skew.ts';

/** One kind of event: by its action, or by the product's own name where it has none. */
export interface Kind {
  count: number;
  /** ms since 1970, by receipt. */
  first: number;
  last: number;
  /** On how many days it came. */
  days: number;
  /** Id of the newest event of it. */
  sample: string;
}

export interface Silence {
  /** When it was last heard: ms since 1970. */
  from: number;
  /** Null while it lasts. */
  to: number | null;
  /** The event that says so. */
  told: string;
}

export interface SourceState {
  /** When the last event of it came, and when that or an earlier one happened: ms since 1970. */
  heard: number | null;
  latest: number | null;
  /** When something of it last came by itself, not asked for: ms since 1970. */
  pushed: number | null;
  polled: Polled | null;
  kinds: Map<string, Kind>;
  unmapped: Map<string, Kind>;
  skew: Skew;
  sequences: Sequences;
  /** Oldest first; the last may be open. */
  pauses: [from: number, to: number | null][];
  silences: Silence[];
  /** Refused deliveries by day. */
  refused: Map<string, number>;
  /** The last day that was recorded. */
  recorded: string | null;
}

export function emptyState(): SourceState {
  return {
    heard: null,
    latest: null,
    pushed: null,
    polled: null,
    kinds: new Map(),
    unmapped: new Map(),
    skew: noSkew(),
    sequences: emptySequences(),
    pauses: [],
    silences: [],
    refused: new Map(),
    recorded: null,
  };
}

interface Stored extends Omit<SourceState, 'kinds' | 'unmapped' | 'sequences' | 'refused'> {
  kinds: [string, Kind][];
  unmapped: [string, Kind][];
  streams: [string, Stream][];
  gaps: Gap[];
  refused: [string, number][];
}

export function storedState(state: SourceState): string {
  const { kinds, unmapped, sequences, refused, ...rest } = state;
  const stored: Stored = {
    ...rest,
    kinds: [...kinds],
    unmapped: [...unmapped],
    streams: [...sequences.streams],
    gaps: sequences.gaps,
    refused: [...refused],
  };
  return JSON.stringify(stored);
}

export function restoredState(text: string | null): SourceState {
  if (text === null) return emptyState();
  const { kinds, unmapped, streams, gaps, refused, ...rest } = JSON.parse(text) as Stored;
  return {
    ...emptyState(),
    ...rest,
    kinds: new Map(kinds),
    unmapped: new Map(unmapped),
    sequences: { streams: new Map(streams), gaps },
    refused: new Map(refused),
  };
}
