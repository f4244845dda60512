// A source whose clock runs ahead: told once it lasts, and once it is over. A clock behind can't be
// told from a delivery that comes late; that stands as lag.

export interface Skew {
  /** Since when events came from the future, by receipt; null where they don't. */
  since: number | null;
  /** How far at most since then, in ms. */
  ahead: number;
  /** Events from the future since then. */
  events: number;
  /** Events in a row that were not. */
  right: number;
  /** The event that says so; null before it is told, and after it is over. */
  told: string | null;
}

/** So many events from the future, and over so long, are no accident. */
const SKEWED_EVENTS = 5;
const SKEWED_MS = 10 * 60_000;
/** So many in a row with the right time end it. */
const RIGHT_EVENTS = 10;

export function noSkew(): Skew {
  return { since: null, ahead: 0, events: 0, right: 0, told: null };
}

/**
 * Takes the time of one event.
 *
 * @param limit_ms an event further in the future is skewed
 */
export function countSkew(skew: Skew, time: number, received: number, limit_ms: number): void {
  const ahead = time - received;
  if (ahead > limit_ms) {
    skew.since ??= received;
    skew.ahead = Math.max(skew.ahead, ahead);
    skew.events++;
    skew.right = 0;
  } else if (skew.since !== null) {
    skew.right++;
    // What was told stays until it is told that it is over.
    if (skew.right >= RIGHT_EVENTS && skew.told === null) Object.assign(skew, noSkew());
  }
}

/** It lasts: worth telling. */
export function isPersisting({ since, events }: Skew, now: number): boolean {
  return since !== null && events >= SKEWED_EVENTS && now - since >= SKEWED_MS;
}

export function isOver({ told, right }: Skew): boolean {
  return told !== null && right >= RIGHT_EVENTS;
}
