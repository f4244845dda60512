// Answers of the API about mappings: what records become, samples, versions, mapping again.
import type { ActaEvent } from '@acta/event';

/** What is wrong in a mapping: a JSON pointer, and what was expected there. */
export interface MappingProblem {
  path: string;
  message: string;
  expected?: string[];
}

/** A field that a record could not fill. */
export interface FieldError {
  path: string;
  message: string;
}

/** An event as it would be recorded, secrets masked; without what only the log gives. */
export type DraftEvent = Omit<ActaEvent, 'v' | 'id' | 'received' | 'time' | 'raw'> & {
  time?: string;
};

export interface TriedEvent {
  event: DraftEvent;
  /** The action is an `other`: nothing in the catalogue was named. */
  unmapped: boolean;
  errors: FieldError[];
  /** The record that it was made of. */
  raw: string;
}

export interface TriedSample {
  events: TriedEvent[];
  /** Records that can't be read: they would lie in quarantine. */
  failed: { code: string; detail: string }[];
}

/** `POST /v1/source-types/{type}/try`. */
export interface TryAnswer {
  /** Where there are any, the samples went through no mapping. */
  problems: MappingProblem[];
  samples: TriedSample[];
}

export interface SampleInput {
  raw: string;
  headers?: Record<string, string>;
}

/** A record that came, secrets masked. */
export interface SourceSample {
  /** Id of the event, or of the delivery in quarantine. */
  id: string;
  from: 'log' | 'quarantine';
  received: string;
  native: string | null;
  action: string | null;
  raw: string;
  headers: Record<string, string>;
}

/** A type of the product that nothing names yet. */
export interface UnmappedType {
  native: string;
  events: number;
}

export interface UnmappedAnswer {
  items: UnmappedType[];
  /** Events of further types. */
  other: number;
}

export interface MappingVersion {
  version: number;
  created: string;
  /** Name of who saved it. */
  created_by: string;
  note: string;
}

/** `GET /v1/sources/{name}/mapping`. */
export interface SourceMapping {
  /** 0 before anything was saved. */
  version: number;
  mapping: Record<string, unknown> | null;
  overrides: Record<string, unknown> | null;
  versions: MappingVersion[];
}

/** What mapping again does to records. */
export interface RenormaliseCounts {
  /** Events looked at. */
  considered: number;
  /** They would say something else. */
  changed: number;
  unchanged: number;
  /** No text of the record is left, or it gives no event that is clearly the same. */
  skipped: number;
}

export interface RenormaliseExample {
  id: string;
  time: string;
  before: DraftEvent;
  after: DraftEvent;
}

/** `POST /v1/sources/{name}/renormalise` with `dry_run`. */
export interface RenormalisePreview extends RenormaliseCounts {
  /** Whether all events of the range were looked at. */
  complete: boolean;
  examples: RenormaliseExample[];
}

export interface Renormalisation extends RenormaliseCounts {
  id: string;
  source: string;
  status: 'running' | 'done' | 'cancelled' | 'failed';
  from: string | null;
  to: string | null;
  created: string;
  finished: string | null;
  /** Higher each time the source's mapping or adapter changed. */
  revision: number;
  /** Events in the range when it began. */
  total: number | null;
  /** New events in the log. */
  recorded: number;
  /** They were there from a run before. */
  duplicates: number;
  error?: string;
}
