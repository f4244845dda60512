// Rules of the book as the API has them.
import type { Rule, RuleDetail, RuleHits, RuleOverlayChange, RulesAnswer } from '@acta/sdk';
import type { DetectionRule, FilterRule, SigmaError } from '@acta/sigma';
import { hashOfRule } from '../detect/index.ts';
import { levelOf, licenseOf, triageOf, type BookRule, type RuleBook } from './book.ts';

const NONE: RuleHits = { alerts: 0, open: 0, false_positives: 0, last: null };

export function ruleAnswer(known: BookRule, hits: RuleHits = NONE): Rule {
  const { rule, record, id, folder, state, problem, part, effective } = known;
  const overlay = (record?.overlay ?? {}) as RuleOverlayChange;
  const isOffByItself = state === 'off' && overlay.off === undefined;
  return {
    id,
    title: rule.title,
    level: levelOf(known),
    kind: rule.kind,
    state,
    problem,
    reason: isOffByItself ? (effective.reason ?? null) : null,
    origin: folder.name,
    file: rule.origin.file,
    logsource: rule.kind === 'correlation' ? null : logsourceText(rule),
    part,
    tags: rule.tags,
    author: rule.author ?? null,
    version: record?.version ?? 0,
    overlay,
    hits,
  };
}

export function ruleDetail(known: BookRule, hits?: RuleHits): RuleDetail {
  const { rule, folder, file, effective } = known;
  const { off, level, aliases, placeholders } = effective as RuleOverlayChange;
  return {
    ...ruleAnswer(known, hits),
    text: file.text,
    hash: hashOfRule(rule),
    description: rule.description ?? null,
    license: licenseOf(known) ?? null,
    source: folder.linkTo?.(file.file) ?? null,
    references: rule.references,
    falsepositives: rule.falsepositives,
    triage: triageOf(known),
    fixtures: file.fixtures ?? null,
    effective: {
      ...(off === undefined ? {} : { off }),
      ...(level === undefined ? {} : { level }),
      ...(aliases === undefined ? {} : { aliases }),
      ...(placeholders === undefined ? {} : { placeholders }),
    },
  };
}

export function rulesAnswer(book: RuleBook, hits: ReadonlyMap<string, RuleHits>): RulesAnswer {
  return {
    rules: book.rules.map((known) => ruleAnswer(known, hits.get(known.id))),
    unreadable: book.unreadable.map(({ file, error }) => ({ file, ...problemOf(error) })),
  };
}

/** What is wrong with a text, as people are told. */
export const problemOf = ({ message, code, position }: SigmaError) => ({
  message,
  code,
  line: position?.line ?? null,
  column: position?.column ?? null,
});

const logsourceText = ({
  logsource: { product, service, category },
}: DetectionRule | FilterRule): string =>
  [product, service, category].filter((each) => each !== undefined).join('/');
