// What could stand at the cursor of a rule: its keys, log sources, fields, modifiers, levels. Pure.
import type { Completions } from '../ui/code-editor.tsx';

export interface KnownFields {
  /** `product/service/category`, as the rules that are known name them. */
  logsources: readonly string[];
  /** Fields of what the rule looks at, with what they hold. */
  fields: readonly KnownField[];
}

export interface KnownField {
  name: string;
  about: string;
  values?: readonly string[] | undefined;
}

const KEYS: Record<string, string> = {
  title: 'What it finds, in a few words',
  id: 'A UUID; put in when it is saved, if it is missing',
  name: 'The name that correlations use',
  status: 'stable, test, experimental',
  description: 'What it finds, and why that matters',
  references: 'Pages that explain it',
  author: 'Who wrote it',
  license: 'SPDX',
  date: 'Written on',
  modified: 'Changed on',
  tags: 'attack.t1562, cicd-sec.1',
  logsource: 'Which logs it is for',
  detection: 'Searches, and the condition over them',
  correlation: 'Counts or orders what other rules find',
  falsepositives: 'When it fires and nothing is wrong',
  level: 'informational to critical',
  custom_attributes: 'acta.triage, acta.default and further ones',
};

const INSIDE: Record<string, Record<string, string>> = {
  logsource: {
    product: 'github, kubernetes, aws, acta …',
    service: 'audit, cloudtrail …',
    category: 'application …',
  },
  detection: { selection: 'Fields and values', condition: 'selection and not filter' },
  correlation: {
    type: 'event_count, value_count, temporal …',
    rules: 'Names or ids of rules',
    'group-by': 'Fields that tell groups apart',
    timespan: '10m, 1h, 7d',
    condition: 'gte: 5',
  },
  custom_attributes: {
    'acta.triage': 'What to do, as a numbered list',
    'acta.default': 'off: it waits until somebody turns it on',
  },
};

const VALUES: Record<string, readonly string[]> = {
  level: ['informational', 'low', 'medium', 'high', 'critical'],
  status: ['stable', 'test', 'experimental', 'deprecated', 'unsupported'],
  type: ['event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum', 'value_avg'],
  condition: ['selection', '1 of selection_*', 'all of selection_*', 'selection and not filter'],
};

const MODIFIERS: Record<string, string> = {
  contains: 'anywhere in it',
  startswith: 'at its start',
  endswith: 'at its end',
  all: 'every value, not one of them',
  re: 'a regular expression',
  cased: 'with regard to case',
  cidr: 'an address in a network',
  exists: 'whether the field is there',
  gt: 'greater than',
  gte: 'at least',
  lt: 'less than',
  lte: 'at most',
  fieldref: 'the same as another field',
  windash: 'with any dash',
  base64: 'encoded',
  base64offset: 'encoded, anywhere',
  expand: 'a placeholder, %like_this%',
};

const NONE: Completions = { from: 0, to: 0, items: [] };

export function completeRule(text: string, cursor: number, known: KnownFields): Completions {
  const start = text.lastIndexOf('\n', cursor - 1) + 1;
  const before = text.slice(start, cursor);
  if (/^\s*#/.test(before)) return NONE;
  const parents = parentsOf(text.slice(0, start), indentOf(before));
  const isSearch = parents[0] === 'detection' && parents.length > 1;
  const value = /^\s*(?:-\s+)?([\w.-]+)((?:\|\w+)*):\s+(\S*)$/.exec(before);
  if (value && isSearch) {
    return { ...offer(cursor, value[3]!, fieldValues(value[1]!, known)), free: true };
  }
  if (value && value[2] === '') {
    return offer(cursor, value[3]!, valuesOf(value[1]!, parents, text, known));
  }
  const item = /^\s*-\s+([^\s:{}[\]"']*)$/.exec(before);
  if (item && isSearch && parents.length > 2) {
    const [field] = parents.at(-1)!.split('|');
    return { ...offer(cursor, item[1]!, fieldValues(field!, known)), free: true };
  }
  const modifier = /^\s*(?:-\s+)?[\w.@-]+(?:\|\w+)*\|(\w*)$/.exec(before);
  if (modifier && parents[0] === 'detection') {
    return offer(cursor, modifier[1]!, entries(MODIFIERS), ': ');
  }
  const key = /^\s*(?:-\s+)?([\w.-]*)$/.exec(before);
  if (!key) return NONE;
  return offer(cursor, key[1]!, keysOf(parents, known), ': ');
}

/** `product`, `service` and `category` of the rule in which the cursor stands. */
export function logsourceAt(text: string, cursor: number): Record<string, string> {
  const begin = text.lastIndexOf('\n---', cursor - 1) + 1;
  const end = text.indexOf('\n---', cursor);
  const own = text.slice(begin, end < 0 ? undefined : end);
  const block = /^logsource:(.*(?:\n[ \t]+.*)*)/m.exec(own)?.[1] ?? '';
  const parts = block.matchAll(/\b(product|service|category):\s*['"]?([\w.-]+)/g);
  return Object.fromEntries([...parts].map(([, part, value]) => [part!, value!]));
}

type Items = readonly (readonly [string, string])[];

const entries = (table: Record<string, string>): Items => Object.entries(table);

function keysOf(parents: readonly string[], known: KnownFields): Items {
  if (parents.length === 0) return entries(KEYS);
  if (parents[0] === 'detection' && parents.length > 1) {
    return known.fields.map(({ name, about }) => [name, about]);
  }
  return parents.length === 1 ? entries(INSIDE[parents[0]!] ?? {}) : [];
}

function fieldValues(name: string, known: KnownFields): Items {
  const values = known.fields.find((field) => field.name === name)?.values ?? [];
  return values.map((each) => [each, '']);
}

function valuesOf(
  key: string,
  parents: readonly string[],
  text: string,
  known: KnownFields,
): Items {
  const place = ['product', 'service', 'category'].indexOf(key);
  if (parents[0] === 'logsource' && place >= 0) {
    const product = /^\s+product:\s*(\S+)/m.exec(text)?.[1];
    const sources = known.logsources.map((each) => each.split('/'));
    const fitting = key === 'product' ? sources : sources.filter(([each]) => each === product);
    const values = fitting.map((parts) => parts[place]).filter((each) => each !== undefined);
    const own = key === 'product' ? ['acta', ...values] : values;
    return [...new Set(own)].map((each) => [each, '']);
  }
  return (VALUES[key] ?? []).map((each) => [each, '']);
}

function offer(cursor: number, typed: string, items: Items, after = ''): Completions {
  const wanted = typed.toLowerCase();
  // What is whole already is not replaced by a longer one on Enter.
  if (items.some(([name]) => name === typed)) return NONE;
  const fitting = items.filter(([name]) => name.toLowerCase().includes(wanted));
  const sorted = fitting.toSorted(
    ([a], [b]) =>
      Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)),
  );
  return {
    from: cursor - typed.length,
    to: cursor,
    items: sorted.slice(0, 10).map(([name, about]) => ({ label: name, text: name + after, about })),
  };
}

const indentOf = (line: string): number => /^[\s-]*/.exec(line)![0].length;

/** The keys that a line with this indent stands under, outermost first. */
function parentsOf(above: string, indent: number): string[] {
  const parents: string[] = [];
  let limit = indent;
  for (const line of above.split('\n').toReversed()) {
    if (line.startsWith('---')) break;
    if (line.trim() === '' || /^\s*#/.test(line)) continue;
    const depth = indentOf(line);
    const key = /^[\s-]*([^\s:#][^:#]*):/.exec(line)?.[1];
    if (depth < limit && key !== undefined) {
      parents.unshift(key);
      limit = depth;
    }
    if (limit === 0) break;
  }
  return parents;
}
