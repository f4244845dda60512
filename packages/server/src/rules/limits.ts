import type { Limit } from '../lib/limits.ts';

export const RULE_CHARS: Limit = {
  name: 'rules.text_chars',
  default: 131_072,
  description: 'Characters of a rule that people write, and of its fixtures: each is a few pages.',
};

export const OWN_RULES: Limit = {
  name: 'rules.own',
  default: 2_000,
  description: 'Rules that people write here; more belong into a folder of `detection.rules`.',
};

export const TRIAL_MS: Limit = {
  name: 'rules.trial_ms',
  default: 3_000,
  description: 'Milliseconds that a rule may take to be checked or explained before it is refused.',
};

export const TRIAL_MB: Limit = {
  name: 'rules.trial_mb',
  default: 128,
  description: 'Memory of the thread that checks or explains a rule, in MB.',
};

export const TRIALS: Limit = {
  name: 'rules.trials',
  default: 2,
  description:
    'Rules checked or explained at a time; eight times as many wait, further are refused.',
};

export const REPLAYS: Limit = {
  name: 'rules.replays',
  default: 50,
  description: 'Replays over history that are remembered, with those that run; one runs at a time.',
};
