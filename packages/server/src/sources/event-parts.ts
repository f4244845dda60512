// Pieces of events that many adapters make: targets within others, addresses, digests, labels.
import type { ActaEvent } from '@acta/event';
import { isIP } from 'node:net';
import { present, text, type Json } from './reader.ts';
import type { EventBody } from './types.ts';

export { unknownActor } from './names.ts';

export type Actor = ActaEvent['actor'];
export type Target = ActaEvent['target'];
export type Context = NonNullable<EventBody['context']>;
export type Pipeline = NonNullable<EventBody['pipeline']>;

/** What was acted on, when the record does not say. */
export const unknownTarget: Target = Object.freeze({ type: 'unknown', id: 'unknown' });

/** A target or actor; undefined without an id. */
export function thing(
  type: string,
  id: string | undefined,
  name?: string,
  parent?: Target,
): Target | undefined {
  const known = text(id);
  return known === undefined
    ? undefined
    : (present({ type, id: known, name: text(name), parent }) as Target);
}

/** An address with or without its port; undefined for host names and service names. */
export function ipOf(value: Json | undefined): string | undefined {
  if (typeof value !== 'string' || value.length > 80) return undefined;
  const bare = value.trim();
  if (isIP(bare) !== 0) return bare;
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(bare)?.[1];
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? bracketed : undefined;
  const host = /^([^:]+):\d{1,5}$/.exec(bare)?.[1];
  return host !== undefined && isIP(host) === 4 ? host : undefined;
}

/** The text, where it looks like an e-mail address. */
export function emailOf(value: string | undefined): string | undefined {
  return value !== undefined && /^[^@\s:/]+@[^@\s:/]+\.[^@\s:/]+$/.test(value) ? value : undefined;
}

/** The digest at the end of an image reference or standing alone: `sha256:…`. */
export function digestOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? /sha256:[0-9a-f]{64}$/.exec(value)?.[0] : undefined;
}

/** The tag of an image reference, with or without a digest behind it. */
export function tagOf(image: string | undefined): string | undefined {
  return /:([\w][\w.-]{0,127})(?:@sha256:[0-9a-f]{64})?$/.exec(image ?? '')?.[1];
}

/** Labels without what is not there; long values are cut. */
export function labelsOf(
  labels: Record<string, Json | undefined>,
): Record<string, string> | undefined {
  const kept: Record<string, string> = {};
  let any = false;
  for (const name of Object.keys(labels)) {
    const value = labels[name];
    if (value === undefined) continue;
    const label = typeof value === 'boolean' ? String(value) : text(value);
    if (label === undefined || !isLabelName(name)) continue;
    kept[name] = label;
    any = true;
  }
  return any ? kept : undefined;
}

const labelName = /^[\u0020-\u0021\u0023-\u005b\u005d-\u007e]{1,128}$/;
/** Most labels have names of ours: these are looked at once. */
const labelNames = new Set<string>();
const labelNamesKept = 4_096;

function isLabelName(name: string): boolean {
  if (labelNames.has(name)) return true;
  const good = labelName.test(name);
  if (good && labelNames.size < labelNamesKept) labelNames.add(name);
  return good;
}
