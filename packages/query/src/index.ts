export * from './ast.ts';
export { complete, type Completion, type Completions } from './complete.ts';
export { type EventLike, eventValues, foldValue, visitValues } from './event-values.ts';
export {
  type Field,
  type FieldGroup,
  fields,
  type FieldType,
  findField,
  groupOfPath,
  OPEN_PREFIXES,
  SEVERITIES,
  suggestFields,
} from './fields.ts';
export { readFieldName, readFieldNames, writeFieldName } from './field-name.ts';
export { fold, isWordUnit, words } from './fold.ts';
export { fieldName, formatQuery } from './format.ts';
export { canonicalIp, formatIp, parseCidr, parseIp } from './ip.ts';
export { QUERY_LIMITS, type QueryLimits } from './limits.ts';
export { createMatcher, matches, type MatchOptions } from './match/index.ts';
export { type Span, spanOf, spanOfValue } from './match/range.ts';
export { nearest } from './nearest.ts';
export { parseQuery, type ParseResult, type QueryError } from './parse.ts';
export {
  GROUP_SEPARATOR,
  hasReserved,
  isUuid,
  PART_MARK,
  searchText,
  unfoldedText,
  TEXT_GROUPS,
} from './search-text.ts';
export { type Interval, resolveTime } from './time.ts';
export { severityRank } from './value.ts';
