// The contract of a source type: what an adapter is given, and what it gives back. Adapters are
// pure; the intake masks, seals and records what they return.
import type { UnsealedEvent } from '../lib/entry.ts';
import type { SourceType } from '@acta/sdk';
import type { Pull } from './pull.ts';

/** One thing received. Header names are in lower case; repeated headers are joined by `, `. */
export interface Delivery {
  headers: Readonly<Record<string, string>>;
  /** The bytes as received, after content decoding. */
  body: Buffer;
  /** When the server got it: milliseconds since 1970. */
  received: number;
  /** The door, as `verify` told it; absent before. */
  via?: string;
  /** The body is one record that a door cut out of its protocol: lines in it belong together. */
  isRecord?: true;
}

/** Newest first. During a rotation the old secret stays valid beside the new one. */
export type Secrets = readonly string[];

export type VerifyResult =
  | {
      ok: true;
      assurance: 'source_authenticated' | 'source_signed';
      /** The door's name in the event: `webhook`, `stream`. */
      via: string;
      /** The signature, where it covers the body but no time and no delivery id: tells replays. */
      signature?: string;
    }
  | { ok: false; code: string; detail: string };

/**
 * What an adapter says of an event. The catalogue adds category, effect and severity; the intake
 * the source.
 */
export type EventBody = Omit<
  UnsealedEvent,
  'source' | 'category' | 'effect' | 'severity' | 'raw' | 'raw_sha256' | 'marks'
>;

/** A number that the product counts its events by: what is skipped did not arrive. */
export interface Sequence {
  /** Whose counter: a host, a session. */
  stream: string;
  number: number;
}

export interface NormalizedItem {
  event: EventBody;
  /** Where the product counts. */
  sequence?: Sequence;
  /**
   * The record's own id, unique within the source; absent: the delivery's id and `item` stand in.
   */
  delivery?: string;
  /** The record's exact text: never serialised again. */
  raw: string;
  /**
   * Where the adapter had to take values out of `raw` itself that no field name marks as secret.
   */
  redacted?: true;
  /** True where the product's type has no action of its own in the catalogue. */
  unmapped: boolean;
  /** Fields of a mapping of the user's own that the record could not fill: for its editor. */
  errors?: readonly { path: string; message: string }[];
}

export interface Normalized {
  /** The id of the whole delivery, if the product gives one. */
  delivery?: string;
  items: NormalizedItem[];
  /** Records of a batch that can't be read: quarantined one by one, the others are taken. */
  failed: FailedItem[];
}

export interface FailedItem {
  raw: string;
  code: string;
  detail: string;
}

export type Settings = Readonly<Record<string, unknown>>;

/** How records come in. */
export type DoorName =
  | 'webhook'
  | 'stream'
  | 'syslog'
  | 'file'
  | 'pull'
  | 'hec'
  | 'bulk'
  | 'loki'
  | 'otlp'
  | 'events';

/** What the token of a product's own issuer must say. */
export interface PushToken {
  issuer: string;
  audience: string;
  /** Claims and their values, exactly. */
  claims: Readonly<Record<string, string | boolean>>;
}

export interface Adapter {
  type: string;
  title: string;
  summary: string;
  doors: readonly DoorName[];
  settings: SourceType['settings'];
  setup: SourceType['setup'];
  /** Authenticity over the raw bytes, in constant time. */
  verify(delivery: Delivery, secrets: Secrets, settings: Settings): VerifyResult;
  /**
   * The token of the product's own issuer that a delivery must bring, where the settings name one:
   * then nothing else authenticates. Its signature is checked before, since keys are fetched.
   */
  pushToken?(settings: Settings): PushToken | undefined;
  /**
   * The answer (status 200) to a product's one-time check of the address, before any secret is
   * looked at; undefined where the request is none. Pure; it says nothing but what was sent.
   */
  challenge?(delivery: Delivery): { contentType: string; body: string } | undefined;
  /**
   * How many of these lines of a file are whole records; a record that the last ones belong to may
   * go on in what is not read yet. Absent: each line is a record.
   */
  wholeLines?(lines: readonly string[], settings: Settings): number;
  /** Pure. Throws `NotNormalizable` for what is authentic but can't be read. */
  normalize(delivery: Delivery, settings: Settings): Normalized;
  /** How Acta asks the product by itself, where it can. */
  pull?: Pull;
  /**
   * An event that is made again of a record's text, with what only its delivery knew taken from the
   * event before. Pure.
   */
  keep?(settings: Settings, before: object, after: EventBody): EventBody;
  /**
   * It reads what senders put around a record (a log record of OpenTelemetry with its resource),
   * not what is inside.
   */
  takesEnvelopes?: true;
  /** Every action that `normalize` can emit: checked against the catalogue by a test. */
  actions: readonly string[];
}

/**
 * An authentic delivery that can't be turned into events: it goes to quarantine under this reason.
 */
export class NotNormalizable extends Error {
  readonly code: string;

  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}
