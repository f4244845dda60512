// A file of Sigma rules: each document is a rule, a correlation or a filter, or refused with the
// place and the reason.
import { SigmaError } from '../errors.ts';
import { SIGMA_LIMITS, type SigmaLimits } from '../limits.ts';
import type { DetectionRule, FilterRule, Rule, RuleHead, Searches } from '../model.ts';
import { parseCondition } from './condition.ts';
import { readCorrelation } from './correlation.ts';
import { readDocuments, type SourceDocument } from './documents.ts';
import { readHead, readLogsource } from './head.ts';
import { isMap, Reader } from './reader.ts';

export interface ParsedFile {
  /** The documents that are right. */
  rules: Rule[];
  /** What is wrong, in the order of the text; a document with an error gives no rule. */
  errors: SigmaError[];
}

/**
 * Parses the text of a rule file. Never throws for what the text says.
 *
 * @param file what messages and `origin.file` call it
 */
export function parseRules(
  text: string,
  file = 'rule.yml',
  limits: SigmaLimits = SIGMA_LIMITS,
): ParsedFile {
  let documents: SourceDocument[];
  try {
    documents = readDocuments(text, limits);
  } catch (error) {
    if (error instanceof SigmaError) return { rules: [], errors: [error] };
    throw error;
  }
  const parsed: ParsedFile = { rules: [], errors: [] };
  if (documents.length === 0) {
    parsed.errors.push(new SigmaError('schema', 'There is no rule in the file.'));
  }
  for (const [place, document] of documents.entries()) {
    const errors: SigmaError[] = [];
    const rule = readRule(document, file, place, errors);
    if (rule !== undefined && errors.length === 0) parsed.rules.push(rule);
    parsed.errors.push(...errors);
  }
  return parsed;
}

function readRule(
  document: SourceDocument,
  file: string,
  place: number,
  errors: SigmaError[],
): Rule | undefined {
  if (!isMap(document.data)) {
    errors.push(new SigmaError('schema', 'A rule is a map.', [], document.position([])));
    return undefined;
  }
  const reader = new Reader(document, document.data, [], errors);
  const head = readHead(reader);
  if ('correlation' in document.data) {
    return readCorrelation(reader, head, file, document, place);
  }
  const origin = { file, document: place, text: document.text };
  if ('filter' in document.data) return readFilter(reader, { ...head, origin });
  return readDetection(reader, { ...head, origin });
}

type Head = RuleHead & { origin: Rule['origin'] };

function readDetection(reader: Reader, head: Head): DetectionRule | undefined {
  const logsource = readLogsource(reader);
  const section = reader.child('detection', true);
  if (section === undefined) return undefined;
  const { condition, timeframe, ...searches } = section.map;
  if (timeframe !== undefined) {
    section.note('detection', '`timeframe` is obsolete; write a correlation rule.', 'timeframe');
  }
  const conditions = conditionsOf(section, condition);
  checkSearches(section, searches);
  const version = reader.map['sigma-version'] === 3 ? 3 : 2;
  return { ...head, kind: 'detection', logsource, searches, conditions, version };
}

function readFilter(reader: Reader, head: Head): FilterRule | undefined {
  const logsource = readLogsource(reader);
  const section = reader.child('filter', true);
  if (section === undefined) return undefined;
  const { condition, rules, ...searches } = section.map;
  const [only, ...more] = conditionsOf(section, condition);
  if (more.length > 0) section.note('filter', 'A filter has one condition.', 'condition');
  const named = rules === 'any' || rules === undefined ? 'any' : section.texts('rules');
  checkSearches(section, searches);
  return { ...head, kind: 'filter', logsource, rules: named, searches, condition: only ?? '' };
}

function conditionsOf(section: Reader, condition: unknown): string[] {
  const list = Array.isArray(condition) ? condition : [condition];
  const conditions: string[] = [];
  for (const each of list) {
    if (typeof each !== 'string') {
      section.note('schema', '`condition` is missing or not text.', 'condition');
      continue;
    }
    try {
      parseCondition(each);
      conditions.push(each);
    } catch (error) {
      if (!(error instanceof SigmaError)) throw error;
      section.note(error.code, error.message, 'condition');
    }
  }
  return conditions;
}

function checkSearches(section: Reader, searches: Searches): void {
  if (Object.keys(searches).length > 0) return;
  section.note('detection', 'There is no search identifier beside the condition.');
}
