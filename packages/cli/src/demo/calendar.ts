// When people work: office hours of where they are, few on weekends; machines work at any hour.
import type { Office, Person } from './organisation.ts';
import type { Random } from './random.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface Day {
  /** Midnight UTC. */
  start: number;
  weekend: boolean;
  /** 0 is the first day of the demo. */
  number: number;
}

/** The days of the demo, the last one being that of `now`. */
export function daysUntil(now: number, count: number): Day[] {
  const today = Math.floor(now / DAY) * DAY;
  return Array.from({ length: count }, (_, number) => {
    const start = today - (count - 1 - number) * DAY;
    const weekday = new Date(start).getUTCDay();
    return { start, number, weekend: weekday === 0 || weekday === 6 };
  });
}

/** Hours east of UTC; without summer time, which nobody will miss here. */
export const offsets: Record<Office, number> = { berlin: 1, lisbon: 0, 'new-york': -5 };

/** A moment of a person's working day: two humps, before and after lunch. */
export function workMoment(random: Random, day: Day, person: Person): number {
  const morning = random.chance(0.48);
  const centre = morning ? 10.4 : 15.2;
  const spread = (random.next() + random.next() + random.next() - 1.5) * 1.9;
  const local = Math.min(18.8, Math.max(8.1, centre + spread));
  return day.start + (local - offsets[person.office]) * HOUR + random.int(0, 59_999);
}

/** Any moment of the day. */
export function anyMoment(random: Random, day: Day): number {
  return day.start + Math.floor(random.next() * DAY);
}
