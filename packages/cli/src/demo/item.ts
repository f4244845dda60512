import type { SentEvent } from '@acta/event';
import { egress, emailOf, type Person } from './organisation.ts';

/** Sources of the demo beside GitHub: hand-made events through POST /v1/events. */
export const eventSources = ['ci', 'deploys', 'vault', 'sso', 'incidents', 'kubernetes'] as const;
export type EventSource = (typeof eventSources)[number];

/** One thing that happened, and the door by which it comes. */
export type Item =
  | { time: number; door: 'webhook'; event: string; delivery: string; payload: object }
  | { time: number; door: 'stream'; record: object }
  | { time: number; door: 'events'; source: EventSource; event: SentEvent };

/** Takes what happened. */
export type Emit = (item: Item) => void;

/** An attack that stands in the record, and how to find it. */
export interface Highlight {
  title: string;
  text: string;
  query: string;
  /** Titles of the rules that raise an alert on it, the weightiest first. */
  alerts: string[];
  /** When it happened. */
  time: number;
}

/** A hand-made event of a source; `delivery` makes a second playing a duplicate. */
export function eventItem(
  source: EventSource,
  time: number,
  delivery: string,
  event: Omit<SentEvent, 'time' | 'source'>,
): Item {
  const at = new Date(time).toISOString();
  return {
    time,
    door: 'events',
    source,
    event: { outcome: 'success', ...event, time: at, source: { delivery } },
  };
}

/** A person as the actor of a hand-made event. */
export function actorOf(person: Person): SentEvent['actor'] {
  return { type: 'user', id: emailOf(person), name: person.name, email: emailOf(person) };
}

/** Where a person's office reaches the internet. */
export function officeContext(person: Person): NonNullable<SentEvent['context']> {
  const { ip, country, city } = egress[person.office];
  return { ip, geo: { country, city } };
}

/** RFC 3339 to the second, as GitHub writes it. */
export function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
