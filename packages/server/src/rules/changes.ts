// What a change of a rule says in the log: the parts that differ, and of texts the lines.
import type { RuleOverlayChange, RulePatch } from '@acta/sdk';
import type { Change } from '@acta/event';
import { createHash } from 'node:crypto';

/** What people may change of a rule, as it stands in the store. */
export interface RuleState {
  text: string | null;
  fixtures: string | null;
  overlay: RuleOverlayChange;
}

const LINES_CHARS = 4_000;
const MEMBERS = ['off', 'level', 'aliases', 'placeholders'] as const;

/** Changes from one state to another; empty where they are the same. */
export function changesBetween(before: RuleState, after: RuleState): Change[] {
  const members = MEMBERS.flatMap((field) => {
    const [from, to] = [before.overlay[field], after.overlay[field]];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [change(field, from, to)];
  });
  const texts = (['text', 'fixtures'] as const).flatMap((field) =>
    textChanges(field, before[field] ?? '', after[field] ?? ''),
  );
  return [...members, ...texts];
}

/** The overlay with a patch laid over it; null takes a member away. */
export function patched(overlay: RuleOverlayChange, patch: RulePatch): RuleOverlayChange {
  const merged = Object.entries({ ...overlay, ...patch });
  return Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
}

function change(field: string, from: unknown, to: unknown): Change {
  return {
    field,
    ...(from === undefined ? {} : { from: plain(from) }),
    ...(to === undefined ? {} : { to: plain(to) }),
  };
}

const plain = (value: unknown): unknown =>
  typeof value === 'object' ? JSON.stringify(value).slice(0, LINES_CHARS) : value;

/** The lines that differ, without what is the same before and after them, and both digests. */
function textChanges(field: string, before: string, after: string): Change[] {
  if (before === after) return [];
  const [from, to] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < shorter - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  const lines = (all: string[]): string =>
    all
      .slice(head, all.length - tail)
      .join('\n')
      .slice(0, LINES_CHARS);
  return [
    { field: `${field}.lines`, from: lines(from), to: lines(to) },
    { field: `${field}.sha256`, from: digest(before), to: digest(after) },
  ];
}

const digest = (text: string): string | null =>
  text === '' ? null : createHash('sha256').update(text).digest('hex');
