import type { Limit } from '../lib/limits.ts';
import { recordShape } from '../sources/json-text.ts';

export const QUARANTINE_BYTES: Limit = {
  name: 'intake.quarantine_bytes',
  default: 268_435_456,
  description:
    'Payloads kept in quarantine, in bytes. Beyond it deliveries are refused (503) instead of kept.',
};

export const QUARANTINE_ITEMS: Limit = {
  name: 'intake.quarantine_items',
  default: 10_000,
  description: 'Deliveries held in quarantine: more than somebody would look through.',
};

export const REPLAY_MEMORY_ITEMS: Limit = {
  name: 'intake.replay_memory_items',
  default: 50_000,
  description:
    'Signed bodies remembered to tell replays, over all sources: about a week of a large organisation in 10 MB.',
};

export const REJECTION_ADDRESSES: Limit = {
  name: 'intake.rejection_addresses',
  default: 10_000,
  description:
    'Pairs of source and address whose bad signatures are counted apart; the oldest gives way.',
};

export const SKEW_MS: Limit = {
  name: 'intake.skew_ms',
  default: 300_000,
  description: "An event further in the future than this by the source's clock is marked skewed.",
};

export const SILENCE_MS: Limit = {
  name: 'intake.silence_ms',
  default: 259_200_000,
  description:
    'How long a source may be quiet whose rhythm is not learned yet: three days, which a weekend fits into.',
};

export const RENORMALISE_PREVIEW: Limit = {
  name: 'intake.renormalise_preview',
  default: 2_000,
  description:
    'Events that a preview of mapping again looks at: the latest, a few seconds of work.',
};

export const DEPTH: Limit = {
  name: 'intake.depth',
  default: recordShape.depth,
  description: 'Levels of nesting in a received JSON text. Real deliveries have up to 12.',
};

export const PARTS: Limit = {
  name: 'intake.parts',
  default: recordShape.parts,
  description:
    'Objects and lists in one received body: each costs memory many times its two bytes of text.',
};
