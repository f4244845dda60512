import type { Limit } from '../lib/limits.ts';

export const JSON_BODY_BYTES: Limit = {
  name: 'http.json_body_bytes',
  default: 256 * 1024,
  description: 'Bytes of a request body that changes a resource: settings are small.',
};

export const MAPPING_BODY_BYTES: Limit = {
  name: 'http.mapping_body_bytes',
  default: 4 * 1024 * 1024,
  description: 'Bytes of a request that tries a mapping: the samples are in it.',
};

export const RULE_BODY_BYTES: Limit = {
  name: 'http.rule_body_bytes',
  default: 2 * 1024 * 1024,
  description: 'Bytes of a request with a rule: its text, its fixtures and lists are in it.',
};

export const HELD_BODY_BYTES: Limit = {
  name: 'http.held_body_bytes',
  default: 268_435_456,
  description:
    'Bytes of webhook bodies that are being received, of all connections together; beyond it: 503.',
};

export const TAIL_LISTENERS: Limit = {
  name: 'http.tail_listeners',
  default: 200,
  description: 'Live tails open at a time: each costs a socket and a match of every event.',
};

export const TAIL_STALL_MS: Limit = {
  name: 'http.tail_stall_ms',
  default: 30_000,
  description: 'Milliseconds that a live tail may leave unread before it is closed; it can resume.',
};

export const TAIL_HEARTBEAT_MS: Limit = {
  name: 'http.tail_heartbeat_ms',
  default: 10_000,
  description:
    'How often a quiet live tail says that it lives, and its credential is checked again.',
};

export const FAILED_SIGN_INS: Limit = {
  name: 'access.failed_sign_ins_per_minute',
  default: 10,
  description: 'Failed sign-ins of one address in a minute before it must wait.',
};

export const FAILURE_ADDRESSES: Limit = {
  name: 'access.failure_addresses',
  default: 10_000,
  description: 'Addresses whose failed sign-ins are remembered: bounds memory under attack.',
};

export const FOLDED_SEARCHES: Limit = {
  name: 'http.folded_searches',
  default: 10_000,
  description: 'Searches remembered for a minute so that their pages are recorded once.',
};
