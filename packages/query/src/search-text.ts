// All text of an event that bare words and phrases look at, by disclosure group, folded. The index
// stores what this function gives, so that memory and SQL search the same text.
import type { FieldGroup } from './fields.ts';
import { fold } from './fold.ts';

/** The order of the parts in the text. */
export const TEXT_GROUPS: readonly FieldGroup[] = [
  'clear',
  'actor',
  'target',
  'context',
  'details',
  'raw',
];

/** Stands between the groups' parts; never inside one (U+001E, the record separator). */
export const GROUP_SEPARATOR = '\u001e';

/** Never in a text either: an index may put it where it keeps a part elsewhere (U+001F). */
export const PART_MARK = '\u001f';

/** True for text with a unit that no event's text has. */
export function hasReserved(text: string): boolean {
  return text.includes(GROUP_SEPARATOR) || text.includes(PART_MARK);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for what is searched as an id (whole) and not as words. */
export function isUuid(text: string): boolean {
  return text.length === 36 && UUID.test(text);
}

interface TextEvent {
  action?: string;
  category?: string;
  effect?: string;
  outcome?: string;
  severity?: string;
  native?: string;
  source?: { type?: string; name?: string; via?: string; delivery?: string };
  actor?: unknown;
  target?: unknown;
  targets?: unknown;
  context?: unknown;
  pipeline?: unknown;
  changes?: unknown;
  why?: unknown;
  labels?: unknown;
  marks?: unknown;
  raw?: string;
}

/** Folded text of the six groups, joined by `GROUP_SEPARATOR`. Ids (UUIDs) are left out. */
export function searchText(event: object): string {
  return fold(unfoldedText(event));
}

/** The same before it is folded. */
export function unfoldedText(event: object): string {
  const e = event as TextEvent;
  const { source } = e;
  const delivery = source?.delivery;
  const clear =
    line(e.action) +
    line(source?.type) +
    line(e.category) +
    line(e.effect) +
    line(e.outcome) +
    line(e.severity);
  const details =
    line(e.native) +
    line(source?.name) +
    line(source?.via) +
    (delivery === undefined || isUuid(delivery) ? '' : line(delivery)) +
    valueLines(e.pipeline) +
    valueLines(e.changes) +
    valueLines(e.why) +
    valueLines(e.labels) +
    valueLines(e.marks);
  return (
    clear +
    GROUP_SEPARATOR +
    valueLines(e.actor) +
    GROUP_SEPARATOR +
    valueLines(e.target) +
    valueLines(e.targets) +
    GROUP_SEPARATOR +
    valueLines(e.context) +
    GROUP_SEPARATOR +
    details +
    GROUP_SEPARATOR +
    clean(e.raw ?? '')
  );
}

function line(value: string | undefined): string {
  return value === undefined ? '' : `${clean(value)}\n`;
}

function clean(text: string): string {
  if (!hasReserved(text)) return text;
  return text.replaceAll(GROUP_SEPARATOR, ' ').replaceAll(PART_MARK, ' ');
}

function valueLines(value: unknown): string {
  if (typeof value === 'string') return `${clean(value)}\n`;
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return `${value as number | boolean}\n`;
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += valueLines(item);
  } else {
    for (const key in value) text += valueLines((value as Record<string, unknown>)[key]);
  }
  return text;
}
