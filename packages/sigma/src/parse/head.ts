// What rules, correlations and filters have in common (Sigma rule schema 2.1.0).
import type { Level, Logsource, RuleHead, Status } from '../model.ts';
import { isMap, quoted, type Reader } from './reader.ts';

const STATUSES: Status[] = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const LEVELS: Level[] = ['informational', 'low', 'medium', 'high', 'critical'];
const RELATIONS = ['derived', 'obsolete', 'merged', 'renamed', 'similar'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Older rules have slashes. */
const DATE = /^\d{4}([-/])(0[1-9]|1[012])\1(0[1-9]|[12]\d|3[01])$/;
const TAG = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;

export function readHead(reader: Reader): RuleHead {
  const head: RuleHead = {
    title: reader.required('title', 256) ?? '',
    references: reader.texts('references'),
    tags: reader.texts('tags'),
    falsepositives: reader.texts('falsepositives'),
    fields: reader.texts('fields'),
    custom: customOf(reader),
  };
  for (const key of ['name', 'description', 'license', 'author'] as const) {
    const value = reader.text(key, key === 'name' ? 256 : 65_535);
    if (value !== undefined) head[key] = value;
  }
  const id = reader.text('id');
  if (id !== undefined && !UUID.test(id)) reader.note('schema', '`id` is no UUID.', 'id');
  if (id !== undefined) head.id = id;
  const status = reader.oneOf('status', STATUSES);
  if (status !== undefined) head.status = status;
  const level = reader.oneOf('level', LEVELS);
  if (level !== undefined) head.level = level;
  for (const key of ['date', 'modified'] as const) {
    const value = reader.text(key);
    if (value === undefined) continue;
    if (!DATE.test(value)) reader.note('schema', `\`${key}\` is no date as 2026-11-20.`, key);
    head[key] = value;
  }
  for (const tag of head.tags) {
    if (!TAG.test(tag))
      reader.note('schema', `The tag ${quoted(tag)} is no namespace.name.`, 'tags');
  }
  checkRelated(reader);
  return head;
}

function customOf(reader: Reader): Record<string, unknown> {
  return reader.child('custom_attributes')?.map ?? {};
}

function checkRelated(reader: Reader): void {
  const related = reader.map['related'];
  if (related === undefined) return;
  const isRight = (each: unknown) =>
    isMap(each) && typeof each['id'] === 'string' && RELATIONS.includes(String(each['type']));
  if (!Array.isArray(related) || !related.every(isRight)) {
    const message = `\`related\` is no list of {id, type}; types are ${RELATIONS.join(', ')}.`;
    reader.note('schema', message, 'related');
  }
}

/** Names in lower case: they agree without regard to case. */
export function readLogsource(reader: Reader): Logsource {
  const source = reader.child('logsource', true);
  const logsource: Logsource = {};
  if (source === undefined) return logsource;
  for (const key of ['category', 'product', 'service'] as const) {
    const value = source.text(key);
    if (value !== undefined) logsource[key] = value.toLowerCase();
  }
  source.text('definition');
  if (Object.keys(logsource).length === 0) {
    source.note('schema', '`logsource` names no category, product or service.');
  }
  return logsource;
}
