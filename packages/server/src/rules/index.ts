// Rules as a resource: which there are, what people wrote and changed, and trying them.
export { createRuleBook, type RuleBook, type RuleFolder } from './book.ts';
export { createRuleFields, type RuleFields } from './fields.ts';
export { filterFor } from './filter.ts';
export { openReplays, type Replays } from './replays.ts';
export { RuleRefused } from './errors.ts';
export { mergeOverlays } from './overlays.ts';
export { createRules, type RuleCaller, type Rules, type RulesOptions } from './rules.ts';
export { createTrials, type Trials } from './trials.ts';
