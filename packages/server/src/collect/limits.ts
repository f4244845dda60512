import type { Limit } from '../lib/limits.ts';

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

export const EVENT_BYTES: Limit = {
  name: 'intake.event_bytes',
  default: 1_048_576,
  description: 'One event of POST /v1/events as JSON. The largest real ones are 300 KiB.',
};
