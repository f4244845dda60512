// Opaque places in a list. A cursor names the last event that was given, how far the log reached
// when the list began (later events don't move into it), and the question it belongs to.
import { createHash } from 'node:crypto';
import type { Total } from '@acta/sdk';
import { cursorInvalid } from '../errors.ts';
import type { Question } from './question.ts';

export interface Cursor {
  time_ms: number;
  index: number;
  through: number;
  total: Total;
}

/** The cursor as text. */
export function formatCursor(cursor: Cursor, question: Question & { order: string }): string {
  const { time_ms, index, through, total } = cursor;
  const text = JSON.stringify([1, digestOf(question), time_ms, index, through, total]);
  return Buffer.from(text).toString('base64url');
}

/** Reads a cursor. @throws ActaError `cursor_invalid` where the question did not give it */
export function parseCursor(text: string, question: Question & { order: string }): Cursor {
  let parts: unknown;
  try {
    const bytes = Buffer.from(text, 'base64url');
    parts = bytes.toString('base64url') === text ? JSON.parse(bytes.toString('utf8')) : null;
  } catch {
    throw cursorInvalid();
  }
  if (!Array.isArray(parts) || parts.length !== 6) throw cursorInvalid();
  const [version, digest, time_ms, index, through, total] = parts as unknown[];
  const whole = [time_ms, index, through].every((part) => Number.isSafeInteger(part));
  if (version !== 1 || digest !== digestOf(question) || !whole || !isTotal(total)) {
    throw cursorInvalid();
  }
  return { time_ms: Number(time_ms), index: Number(index), through: Number(through), total };
}

function isTotal(value: unknown): value is Total {
  if (Number.isSafeInteger(value)) return true;
  return Number.isSafeInteger((value as { at_least?: unknown } | null)?.at_least);
}

function digestOf(question: Question & { order: string }): string {
  const { ast, from, to, scope, withheld, order } = question;
  const text = JSON.stringify([ast, from, to, scope ?? null, withheld ?? [], order]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
