// One human sentence for an event: "removed branch protection from acme/pay". What failed or was
// denied says so.
import { catalogue } from './catalogue/definitions.ts';
import { infinitiveOf } from './catalogue/verbs.ts';
import type { ActaEvent } from './schema/event.ts';

export interface Sentence {
  /** The text before the target's name: "removed branch protection from". */
  verb: string;
  /** All of it, without the actor. */
  text: string;
  /** The text in pieces; a piece with a field is that field's value and may be a link. */
  parts: SentencePart[];
}

export interface SentencePart {
  text: string;
  field?: SentenceField;
}

export type SentenceField =
  | 'target'
  | 'parent'
  | 'environment'
  | 'version'
  | 'ref'
  | 'from'
  | 'to'
  | 'reason'
  | 'native';

const piece = /\[([^\]]*)\]|\{(\w+)\}|([^[{]+)/g;
const valueMaxLength = 120;

/**
 * The sentence of an event by its action's template. Fields that are missing or withheld leave no
 * hole.
 */
export function sentenceOf(event: Partial<ActaEvent>): Sentence {
  const definition = catalogue.get(event.action ?? '');
  const parts: SentencePart[] = [];
  fill(definition?.sentence ?? 'did {native} on {target}', event, parts, true);
  if (!definition?.outcome) qualify(parts, event.outcome);
  const at = parts.findIndex((part) => part.field === 'target');
  const before = parts.slice(0, at < 0 ? parts.length : at);
  return { verb: textOf(before), text: textOf(parts), parts };
}

/**
 * Adds a template's pieces. False, with nothing added, where a field of a part in brackets is
 * missing.
 */
function fill(template: string, event: Partial<ActaEvent>, parts: SentencePart[], always: boolean) {
  const added: SentencePart[] = [];
  for (const [, optional, field, text] of template.matchAll(piece)) {
    if (optional !== undefined) fill(optional, event, added, false);
    else if (text !== undefined) added.push({ text });
    else {
      const value = valueOf(event, field as SentenceField);
      if (value === undefined && !always) return;
      added.push({ text: value ?? missing(field as SentenceField), field: field as SentenceField });
    }
  }
  parts.push(...added);
}

function missing(field: SentenceField): string {
  return field === 'native' ? 'something' : 'something withheld';
}

function valueOf(event: Partial<ActaEvent>, field: SentenceField): string | undefined {
  switch (field) {
    case 'target':
      return shown(event.target?.name ?? event.target?.id);
    case 'parent':
      return shown(event.target?.parent?.name ?? event.target?.parent?.id);
    case 'environment':
      return shown(event.target?.environment ?? event.pipeline?.environment);
    case 'version':
    case 'ref':
      return shown(event.pipeline?.[field]);
    case 'from':
    case 'to':
      return event.changes?.length === 1 ? shown(event.changes[0]![field]) : undefined;
    case 'reason':
      return shown(event.why?.reason);
    default:
      return shown(event.native ?? event.action);
  }
}

/** A value as a sentence can hold it: on one line, cut at 120 characters. */
function shown(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return undefined;
  }
  const line = String(value)
    .slice(0, valueMaxLength + 1)
    .replace(/\s+/g, ' ')
    .trim();
  if (line === '') return undefined;
  return line.length > valueMaxLength ? `${line.slice(0, valueMaxLength)}…` : line;
}

/** "removed …" becomes "failed to remove …" or "was not allowed to remove …". */
function qualify(parts: SentencePart[], outcome: ActaEvent['outcome'] | undefined): void {
  if (outcome !== 'failure' && outcome !== 'denied') return;
  const first = parts[0]!;
  const end = first.text.indexOf(' ');
  const verb = end < 0 ? first.text : first.text.slice(0, end);
  const prefix = outcome === 'failure' ? 'failed to ' : 'was not allowed to ';
  parts[0] = { ...first, text: prefix + infinitiveOf(verb) + first.text.slice(verb.length) };
}

function textOf(parts: SentencePart[]): string {
  return parts
    .map((part) => part.text)
    .join('')
    .trim();
}
