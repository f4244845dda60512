// All rules that are known: those of folders, with what people changed about them, and those that
// people wrote here. Says which run, which do not, and why.
import type { AlertLevel, Rule as RuleAnswer, RuleOverlayChange, RuleState } from '@acta/sdk';
import {
  createRuleset,
  parseRules,
  type CorrelationRule,
  type DetectionRule,
  type Overlay,
  type Ruleset,
  type SigmaError,
} from '@acta/sigma';
import { hashOfRule, nameOfRule, type RuleText, type Rules } from '../detect/index.ts';
import type { RuleRecord } from '../store/index.ts';
import type { RuleNotes } from './alerts.ts';

/** A folder of rules by the name that people see. */
export interface RuleFolder {
  name: string;
  texts: readonly RuleText[];
}

type Alerting = DetectionRule | CorrelationRule;

/** A rule with what is known of it. */
export interface BookRule {
  id: string;
  rule: Alerting;
  origin: string;
  state: RuleState;
  problem: string | null;
  part: boolean;
  record: RuleRecord | undefined;
}

export interface RuleBook {
  rules: readonly BookRule[];
  /** What the detecting thread runs. */
  running: Rules;
  get(id: string): BookRule | undefined;
  notesOf(id: string): RuleNotes | null;
}

const OWN = 'own';

/** Puts folders and records together. Files that are no rules are in `problems` of `readBook`. */
export function createRuleBook(
  folders: readonly RuleFolder[],
  records: readonly RuleRecord[],
): RuleBook {
  const byId = new Map(records.map((record) => [record.id, record]));
  const own = records.flatMap(({ id, text }) =>
    text === null ? [] : [{ file: `${id}.yml`, text }],
  );
  const all = [...folders, { name: OWN, texts: own }];
  const parsed = all.flatMap(({ name, texts }) => texts.flatMap((text) => readFile(name, text)));
  const overlay = overlayOf(parsed, byId);
  const set = createRuleset(
    parsed.map(({ rule }) => rule),
    overlay,
  );
  const rules = parsed.map((each) => described(each, set, overlay, byId));
  const index = new Map(rules.map((each) => [each.id, each]));
  const texts = all.flatMap(({ name, texts: some }) =>
    some.map(({ file, text }) => ({ file: `${name}/${file}`, text })),
  );
  return {
    rules,
    running: { texts, overlay },
    get: (id) => index.get(id),
    notesOf(id) {
      const known = index.get(id);
      return known === undefined ? null : notesOf(known.rule, overlay);
    },
  };
}

interface Parsed {
  rule: Alerting;
  origin: string;
}

function readFile(origin: string, { file, text }: RuleText): Parsed[] {
  return parseRules(text, `${origin}/${file}`).rules.flatMap((rule) =>
    rule.kind === 'filter' ? [] : [{ rule, origin }],
  );
}

/** A rule that says `acta.default: off` waits until somebody turns it on. */
function overlayOf(parsed: readonly Parsed[], records: ReadonlyMap<string, RuleRecord>): Overlay {
  const rules: NonNullable<Overlay['rules']> = Object.fromEntries(
    parsed.flatMap(({ rule }) => {
      const id = nameOfRule(rule);
      const said = (records.get(id)?.overlay ?? {}) as RuleOverlayChange;
      const waits = rule.custom['acta.default'] === 'off' && said.off === undefined;
      return waits || Object.keys(said).length > 0
        ? [[id, { ...said, off: said.off ?? waits }]]
        : [];
    }),
  );
  return { rules };
}

function described(
  { rule, origin }: Parsed,
  set: Ruleset,
  overlay: Overlay,
  records: ReadonlyMap<string, RuleRecord>,
): BookRule {
  const id = nameOfRule(rule);
  const refused: SigmaError | undefined = set.rejected.find(
    (each) => each.rule.origin === rule.origin,
  )?.error;
  const isOff = overlay.rules?.[id]?.off === true;
  const state = isOff ? 'off' : refused === undefined ? 'on' : 'rejected';
  const ready = set.detections.find((each) => each.rule.origin === rule.origin);
  return {
    id,
    rule,
    origin,
    state,
    problem: refused?.message ?? null,
    part: ready?.alerts === false,
    record: records.get(id),
  };
}

const levelOf = (rule: Alerting, overlay: Overlay): AlertLevel =>
  overlay.rules?.[nameOfRule(rule)]?.level ?? rule.level ?? 'medium';

function notesOf(rule: Alerting, overlay: Overlay): RuleNotes {
  const triage = rule.custom['acta.triage'];
  return {
    rule: {
      id: nameOfRule(rule),
      title: rule.title,
      level: levelOf(rule, overlay),
      hash: hashOfRule(rule),
      tags: rule.tags,
      references: rule.references,
      ...(rule.author === undefined ? {} : { author: rule.author }),
      ...(rule.license === undefined ? {} : { license: rule.license }),
    },
    triage: typeof triage === 'string' ? triage : null,
    falsepositives: rule.falsepositives,
  };
}

/** A rule as the API lists it. */
export function ruleAnswer(known: BookRule, hits: RuleAnswer['hits']): RuleAnswer {
  const { rule, record, id, origin, state, problem, part } = known;
  const overlay = (record?.overlay ?? {}) as RuleOverlayChange;
  return {
    id,
    title: rule.title,
    level: overlay.level ?? rule.level ?? 'medium',
    kind: rule.kind,
    state,
    problem,
    origin,
    file: rule.origin.file,
    logsource: rule.kind === 'detection' ? logsourceText(rule) : null,
    part,
    tags: rule.tags,
    author: rule.author ?? null,
    version: record?.version ?? 0,
    overlay,
    hits,
  };
}

const logsourceText = ({ logsource: { product, service, category } }: DetectionRule): string =>
  [product, service, category].filter((each) => each !== undefined).join('/');
