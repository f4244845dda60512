// What the server asks a trial thread, and what that answers.
import type { RuleCheck, RuleExplanation, RuleProblem } from '@acta/sdk';
import type { Overlay } from '@acta/sigma';
import type { EventDocument, RuleText } from '../detect/index.ts';

export interface CheckTrial {
  type: 'check';
  text: string;
  fixtures: string | null;
  /** Files whose rules the text may name. */
  others: RuleText[];
  overlay: Overlay;
}

export interface ExplainTrial {
  type: 'explain';
  /** Rules of these files are explained. */
  text: string;
  /** Only this one of them, and what it is built on. */
  rule: string | null;
  others: RuleText[];
  overlay: Overlay;
  documents: (EventDocument & { is: 'record' | 'event' })[];
}

export type Trial = CheckTrial | ExplainTrial;

export type Explained = Pick<RuleExplanation, 'rules'> & { problems: RuleProblem[] };
export type Checked = RuleCheck;
