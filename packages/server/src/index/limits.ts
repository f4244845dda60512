// The index's limits; all of them settings, each with a metric when reached.
import type { Limit } from '../lib/limits.ts';

export const BLOCK_ROWS: Limit = {
  name: 'index.block_rows',
  default: 16_000,
  description: 'Entries of one insertion; smaller ones cost the engine 40 to 70 % more an entry.',
};

export const BLOCK_BYTES: Limit = {
  name: 'index.block_bytes',
  default: 32 * 1024 * 1024,
  description: 'Bytes of one insertion, which the engine holds in memory at once.',
};

export const BLOCK_WAIT_MS: Limit = {
  name: 'index.block_wait_ms',
  default: 450,
  description:
    'How long the first entry of a block waits for others, so that an entry is searchable within a second. Where few come, a quarter of it.',
};

export const BUFFER_BYTES: Limit = {
  name: 'index.buffer_bytes',
  default: 96 * 1024 * 1024,
  description: 'Bytes that wait for the engine; beyond it entries are read again from the log.',
};

export const QUERY_TIME_MS: Limit = {
  name: 'index.query_time_ms',
  default: 10_000,
  description: 'How long one question may take before it is given up.',
};

export const QUERY_MEMORY_BYTES: Limit = {
  name: 'index.query_memory_bytes',
  default: 384 * 1024 * 1024,
  description: 'Memory that the engine may use for one question.',
};

export const PAGE_ROWS: Limit = {
  name: 'index.page_rows',
  default: 1000,
  description: 'Events of one answer.',
};

export const FACET_VALUES: Limit = {
  name: 'index.facet_values',
  default: 200,
  description: 'Values of one facet.',
};

export const FACET_FIELDS: Limit = {
  name: 'index.facet_fields',
  default: 20,
  description: 'Facets of one answer.',
};

export const HISTOGRAM_BUCKETS: Limit = {
  name: 'index.histogram_buckets',
  default: 1000,
  description: 'Buckets of one histogram.',
};

export const COUNTED_PARTS: Limit = {
  name: 'index.counted_parts',
  default: 20_000,
  description:
    'Events with a part of a word that are counted, "at least" beyond it: their texts must be read.',
};
