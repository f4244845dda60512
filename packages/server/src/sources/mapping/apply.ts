// One record through a mapping: its fields, the parts that only belong together, and what could not
// be filled. Never throws for what a record holds; it takes a bounded number of steps.
import { catalogue, categories } from '@acta/event';
import { object, present, text, type Json } from '../reader.ts';
import type { EventBody } from '../types.ts';
import { change, changesOrNone, type Change } from '../values.ts';
import { unknownActor, unknownTarget, type Actor, type Target } from '../event-parts.ts';
import type { CompiledCompare, CompiledEach, CompiledField, CompiledMapping } from './compile.ts';
import { fitted } from './fields.ts';
import { guessed, type Guessed } from './guess.ts';
import { mappingLimits, spend, StepsPassed, type Budget } from './limits.ts';
import { valuesAt, isThere, type Scope } from './path.ts';
import { textOf } from './template.ts';
import { shown } from './value.ts';

export interface MappedRecord {
  event: EventBody;
  unmapped: boolean;
  /** The record's own id, where the mapping names one. */
  id?: string;
  /** Fields that the record could not fill: where in the mapping, and why. */
  errors: FieldError[];
}

export interface FieldError {
  /** JSON pointer into the mapping. */
  path: string;
  message: string;
}

export interface RecordInput {
  value: Json;
  raw: string;
  parent?: Json | undefined;
  headers: Readonly<Record<string, string>>;
  /** When the delivery came: ms since 1970. */
  received: number;
  /** What is left for the whole delivery. */
  budget?: Budget;
}

const errorsMax = 20;
const nothing: ReadonlySet<string> = new Set();

/** The event of a record; without a mapping all of it is guessed by common names. */
export function applyMapping(mapping: CompiledMapping | null, input: RecordInput): MappedRecord {
  const errors: FieldError[] = [];
  if (mapping === null)
    return finish({}, nothing, guessed(input.value, input.received), input, errors);
  const scope = scopeOf(input);
  const { steps } = scope.budget;
  try {
    scope.match = extracted(mapping, scope, errors);
    const rule = mapping.rules.find(({ when }) => when(scope));
    const { fields, lists, named } = (rule ?? mapping).plan;
    const parts = filled(fields, scope, errors);
    addLists(parts, lists, scope, errors);
    keepHeaders(parts, mapping.headers, input.headers);
    const id = text(
      textOf(mapping.delivery?.(scope, (message) => note(errors, '/delivery', message))),
    );
    const isOpen = mapping.guess && guessable.some((group) => !named.has(group));
    const guess = isOpen ? guessed(input.value, input.received, named) : {};
    return { ...finish(parts, named, guess, input, errors), ...(id === undefined ? {} : { id }) };
  } catch (error) {
    if (!(error instanceof StepsPassed)) throw error;
    note(errors, '', error.message);
    return finish({}, nothing, guessed(input.value, input.received), input, errors);
  } finally {
    if (input.budget !== undefined) input.budget.steps -= steps - scope.budget.steps;
  }
}

/** The scope of a record. */
export function scopeOf(input: RecordInput): Scope {
  const { value, raw, parent, headers, received, budget } = input;
  const steps = Math.min(mappingLimits.steps_max, budget?.steps ?? Infinity);
  return {
    value,
    headers,
    match: {},
    parent,
    record: value,
    text: typeof value === 'string' ? value : raw,
    key: undefined,
    budget: { steps },
    received,
  };
}

function note(errors: FieldError[], path: string, message: string): void {
  if (errors.length < errorsMax) errors.push({ path, message });
}

/** Named groups of the patterns that match; of one name the first counts. */
function extracted(
  mapping: CompiledMapping,
  scope: Scope,
  errors: FieldError[],
): Record<string, string> {
  const match: Record<string, string> = Object.create(null) as Record<string, string>;
  let any = mapping.extracts.length === 0;
  for (const { from, pattern, path } of mapping.extracts) {
    const complain = (message: string) => note(errors, path, message);
    const given = from === undefined ? scope.text : textOf(from({ ...scope, match }, complain));
    const groups = given === undefined ? undefined : pattern.groups(given, scope.budget);
    if (groups === undefined) continue;
    any = true;
    for (const [name, value] of Object.entries(groups)) match[name] ??= value;
  }
  if (!any) note(errors, '/extract', 'none of the patterns is found in the text');
  return { ...match };
}

type Parts = { [name: string]: Json };

function filled(fields: readonly CompiledField[], scope: Scope, errors: FieldError[]): Parts {
  const parts: Parts = {};
  for (const { evaluate, kind, place, path } of fields) {
    spend(scope.budget);
    const value = evaluate(scope, (message) => note(errors, path, message));
    if (!isThere(value)) continue;
    const fit = fitted(kind, value);
    if (fit === undefined)
      note(errors, path, `${shown(value)} does not fit: ${hints[kind] ?? 'expected a text'}`);
    else put(parts, place, fit);
  }
  return parts;
}

const hints: Readonly<Record<string, string>> = {
  ip: 'expected an address such as 203.0.113.7',
  outcome: 'expected success, failure, denied or unknown, or a common word for one',
  list: 'expected texts',
  actors: 'expected ids or names',
};

function put(parts: Parts, place: readonly string[], value: Json): void {
  const last = place.length - 1;
  let current = parts;
  for (let step = 0; step < last; step++) {
    const key = place[step] as string;
    const inner = object(current[key]) ?? {};
    current[key] = inner;
    current = inner;
  }
  current[place[last] as string] = value;
}

function addLists(
  parts: Parts,
  lists: readonly (CompiledEach | CompiledCompare)[],
  scope: Scope,
  errors: FieldError[],
): void {
  for (const list of lists) {
    if (parts[list.name] !== undefined) continue;
    const made =
      'before' in list
        ? comparedChanges(list, scope)
        : list.name === 'changes'
          ? eachOf(list, scope, errors).map(changeOf)
          : eachOf(list, scope, errors).flatMap((one) => targetOf(one) ?? []);
    if (made.length > 0) parts[list.name] = made.slice(0, 256) as Json[];
  }
}

function changeOf(one: Parts): Change {
  return change(textOf(one['field']) ?? '?', one['from'], one['to']);
}

/** The members of each item, evaluated with the item as the value. */
function eachOf(list: CompiledEach, scope: Scope, errors: FieldError[]): Parts[] {
  const found = valuesAt(list.each, scope).flatMap((value) => itemsOf(value, list));
  return found.slice(0, mappingLimits.wildcard_max_items).map(({ value, key }) => {
    const inner: Scope = { ...scope, value, key };
    const one: Parts = {};
    for (const [name, evaluate] of list.members) {
      spend(scope.budget);
      const result = evaluate(inner, (message) => note(errors, `${list.path}/${name}`, message));
      if (result !== undefined) one[name] = result;
    }
    return one;
  });
}

/** A list gives its items, an object its members with their names as `@key`. */
function itemsOf(value: Json, list: CompiledEach): { value: Json; key: string | undefined }[] {
  if (list.each.segments.some((segment) => 'all' in segment)) return [{ value, key: undefined }];
  if (Array.isArray(value)) return value.map((item, at) => ({ value: item, key: String(at) }));
  const given = object(value);
  if (given === undefined) return [{ value, key: undefined }];
  return Object.entries(given).map(([key, item]) => ({ value: item, key }));
}

function comparedChanges({ before, after }: CompiledCompare, scope: Scope): Change[] {
  const from = object(valuesAt(before, scope)[0]) ?? {};
  const to = object(valuesAt(after, scope)[0]) ?? {};
  const names = new Set([...Object.keys(from), ...Object.keys(to)].slice(0, 1_024));
  spend(scope.budget, names.size);
  const changes: Change[] = [];
  for (const name of names) {
    const old = Object.hasOwn(from, name) ? from[name] : undefined;
    const now = Object.hasOwn(to, name) ? to[name] : undefined;
    if (JSON.stringify(old) !== JSON.stringify(now)) changes.push(change(name, old, now));
  }
  return changes;
}

/** Headers that the mapping looks at belong to the record: without them it reads differently. */
function keepHeaders(
  parts: Parts,
  names: readonly string[],
  headers: RecordInput['headers'],
): void {
  for (const name of names) {
    const value = text(headers[name]);
    if (value !== undefined) put(parts, ['context', 'request', 'headers', name], value);
  }
}

function targetOf(one: Json | undefined): Target | undefined {
  const given = object(one);
  if (given === undefined) return undefined;
  const name = text(textOf(given['name']));
  const id = text(textOf(given['id'])) ?? name;
  if (id === undefined) return undefined;
  return present({
    type: text(textOf(given['type'])) ?? 'resource',
    id,
    name,
    environment: text(textOf(given['environment'])),
    parent: targetOf(given['parent']),
  }) as Target;
}

function actorOf(one: Json | undefined): Actor | undefined {
  const given = object(one);
  if (given === undefined) return undefined;
  const name = text(textOf(given['name']));
  const email = text(textOf(given['email']));
  const id = text(textOf(given['id'])) ?? name ?? email;
  if (id === undefined) return undefined;
  const credential = object(given['credential']);
  return present({
    type: text(textOf(given['type'])) ?? 'user',
    id,
    name,
    email,
    roles: given['roles'] as string[] | undefined,
    credential:
      credential === undefined
        ? undefined
        : { type: 'unknown', ...(credential as { [key: string]: string }) },
    on_behalf_of: actorOf(given['on_behalf_of']),
  }) as Actor;
}

/** What is guessed where a mapping names no field of it. */
const guessable = ['time', 'native', 'outcome', 'actor', 'target', 'context'];

/** Puts the parts together; what the mapping does not name is guessed. */
function finish(
  parts: Parts,
  named: ReadonlySet<string>,
  guess: Guessed,
  input: RecordInput,
  errors: FieldError[],
): Omit<MappedRecord, 'id'> {
  const open = <T>(group: string, value: T | undefined): T | undefined =>
    named.has(group) ? undefined : value;
  const native = nativeOf(parts, open('native', guess.native));
  const action = actionOf(parts, named.has('action') ? undefined : guess.action, native);
  const labels = { ...object(parts['labels']) } as Record<string, string>;
  if (
    typeof input.value === 'string' &&
    labels['message'] === undefined &&
    guess.message !== undefined
  ) {
    labels['message'] = guess.message;
  }
  const [wrong] = errors;
  if (wrong !== undefined)
    labels['mapping_error'] = `${wrong.path}: ${wrong.message}`.slice(0, 1_000);
  const context = parts['context'] ?? open('context', guess.context);
  const event = present({
    time: text(parts['time']) ?? open('time', guess.time),
    action,
    native: native ?? 'record',
    outcome:
      (parts['outcome'] as EventBody['outcome']) ?? open('outcome', guess.outcome) ?? 'unknown',
    actor: actorOf(parts['actor']) ?? open('actor', guess.actor) ?? unknownActor,
    target: targetOf(parts['target']) ?? open('target', guess.target) ?? unknownTarget,
    targets: parts['targets'],
    context,
    pipeline: parts['pipeline'],
    why: parts['why'],
    changes: parts['changes'] && changesOrNone(parts['changes'] as unknown as Change[]),
    labels: Object.keys(labels).length === 0 ? undefined : limited(labels),
  }) as unknown as EventBody;
  return { event, unmapped: action.endsWith('.other'), errors };
}

/** The product's own word: the one named, the one that is no action, the one that it uses. */
function nativeOf(parts: Parts, guess: string | undefined): string | undefined {
  const action = text(parts['action']);
  const word = action === undefined || catalogue.has(action) ? undefined : action;
  return text(parts['native']) ?? word ?? guess ?? action;
}

const labelsMax = 64;

function limited(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).slice(0, labelsMax));
}

/** An action of the catalogue, or the `other` of the category that the mapping names. */
function actionOf(parts: Parts, guess: string | undefined, native: string | undefined): string {
  const given = text(parts['action']) ?? guess;
  if (given !== undefined && catalogue.has(given)) return given;
  if (native !== undefined && parts['action'] === undefined && catalogue.has(native)) return native;
  const category = categories.find((one) => one === parts['category']) ?? 'system';
  return `${category}.other`;
}
