// The closed vocabularies of an event. What is in these lists may stand in the clear in the tree.

export const categories = [
  'access',
  'identity',
  'change',
  'pipeline',
  'deploy',
  'secret',
  'artifact',
  'data',
  'policy',
  'system',
] as const;
export type Category = (typeof categories)[number];

export const effects = [
  'create',
  'read',
  'update',
  'delete',
  'execute',
  'authenticate',
  'grant',
  'revoke',
] as const;
export type Effect = (typeof effects)[number];

export const outcomes = ['success', 'failure', 'denied', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];

/** Weakest first. */
export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** How well the actor is known, weakest first. */
export const assurances = [
  'claimed',
  'source_authenticated',
  'source_signed',
  'token_verified',
  'sender_constrained',
] as const;
export type Assurance = (typeof assurances)[number];

/** What the server noticed about an event and says with it. */
export const markNames = [
  'conflict',
  'replay_suspected',
  'time_missing',
  'clock_clamped',
  'skewed',
  'imported',
  'renormalised',
  'late_duplicate',
  'contradicted',
] as const;
export type Mark = (typeof markNames)[number];

/** Disclosure groups, in the order in which they are kept and shown. */
export const groups = ['actor', 'target', 'context', 'details', 'raw'] as const;
export type Group = (typeof groups)[number];
