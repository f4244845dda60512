// Correlation rules (Sigma correlation specification 2.1.0).
import type { CorrelationRule, CorrelationType, RuleHead, Threshold } from '../model.ts';
import type { SourceDocument } from './documents.ts';
import { readExtension } from './extensions.ts';
import { isMap, type Reader } from './reader.ts';

const TYPES: CorrelationType[] = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'temporal',
  'temporal_ordered',
];
const OPERATORS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;

const isTemporal = (type: CorrelationType): boolean => type.startsWith('temporal');

/** Notes what is wrong in the reader. */
export function readCorrelation(
  reader: Reader,
  head: RuleHead,
  file: string,
  document: SourceDocument,
  place: number,
): CorrelationRule | undefined {
  const section = reader.child('correlation', true);
  if (section === undefined) return undefined;
  const type = section.oneOf('type', TYPES);
  if (section.map['type'] === undefined) section.note('schema', '`type` is missing.');
  const rules = section.texts('rules');
  if (rules.length === 0) section.note('correlation', '`rules` names no rule.', 'rules');
  const timespan = section.span('timespan');
  if (section.map['timespan'] === undefined) section.note('schema', '`timespan` is missing.');
  const extension = readExtension(reader, rules);
  const condition = readCondition(section, type ?? 'event_count', extension !== undefined);
  const generate = section.map['generate'] ?? reader.map['generate'] ?? false;
  if (typeof generate !== 'boolean') section.note('schema', '`generate` is not true or false.');
  const suppress = reader.child('custom_attributes')?.span('acta.suppress') ?? 0;
  if (type === undefined || timespan === undefined) return undefined;
  return {
    ...head,
    kind: 'correlation',
    origin: { file, document: place, text: document.text },
    type,
    rules,
    aliases: readAliases(section),
    groupBy: section.texts('group-by'),
    timespan_ms: timespan,
    ...condition,
    generate: generate === true,
    suppress_ms: suppress,
    ...(extension === undefined ? {} : { extension }),
  };
}

type Condition = Pick<CorrelationRule, 'thresholds' | 'valueFields' | 'percentile' | 'expression'>;

function readCondition(section: Reader, type: CorrelationType, isExtended: boolean): Condition {
  const value = section.map['condition'];
  const none: Condition = { thresholds: [], valueFields: [], percentile: 50 };
  if (typeof value === 'string') {
    if (isTemporal(type)) return { ...none, expression: value };
    section.note(
      'correlation',
      `The condition of ${type} is a map such as {gte: 10}.`,
      'condition',
    );
    return none;
  }
  if (value === undefined) {
    const isOptional = isTemporal(type) || isExtended;
    if (!isOptional) section.note('correlation', `${type} needs a \`condition\`.`);
    return none;
  }
  const reader = section.child('condition');
  if (reader === undefined) return none;
  const thresholds: Threshold[] = [];
  for (const op of OPERATORS) {
    const wanted = reader.number(op, { least: -1e15, most: 1e15 });
    if (wanted !== undefined) thresholds.push({ op, value: wanted });
  }
  if (thresholds.length === 0) {
    reader.note('correlation', `The condition names none of ${OPERATORS.join(', ')}.`);
  }
  const valueFields = reader.texts('field');
  if (type.startsWith('value_') && valueFields.length === 0) {
    reader.note('correlation', `${type} needs \`field\` in its condition.`);
  }
  if (valueFields.length > 1 && type !== 'value_count') {
    reader.note('correlation', `${type} takes one field only.`, 'field');
  }
  const percentile = reader.number('percentile', { least: 0, most: 100 }) ?? 50;
  return { thresholds, valueFields, percentile };
}

function readAliases(section: Reader): CorrelationRule['aliases'] {
  const aliases: CorrelationRule['aliases'] = {};
  const reader = section.child('aliases');
  for (const [name, fields] of Object.entries(reader?.map ?? {})) {
    const isRight = isMap(fields) && Object.values(fields).every((f) => typeof f === 'string');
    if (isRight) aliases[name] = fields as Record<string, string>;
    else reader!.note('correlation', 'An alias is a map of rule names to fields.', name);
  }
  return aliases;
}
