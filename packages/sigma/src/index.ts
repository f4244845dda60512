// A Sigma engine: parse, plan, match, correlate. See README.md.
export { SigmaError, type Position, type SigmaErrorCode } from './errors.ts';
export { SIGMA_LIMITS, type SigmaLimits } from './limits.ts';
export * from './model.ts';
export { parseRules, type ParsedFile } from './parse/rules.ts';
export { parseOverlay } from './parse/overlay.ts';
export { checkFiles, checkRules, type CheckOptions } from './check.ts';
export type { Placeholders } from './compile/placeholders.ts';
export {
  createRuleset,
  type ReadyRule,
  type RejectedRule,
  type Ruleset,
} from './engine/ruleset.ts';
export type { Overlay, RuleOverlay } from './engine/overlay.ts';
export type { ResolvedCorrelation } from './engine/references.ts';
export { createEngine, type Engine, type Route } from './engine/engine.ts';
export { appliesTo } from './engine/logsource.ts';
export { explain, type Explanation } from './engine/explain.ts';
export {
  createCorrelator,
  type Correlator,
  type Observation,
  type SavedGroup,
} from './correlate/correlator.ts';
export { CORRELATION_LIMITS, type CorrelationLimits, type Firing } from './correlate/types.ts';
export {
  parseFixtures,
  runFixtures,
  type Fixture,
  type FixtureEvent,
  type FixtureResult,
} from './fixtures.ts';
