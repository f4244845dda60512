// The ledger's limits. Each can be set by its name.
import type { Limit } from '../lib/limits.ts';

export const batchEvents: Limit = {
  name: 'ledger.batch_events',
  default: 2000,
  description: 'Events of one commit. More gain little and make the answer of the first one late.',
};

export const queueEvents: Limit = {
  name: 'ledger.queue_events',
  default: 20_000,
  description: 'Events that wait to be sequenced, about half a second of work; beyond it: 503.',
};

export const queueBytes: Limit = {
  name: 'ledger.queue_bytes',
  default: 134_217_728,
  description:
    'Bytes of the events that wait to be sequenced, as raw text or as entries; beyond it: 503.',
};

export const unwrittenEvents: Limit = {
  name: 'ledger.unwritten_events',
  default: 60_000,
  description: 'Events held in memory until their bundles are files; beyond it: 503.',
};

export const segmentEvents: Limit = {
  name: 'ledger.wal_segment_events',
  default: 16_384,
  description: 'Events of one write-ahead log segment: what a start reads is two of them at most.',
};

export const segmentBytes: Limit = {
  name: 'ledger.wal_segment_bytes',
  default: 67_108_864,
  description: 'Bytes of one write-ahead log segment.',
};

export const knownIds: Limit = {
  name: 'ledger.known_ids',
  default: 20_000_000,
  description: 'Ids kept to recognise duplicates: 800 MB of files, about 45 MB of memory.',
};

export const knownIdsAge: Limit = {
  name: 'ledger.known_ids_ms',
  default: 1_209_600_000,
  description:
    'How long an id is kept to recognise duplicates, to an hour: 14 days, or as many as fit.',
};

export const publishInterval: Limit = {
  name: 'ledger.publish_interval_ms',
  default: 1000,
  description: 'Least time between two published checkpoints; each brings its partial tiles.',
};

export const tileCache: Limit = {
  name: 'ledger.tile_cache',
  default: 512,
  description: 'Hash tiles of 8 KiB kept in memory for proofs.',
};
