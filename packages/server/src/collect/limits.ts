import type { Limit } from '../lib/limits.ts';

export * from './files/limits.ts';
export * from './syslog/limits.ts';

export const COMPRESSED_BYTES: Limit = {
  name: 'intake.compressed_bytes',
  default: 8_388_608,
  description:
    'A compressed request body as it arrives: with 64 MiB inflated, eight to one is what JSON gives.',
};

export const BODY_BYTES: Limit = {
  name: 'intake.body_bytes',
  default: 67_108_864,
  description: 'A request body after decompression: 10,000 events of 6 KiB. It is held in memory.',
};

export const PLAIN_BYTES: Limit = {
  name: 'intake.plain_bytes',
  default: 26_214_400,
  description: 'A request body sent without compression: GitHub sends up to 25 MiB.',
};

export const EVENTS_PER_REQUEST: Limit = {
  name: 'intake.events_per_request',
  default: 10_000,
  description: 'Events in one request: more only makes the answer later, not the events faster.',
};

export const RECORDS_PER_REQUEST: Limit = {
  name: 'doors.records_per_request',
  default: 50_000,
  description:
    'Records in one request of a compatible sender: Loki’s clients put some ten thousand lines into one.',
};

export const RECORD_BYTES: Limit = {
  name: 'doors.record_bytes',
  default: 4_194_304,
  description:
    'One record of a compatible sender; a larger one goes to quarantine. Audit records have up to 1.5 MiB.',
};

export const ACKS_PER_REQUEST: Limit = {
  name: 'hec.acks_per_request',
  default: 10_000,
  description: 'Acknowledgements that one request asks for: senders ask for some hundreds.',
};

export const EVENT_BYTES: Limit = {
  name: 'intake.event_bytes',
  default: 1_048_576,
  description: 'One event of POST /v1/events as JSON. The largest real ones are 300 KiB.',
};

export const AHEAD_BYTES: Limit = {
  name: 'intake.ahead_bytes',
  default: 16_777_216,
  description:
    'Bodies that wait for one thread that makes entries; beyond it the intake makes them itself.',
};
