// From a mapping document to functions: everything that can be wrong in it is told here, with its
// place; what is left can only fail on a record.
import { readCondition, type Holds } from './condition.ts';
import { fieldOf, misfit, placeOf, type FieldKind } from './fields.ts';
import { mappingLimits } from './limits.ts';
import { isThere, type Path } from './path.ts';
import type { Pattern } from './pattern.ts';
import { below, collectProblems, type MappingProblem } from './problems.ts';
import { kindOf, members, onlyKnown, type Reading } from './reading.ts';
import { inputFormats, type InputFormat } from './types.ts';
import { readAuto as automatic } from './time-format.ts';
import { readPath, readPattern, readValue, shown, type Evaluate, type Known } from './value.ts';

export interface CompiledField {
  name: string;
  place: readonly string[];
  kind: FieldKind;
  evaluate: Evaluate;
  /** Where it stands in the document. */
  path: string;
  /** Whether it looks at headers or around the record. */
  outside: boolean;
}

/** Lists of targets and changes: one for each value at a path. */
export interface CompiledEach {
  name: 'targets' | 'changes';
  each: Path;
  members: ReadonlyMap<string, Evaluate>;
  path: string;
}

export interface CompiledCompare {
  name: 'changes';
  before: Path;
  after: Path;
}

export interface CompiledFields {
  fields: ReadonlyMap<string, CompiledField>;
  lists: readonly (CompiledEach | CompiledCompare)[];
}

/** What is filled of a record, in order: the fields of the mapping, or with those of a rule. */
export interface Plan {
  fields: readonly CompiledField[];
  lists: CompiledFields['lists'];
  /** The groups that have a field: of `actor.id` it is `actor`. */
  named: ReadonlySet<string>;
}

export interface CompiledRule extends CompiledFields {
  plan: Plan;
  when: Holds;
  path: string;
}

export interface CompiledMapping extends CompiledFields {
  plan: Plan;
  format: InputFormat;
  split?: Path;
  extracts: readonly { from?: Evaluate; pattern: Pattern; path: string }[];
  delivery?: Evaluate;
  rules: readonly CompiledRule[];
  guess: boolean;
  /** Headers that the mapping looks at: they belong to the record. */
  headers: readonly string[];
  /** Every action that it can give by itself. */
  actions: readonly string[];
}

export type Compiled =
  | { ok: true; mapping: CompiledMapping }
  | { ok: false; problems: readonly MappingProblem[] };

const known = ['v', 'input', 'extract', 'delivery', 'fields', 'rules', 'guess', '$schema'];

/** Reads a mapping document. Pure; bounded by `mappingLimits`. */
export function compileMapping(document: unknown): Compiled {
  const problems = collectProblems();
  const reading: Reading = {
    problems,
    nodes: 0,
    tables: 0,
    patterns: 0,
    headers: new Set(),
    outside: false,
  };
  const mapping = isSmall(document, reading) ? readMapping(document, reading) : undefined;
  return mapping === undefined || problems.list.length > 0
    ? { ok: false, problems: problems.list }
    : { ok: true, mapping };
}

function isSmall(document: unknown, { problems }: Reading): boolean {
  const { document_max_length } = mappingLimits;
  if (depthOf(document, 0) > 40) {
    problems.add('', 'is nested deeper than 40 levels');
    return false;
  }
  const length = (JSON.stringify(document) ?? '').length;
  if (length <= document_max_length) return true;
  problems.add('', `has ${length} characters as JSON, of ${document_max_length}`);
  return false;
}

function depthOf(value: unknown, depth: number): number {
  if (depth > 40 || typeof value !== 'object' || value === null) return depth;
  let deepest = depth;
  for (const member of Object.values(value)) {
    deepest = Math.max(deepest, depthOf(member, depth + 1));
    if (deepest > 40) break;
  }
  return deepest;
}

function readMapping(document: unknown, reading: Reading): CompiledMapping | undefined {
  const given = members(document, '', reading);
  if (given === undefined) return undefined;
  onlyKnown(given, known, '', reading);
  if (given['v'] !== 1) reading.problems.add('/v', `is ${kindOf(given['v'])}, expected 1`, ['1']);
  const { guess } = given;
  if (guess !== undefined && typeof guess !== 'boolean') {
    reading.problems.add('/guess', `is ${kindOf(guess)}, expected true or false`);
  }
  const actions = new Set<string>();
  const input = readInput(given['input'], reading);
  const extracts = readExtracts(given['extract'], reading);
  const delivery = optional(given['delivery'], '/delivery', reading);
  const own = readFields(given['fields'] ?? {}, '/fields', reading, actions);
  const rules = readRules(given['rules'], reading, actions).map((rule) =>
    Object.assign(rule, { plan: planOf(own, rule) }),
  );
  return {
    ...own,
    ...input,
    plan: planOf(own),
    extracts,
    rules,
    guess: guess !== false,
    headers: [...reading.headers].map((name) => name.toLowerCase()),
    actions: [...actions],
    ...(delivery === undefined ? {} : { delivery: delivery.evaluate }),
  };
}

/** Fields of a rule stand in the place of those of the same name, its lists before the others. */
function planOf(own: CompiledFields, rule?: CompiledFields): Plan {
  const fields = [...new Map([...own.fields, ...(rule?.fields ?? [])]).values()];
  return {
    fields,
    lists: [...(rule?.lists ?? []), ...own.lists],
    named: new Set(fields.map(({ name }) => name.split('.', 1)[0] as string)),
  };
}

function optional(value: unknown, path: string, reading: Reading): Known | undefined {
  return value === undefined ? undefined : readValue(value, path, reading);
}

function readInput(value: unknown, reading: Reading): Pick<CompiledMapping, 'format' | 'split'> {
  if (value === undefined) return { format: 'auto' };
  const given = members(value, '/input', reading);
  if (given === undefined) return { format: 'auto' };
  onlyKnown(given, ['format', 'split'], '/input', reading);
  const { format = 'auto', split } = given;
  const found = inputFormats.find((one) => one === format);
  if (found === undefined) {
    reading.problems.add('/input/format', 'is no format', inputFormats);
  }
  if (split === undefined) return { format: found ?? 'auto' };
  const path = readPath(split, '/input/split', reading);
  if (path?.root !== undefined) {
    reading.problems.add('/input/split', 'starts at the delivery’s own value, not at a root');
  }
  return { format: found ?? 'auto', ...(path === undefined ? {} : { split: path }) };
}

function readExtracts(value: unknown, reading: Reading): CompiledMapping['extracts'] {
  return items(value, '/extract', mappingLimits.extracts_max, reading).flatMap((one, at) => {
    const path = below('/extract', at);
    const given = members(one, path, reading);
    if (given === undefined) return [];
    onlyKnown(given, ['from', 'pattern'], path, reading);
    const from = optional(given['from'], below(path, 'from'), reading);
    const pattern = readPattern(given['pattern'], below(path, 'pattern'), reading);
    if (pattern === undefined) return [];
    if (pattern.names.length === 0) {
      reading.problems.add(below(path, 'pattern'), 'has no named group, such as (?P<user>\\w+)');
    }
    return [{ pattern, path, ...(from === undefined ? {} : { from: from.evaluate }) }];
  });
}

function readRules(
  value: unknown,
  reading: Reading,
  actions: Set<string>,
): Omit<CompiledRule, 'plan'>[] {
  return items(value, '/rules', mappingLimits.rules_max, reading).flatMap((one, at) => {
    const path = below('/rules', at);
    const given = members(one, path, reading);
    if (given === undefined) return [];
    onlyKnown(given, ['name', 'when', 'fields'], path, reading);
    const { name } = given;
    if (name !== undefined && (typeof name !== 'string' || name.length > 128)) {
      reading.problems.add(below(path, 'name'), 'expected a text of at most 128 characters');
    }
    const when = readCondition(given['when'], below(path, 'when'), reading);
    return [
      { when, path, ...readFields(given['fields'], below(path, 'fields'), reading, actions) },
    ];
  });
}

function items(value: unknown, path: string, most: number, reading: Reading): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    reading.problems.add(path, `is ${kindOf(value)}, expected a list`);
    return [];
  }
  if (value.length > most) reading.problems.add(path, `has ${value.length} items of ${most}`);
  return value.slice(0, most);
}

/** Reads fields; actions that they can give are added to `actions`. */
export function readFields(
  value: unknown,
  path: string,
  reading: Reading,
  actions: Set<string>,
): CompiledFields {
  const given = members(value, path, reading) ?? {};
  const entries = Object.entries(given);
  if (entries.length > mappingLimits.fields_max) {
    reading.problems.add(path, `has ${entries.length} fields of ${mappingLimits.fields_max}`);
  }
  const fields = new Map<string, CompiledField>();
  const lists: (CompiledEach | CompiledCompare)[] = [];
  for (const [name, one] of entries.slice(0, mappingLimits.fields_max)) {
    const at = below(path, name);
    if (name === 'targets' || name === 'changes') {
      const list = readList(name, one, at, reading);
      if (list !== undefined) lists.push(list);
      continue;
    }
    const field = readField(name, one, at, reading, actions);
    if (field !== undefined) fields.set(name, field);
  }
  return { fields, lists };
}

function readField(
  name: string,
  value: unknown,
  path: string,
  reading: Reading,
  actions: Set<string>,
): CompiledField | undefined {
  const definition = fieldOf(name);
  if (definition === undefined) {
    reading.problems.add(path, `${name} is no field of an event, nor labels.NAME`);
    return undefined;
  }
  const before = reading.outside;
  reading.outside = false;
  const read = readValue(value, path, reading);
  const { outside } = reading;
  reading.outside ||= before;
  if (read === undefined) return undefined;
  for (const { path: place, text } of read.texts) {
    const wrong = misfit(definition.kind, text);
    if (wrong !== undefined) reading.problems.add(place, wrong.message, wrong.expected);
    else if (definition.kind === 'action') actions.add(text);
  }
  return {
    name,
    place: placeOf(name),
    kind: definition.kind,
    evaluate: definition.kind === 'time' && !read.isTime ? asTime(read.evaluate) : read.evaluate,
    path,
    outside,
  };
}

/** A time without a format is read by its own looks. */
function asTime(evaluate: Evaluate): Evaluate {
  return (scope, complain) => {
    const value = evaluate(scope, complain);
    if (!isThere(value)) return undefined;
    const time = automatic(value, { zone: 'UTC', received: scope.received });
    if (time === undefined) complain(`${shown(value)} is no time of a known form`);
    return time;
  };
}

const listMembers = {
  targets: ['type', 'id', 'name', 'environment'],
  changes: ['field', 'from', 'to'],
} as const;

function readList(
  name: 'targets' | 'changes',
  value: unknown,
  path: string,
  reading: Reading,
): CompiledEach | CompiledCompare | undefined {
  const given = members(value, path, reading);
  if (given === undefined) return undefined;
  if (name === 'changes' && given['each'] === undefined) {
    onlyKnown(given, ['before', 'after', 'each', ...listMembers.changes], path, reading);
    const before = readPath(given['before'], below(path, 'before'), reading);
    const after = readPath(given['after'], below(path, 'after'), reading);
    return before && after && { name, before, after };
  }
  onlyKnown(given, ['each', ...listMembers[name]], path, reading);
  const each = readPath(given['each'], below(path, 'each'), reading);
  const evaluates = new Map<string, Evaluate>();
  for (const member of listMembers[name]) {
    const read = optional(given[member], below(path, member), reading);
    if (read !== undefined) evaluates.set(member, read.evaluate);
  }
  return each && { name, each, members: evaluates, path };
}
