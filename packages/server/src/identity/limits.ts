import type { Limit } from '../lib/limits.ts';

export const TOKEN_BYTES: Limit = {
  name: 'identity.token_bytes',
  default: 16_384,
  description: 'A workload token: those of CI systems have 1 to 4 KiB.',
};

export const PROOF_BYTES: Limit = {
  name: 'identity.proof_bytes',
  default: 8_192,
  description: 'A DPoP proof: one with a key of RSA 4096 has 2 KiB.',
};

export const ISSUER_KEYS: Limit = {
  name: 'identity.issuer_keys',
  default: 100,
  description: 'Keys of one issuer; more are not looked at. Issuers have two to ten.',
};

export const KEYS_AGE_MS: Limit = {
  name: 'identity.keys_age_ms',
  default: 600_000,
  description: 'Keys of an issuer are fetched again after this: a key taken back stops to count.',
};

export const KEYS_STALE_MS: Limit = {
  name: 'identity.keys_stale_ms',
  default: 86_400_000,
  description: 'While an issuer is away its last keys are lived with for so long: one day.',
};

export const KEYS_REFETCH_MS: Limit = {
  name: 'identity.keys_refetch_ms',
  default: 30_000,
  description:
    'Between two fetches from one issuer, however many tokens name keys that nobody knows.',
};

export const LEEWAY_MS: Limit = {
  name: 'identity.leeway_ms',
  default: 30_000,
  description: 'By so much may the clocks of an issuer or a sender and ours disagree.',
};

export const PROOF_AGE_MS: Limit = {
  name: 'identity.proof_age_ms',
  default: 60_000,
  description: 'A DPoP proof counts for so long after it was made.',
};

export const PROOF_MEMORY_ITEMS: Limit = {
  name: 'identity.proof_memory_items',
  default: 100_000,
  description:
    'DPoP proofs remembered until they expire; beyond it requests with one are refused (503).',
};

export const NONCE_AGE_MS: Limit = {
  name: 'identity.nonce_age_ms',
  default: 300_000,
  description: 'A new DPoP nonce is given out after this; the one before counts as long again.',
};

export const PINNED_TOKENS: Limit = {
  name: 'identity.pinned_tokens',
  default: 50_000,
  description:
    'Tokens held to the key that they were first used with; beyond it the oldest is forgotten.',
};
