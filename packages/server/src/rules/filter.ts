// A false alarm proposes a Sigma filter: the rule as it is, but not for this actor and target.
// Pure.
import type { Alert, FilterProposal } from '@acta/sdk';
import type { DetectionRule } from '@acta/sigma';
import { ActaError } from '../lib/errors.ts';
import type { BookRule, RuleBook } from './book.ts';

/** One document of the proposal: rules of one log source, by the same fields. */
interface Part {
  rules: string[];
  logsource: DetectionRule['logsource'];
  fields: [field: string, value: string | null][];
}

/**
 * The filter that would have kept an alert quiet.
 *
 * @param newId a UUID for each document
 * @throws ActaError `rule_unknown` (404), `filter_impossible` (409)
 */
export function filterFor(alert: Alert, book: RuleBook, newId: () => string): FilterProposal {
  const known = book.get(alert.rule.id);
  if (known === undefined) throw impossible('The rule of the alert is gone.');
  const parts = partsOf(alert, known, book);
  const [first] = parts;
  if (first === undefined) throw impossible('No rule below it has an id or a name.');
  if (first.fields.length === 0) throw impossible('The alert is about nobody in particular.');
  return {
    text: parts.map((part) => documentOf(part, alert, newId())).join('---\n'),
    fields: Object.fromEntries(first.fields.map(([field, value]) => [field, value ?? ''])),
    rules: parts.flatMap(({ rules }) => rules),
  };
}

function partsOf(alert: Alert, known: BookRule, book: RuleBook): Part[] {
  const parts = new Map<string, Part>();
  for (const { rule, fields } of basesOf(known, groupOf(alert), book)) {
    const name = rule.id ?? rule.name;
    if (name === undefined) continue;
    const { logsource } = rule;
    const key = JSON.stringify([logsource, fields]);
    const part = parts.get(key) ?? { rules: [], logsource, fields };
    if (!part.rules.includes(name)) part.rules.push(name);
    parts.set(key, part);
  }
  return [...parts.values()];
}

type Fields = Part['fields'];

/** What the alert is about: its group, else its actor. */
function groupOf({ group, actor }: Alert): Fields {
  const fields = Object.entries(group);
  return fields.length > 0 || actor === null ? fields : [['actor.id', actor.id]];
}

/** The detection rules that a rule is or is built on, with the fields as each of them has them. */
function basesOf(
  { rule }: BookRule,
  fields: Fields,
  book: RuleBook,
): { rule: DetectionRule; fields: Fields }[] {
  if (rule.kind === 'filter') return [];
  if (rule.kind === 'detection') return [{ rule, fields: fields.map(inside(rule)) }];
  return rule.rules.flatMap((name) => {
    const base = named(book, name);
    if (base === undefined) return [];
    const renamed = fields.map(([field, value]): Fields[number] => [
      rule.aliases[field]?.[base.rule.name ?? ''] ?? rule.aliases[field]?.[base.id] ?? field,
      value,
    ]);
    return basesOf(base, renamed, book);
  });
}

const named = (book: RuleBook, name: string): BookRule | undefined =>
  book.get(name) ?? book.rules.find(({ rule }) => rule.name === name);

/** Alerts of single rules go by fields of Acta's event, which other records hold under `acta`. */
const ACTA_FIELDS = new Set(['actor.id', 'target.id']);

const inside =
  ({ logsource }: DetectionRule) =>
  ([field, value]: Fields[number]): Fields[number] => {
    const isActa = logsource.product === 'acta' || !ACTA_FIELDS.has(field);
    return [isActa ? field : `acta.${field}`, value];
  };

function documentOf({ rules, logsource, fields }: Part, alert: Alert, id: string): string {
  const about = alert.actor?.name ?? alert.actor?.id ?? fields[0]?.[1] ?? 'this';
  const title = `${alert.rule.title}: not for ${about}`.slice(0, 200);
  const lines = [
    `title: ${JSON.stringify(title)}`,
    `id: ${id}`,
    `description: ${JSON.stringify(`Made from the alert ${alert.id}, a false positive. Take lines of the selection away to leave out more.`)}`,
    'logsource:',
    ...Object.entries(logsource).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
    'filter:',
    '  rules:',
    ...rules.map((rule) => `    - ${JSON.stringify(rule)}`),
    '  selection:',
    ...fields.map(([field, value]) => `    ${JSON.stringify(field)}: ${valueText(value)}`),
    '  condition: not selection',
  ];
  return `${lines.join('\n')}\n`;
}

/** The value as itself: what Sigma reads as wildcards is escaped. */
const valueText = (value: string | null): string =>
  value === null ? 'null' : JSON.stringify(value.replace(/[\\*?]/g, (sign) => `\\${sign}`));

function impossible(detail: string): ActaError {
  return new ActaError({
    code: 'filter_impossible',
    status: 409,
    fault: 'caller',
    detail,
    next: 'Write a filter by hand, or turn the rule off.',
  });
}
