// The contract of a pull: how one product's records are asked for, page by page, as pure functions.
// Whoever runs them (collect/pull) signs in, waits, retries, and keeps the place.
import type { SourceType } from '@acta/sdk';
import type { Json } from './reader.ts';
import type { Settings } from './types.ts';

/** What a source was told: its settings, and the secret ones by name. */
export interface PullSource {
  settings: Settings;
  credentials: Readonly<Record<string, string>>;
}

export interface PullRequest {
  url: string;
  /** Default: GET. */
  method?: 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** What `read` wants to know of it again; not sent. */
  about?: Json;
  /** Statuses outside of 2xx that are answers to it. */
  accepts?: readonly number[];
}

export interface PullAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What is asked for: events of [from, to), in ms since 1970. */
export interface PullStep {
  stream: string;
  from: number;
  to: number;
  /** Where an earlier run stopped, as `read` said; null at the begin. */
  resume: Json;
  /** Nothing after `to` is wanted: a look back, not the ordinary poll. */
  bounded: boolean;
}

/** Something wrong with the product's own record, to be told as an event. */
export interface PullFinding {
  /** An action of the catalogue. */
  action: string;
  /** What it is about, for example `s3://bucket/key`. */
  target: string;
  reason: string;
}

export interface PullPage {
  /** Bodies for the source's adapter. */
  bodies: readonly Buffer[];
  /** How many records the bodies have, as far as the page itself says. */
  records?: number;
  /** Requests that come now, before those that wait already. */
  next: readonly PullRequest[];
  /** Where to go on once the bodies are recorded, if the run ends here. */
  resume: Json;
  findings?: readonly PullFinding[];
}

/** How to sign in where a token has to be got first. */
export interface PullSignIn {
  request(source: PullSource, now: number): PullRequest;
  read(answer: PullAnswer): { token: string; expires_in_s: number };
}

export interface Pull {
  /** Between two polls, unless the source's `pull_every` says otherwise. */
  interval_ms: number;
  /** So long before the last poll is read again: records appear late. */
  overlap_ms: number;
  /** How far back the first poll goes, unless `pull_from` says otherwise. */
  history_ms: number;
  /** The longest time that is asked for at once. */
  window_ms: number;
  /** `resume` holds beyond the window: the product gives a cursor that never ends. */
  chained?: true;
  /** Settings of the pull, besides those of every pull. */
  settings: SourceType['settings'];
  /** Settings without which there is no pull. */
  required: readonly string[];
  /** Parts of the product that are read one by one, each with a cursor. Throws `PullFailed`. */
  streams(source: PullSource): readonly string[];
  /** The origins that requests may go to: no answer leads the credentials elsewhere. */
  origins(source: PullSource): readonly string[];
  signIn?: PullSignIn;
  /** The request with what shows who asks. */
  authorize(request: PullRequest, source: PullSource, now: number, token: string): PullRequest;
  open(step: PullStep, source: PullSource): readonly PullRequest[];
  /** Throws `PullFailed` for an answer that is none. */
  read(answer: PullAnswer, request: PullRequest, step: PullStep, source: PullSource): PullPage;
}

/** Why a poll ended early. */
export class PullFailed extends Error {
  readonly code: string;
  /** ms since 1970 before which asking again makes no sense. */
  readonly retry_at: number | undefined;

  constructor(code: string, detail: string, retry_at?: number) {
    super(detail);
    this.code = code;
    this.retry_at = retry_at;
  }
}

/** Settings of every pull; they follow the product's own. */
const pullSettings: SourceType['settings'] = [
  {
    name: 'pull_every',
    title: 'Poll every (5m, 1h; the product’s own rhythm when empty)',
    kind: 'text',
    required: false,
  },
  {
    name: 'pull_from',
    title: 'First poll from (a date, or a span back like 30d)',
    kind: 'text',
    required: false,
  },
];

/** The settings that a pull adds to its type's, in the order in which they are asked for. */
export const settingsOf = (pull: Pull): SourceType['settings'] => [
  ...pull.settings,
  ...pullSettings,
];
