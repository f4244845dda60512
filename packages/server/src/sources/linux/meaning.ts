import type { Outcome } from '@acta/event';
import type { Change } from '../values.ts';

/** What a message says; who and on what by plain names. */
export interface Meaning {
  action: string;
  native: string;
  outcome?: Outcome;
  /** Who did it, where the message names them. */
  user?: string | undefined;
  uid?: string | undefined;
  ip?: string | undefined;
  /** The thing acted on, beside the host. */
  target?: { type: string; name: string } | undefined;
  credential?: { type: string; id?: string; name?: string } | undefined;
  session?: string | undefined;
  reason?: string | undefined;
  changes?: Change[] | undefined;
  labels?: Record<string, string | undefined> | undefined;
}

/** One form of message: what it looks like, and what its parts mean. */
export type Form = readonly [form: RegExp, meaning: (part: readonly string[]) => Meaning];

/** The meaning by the first form that fits; forms look at the first 4,000 characters. */
export function meaningBy(forms: readonly Form[], message: string): Meaning | undefined {
  const text = message.slice(0, 4_000);
  for (const [form, meaning] of forms) {
    const part = form.exec(text);
    if (part !== null) return meaning(part.map((value) => value ?? ''));
  }
  return undefined;
}
