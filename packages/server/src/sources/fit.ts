// The last step of an adapter's work: texts that were put together may be longer than an event may
// hold, and are cut there rather than losing the event.
import { eventLimits as limits } from '@acta/event';
import { createHash } from 'node:crypto';
import type { EventBody } from './types.ts';

const longTexts = new Set(['reason', 'link', 'user_agent', 'path']);

/** The event with every text as long as it may be; the same object where all of them are. */
export function fitted(event: EventBody): EventBody {
  return fit(event, limits.text_max_length, 0) as EventBody;
}

/** `changes` are left alone: their values have limits of their own. */
function fit(value: unknown, limit: number, depth: number): unknown {
  if (typeof value === 'string') return value.length > limit ? cut(value, limit) : value;
  if (typeof value !== 'object' || value === null || depth > 8) return value;
  const members = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const name of Object.keys(members)) {
    if (depth === 0 && name === 'changes') continue;
    const before = members[name];
    const after = fit(before, limitOf(name, limit), depth + 1);
    if (after === before) continue;
    copy ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...members }) as typeof members;
    copy[name] = after;
  }
  return copy ?? value;
}

function limitOf(name: string, around: number): number {
  if (name === 'type') return limits.word_max_length;
  if (name === 'headers' || longTexts.has(name)) return limits.long_text_max_length;
  return around;
}

function cut(text: string, limit: number): string {
  return `${text.slice(0, limit - 1).toWellFormed()}…`;
}

/** A record's id, or what stands in for one that is longer than an event may hold. */
export function fittedId(id: string): string {
  if (id.length <= limits.text_max_length) return id;
  return `long:${createHash('sha256').update(id).digest('base64url')}`;
}
