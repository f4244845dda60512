// The table, as ClickHouse's DDL: what is searched in a column each, what is answered in `body`.
// Granules are small because answers are a few rows from anywhere. No partitions: an insert is one
// part, and so happens wholly or not at all. Parts of one insertion are compact (few files), merges
// are of many parts at a time, and no statistics are kept that no query of ours uses.
import { COLUMNS } from './columns.ts';

/**
 * Raised with each change of the table; an index of another version is built again from the log.
 */
export const SCHEMA_VERSION = 5;

export const EVENTS = 'acta_events';
export const META = 'acta_index';

/** The statement that makes the table of events. All names are constants of this project. */
export function eventsTable(): string {
  const columns = COLUMNS.map((one) => `  \`${one.name}\` ${one.type} CODEC(${one.codec})`);
  return `CREATE TABLE IF NOT EXISTS ${EVENTS} (
${columns.join(',\n')},
  INDEX index_range \`index\` TYPE minmax GRANULARITY 4,
  INDEX text_index text TYPE text(tokenizer = 'splitByNonAlpha'),
  INDEX keys_index keys TYPE text(tokenizer = 'array'),
  INDEX codes_index codes TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX id_index id TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX delivery_index source_delivery TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = MergeTree ORDER BY (time, \`index\`)
SETTINGS index_granularity = 256, min_bytes_for_wide_part = 67108864,
  merge_selector_base = 10, auto_statistics_types = '',
  non_replicated_deduplication_window = 1000, old_parts_lifetime = 20`;
}

/** The statement that makes the table of what the index itself remembers. */
export function metaTable(): string {
  return `CREATE TABLE IF NOT EXISTS ${META} (key String, value String)
ENGINE = ReplacingMergeTree ORDER BY key`;
}
