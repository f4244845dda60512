// What a kind of sink is made of, and what it is given to send.
import type { Alert, SinkKind, SinkNotice } from '@acta/sdk';
import type { Addresses, Egress } from '../../lib/egress.ts';
import type { Random } from '../../lib/random.ts';
import type { SinkRecord } from '../../store/index.ts';
import type { Message } from './message.ts';

export interface SinkJob {
  /** The same over all attempts. */
  id: string;
  sink: Pick<SinkRecord, 'id' | 'name' | 'settings' | 'secrets'>;
  what: SinkNotice;
  /** As it was when the message was made. */
  alert: Alert;
  message: Message;
  /** What an earlier message about this alert left: `Sent.reference`. */
  reference: unknown;
  /** 1 for the first. */
  attempt: number;
  /** Milliseconds since 1970. */
  now: number;
}

export interface SinkTools {
  egress: Pick<Egress, 'request'>;
  addresses: Addresses;
  /** Milliseconds for one attempt. */
  timeout_ms: number;
  /** Aborted when the server stops. */
  signal: AbortSignal;
}

export interface Sent {
  status: number | null;
  /** What the receiver said, shortened. */
  answer: string;
  /** What later messages about the alert need to find this one. */
  reference?: unknown;
}

export interface SettingProblem {
  setting: string;
  why: string;
}

export type SinkSettings = Pick<SinkRecord, 'settings' | 'secrets'>;

/** One kind of sink: pure but for `send`. */
export interface Kind extends SinkKind {
  /** What is wrong in settings, beyond what is required. */
  problemOf?(settings: SinkSettings): SettingProblem | null;
  /** Secrets that Acta makes where none are given. */
  make?(settings: SinkSettings, random: Random): Record<string, string>;
  /** Secrets after a change; where a rotation keeps the one before. */
  rotate?(before: SinkSettings['secrets'], after: SinkSettings['secrets']): SinkSettings['secrets'];
  publicKey?(settings: SinkSettings): string | null;
  /** Whether the product tells back what people do there. */
  answers?: true;
  /** @throws DeliveryFailure, or ActaError of the way out */
  send(job: SinkJob, tools: SinkTools): Promise<Sent>;
}

/** `retry` by the schedule; `dead` at once; `disable` the sink too. */
export type Fate = 'retry' | 'dead' | 'disable';

export interface FailureDescription {
  answer: string;
  status?: number | null;
  fate?: Fate;
  /** The receiver asks for less: nothing is sent to it for a while. */
  throttles?: boolean;
  retry_after_ms?: number | null;
}

/** An attempt that did not work out. */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';
  readonly status: number | null;
  readonly fate: Fate;
  readonly throttles: boolean;
  readonly retry_after_ms: number | null;

  constructor(description: FailureDescription) {
    super(description.answer);
    this.status = description.status ?? null;
    this.fate = description.fate ?? 'retry';
    this.throttles = description.throttles ?? false;
    this.retry_after_ms = description.retry_after_ms ?? null;
  }
}
