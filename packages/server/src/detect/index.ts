// Detection: rules over every durable event.
export { documentsOf, type EventDocument } from './documents.ts';
export { logsourcesOf } from './logsources.ts';
export {
  createDetector,
  hashOfRule,
  nameOfRule,
  type Detection,
  type Detector,
  type Judged,
  type SavedState,
} from './detector.ts';
export { startJudge, type Judge } from './judge.ts';
export type { RuleFile, RuleText } from './messages.ts';
export { readRules } from './packs.ts';
export { withParsedRules } from './parsed-rules.ts';
export {
  startRunner,
  type JudgedLog,
  type Rules,
  type Runner,
  type RunnerOptions,
  type SavedRun,
  type StateStore,
} from './runner.ts';
