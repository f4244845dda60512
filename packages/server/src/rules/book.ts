// All rules that are known: those of folders, with what people changed about them, and those that
// people wrote here. Says which run, which do not, and why.
import {
  createRuleset,
  parseRules,
  type CorrelationRule,
  type DetectionRule,
  type FilterRule,
  type Overlay,
  type RuleOverlay,
  type SigmaError,
} from '@acta/sigma';
import type { AlertRule, RuleOverlayChange, RuleState } from '@acta/sdk';
import {
  hashOfRule,
  nameOfRule,
  type RuleFile,
  type Rules as RunningRules,
} from '../detect/index.ts';
import type { RuleRecord } from '../store/index.ts';
import { mergeOverlays } from './overlays.ts';

/** A folder of rules by the name that people see. */
export interface RuleFolder {
  name: string;
  texts: readonly RuleFile[];
  /** What holds for all its rules that do not say it themselves. */
  license?: string;
  /** Where a file of it can be read. */
  linkTo?(file: string): string;
}

export type AnyRule = DetectionRule | CorrelationRule | FilterRule;

/** A rule with what is known of it. */
export interface BookRule {
  id: string;
  rule: AnyRule;
  folder: RuleFolder;
  /** The file it stands in, as it was read. */
  file: RuleFile;
  state: RuleState;
  problem: string | null;
  part: boolean;
  record: RuleRecord | undefined;
  /** What all overlays together say of it. */
  effective: RuleOverlay;
}

/** What is told of a rule in alerts, and to whoever works on them. */
export interface BookNotes {
  rule: AlertRule;
  description: string | null;
  triage: string | null;
  falsepositives: string[];
}

export interface UnreadableRule {
  file: string;
  error: SigmaError;
}

export interface RuleBook {
  rules: readonly BookRule[];
  /** Documents that are no rules. */
  unreadable: readonly UnreadableRule[];
  /** What the detecting thread runs. */
  running: RunningRules;
  get(id: string): BookRule | undefined;
  notesOf(id: string): BookNotes | null;
}

export const OWN = 'own';

/**
 * Puts folders, overlays of files and records together.
 *
 * @param before the book until now: what did not change since is not read again
 */
export function createRuleBook(
  folders: readonly RuleFolder[],
  records: readonly RuleRecord[],
  shared: Overlay = {},
  before?: RuleBook,
): RuleBook {
  const byId = new Map(records.map((record) => [record.id, record]));
  const own = records.flatMap((record) => {
    const file = ownFile(record);
    const known = before?.get(record.id)?.file;
    const isSame = known?.text === file?.text && known?.fixtures === file?.fixtures;
    return file === null ? [] : [isSame && known?.file === file.file ? known : file];
  });
  const all: RuleFolder[] = [...folders, { name: OWN, texts: own }];
  const read = all.flatMap((folder) => folder.texts.map((file) => readFile(folder, file)));
  const parsed = read.flatMap(({ rules }) => rules);
  const overlay = mergeOverlays(shared, { rules: overlayOf(parsed, shared, byId) });
  const rules = describeAll(parsed, overlay, byId);
  const index = new Map<string, BookRule>();
  for (const each of rules) if (!index.has(each.id)) index.set(each.id, each);
  const texts = all.flatMap(({ name, texts: some }) =>
    some.map((each) => ({ ...each, file: `${name}/${each.file}`, fixtures: undefined })),
  );
  return {
    rules,
    unreadable: read.flatMap((each) => each.unreadable),
    running: { texts, overlay },
    get: (id) => index.get(id),
    notesOf(id) {
      const known = index.get(id);
      return known === undefined ? null : notesOf(known);
    },
  };
}

function ownFile({ id, text, fixtures }: RuleRecord): RuleFile | null {
  if (text === null) return null;
  return { file: `${id}.yml`, text, ...(fixtures === null ? {} : { fixtures }) };
}

interface Parsed {
  rule: AnyRule;
  folder: RuleFolder;
  file: RuleFile;
}

interface ReadFile {
  rules: Parsed[];
  unreadable: UnreadableRule[];
}

/** Files are the same objects as long as their texts are: parsed once. */
const known = new WeakMap<RuleFile, ReadFile>();

function readFile(folder: RuleFolder, file: RuleFile): ReadFile {
  let read = known.get(file);
  if (read === undefined) {
    const name = `${folder.name}/${file.file}`;
    const { rules, errors } =
      file.rules === undefined ? parseRules(file.text, name) : { rules: file.rules, errors: [] };
    read = {
      rules: rules.map((rule) => ({ rule, folder, file })),
      unreadable: errors.map((error) => ({ file: name, error })),
    };
    known.set(file, read);
  }
  return read;
}

/** A rule that says `acta.default: off` waits until somebody turns it on. */
function overlayOf(
  parsed: readonly Parsed[],
  shared: Overlay,
  records: ReadonlyMap<string, RuleRecord>,
): Record<string, RuleOverlay> {
  return Object.fromEntries(
    parsed.flatMap(({ rule }): [string, RuleOverlay][] => {
      const id = nameOfRule(rule);
      const said = (records.get(id)?.overlay ?? {}) as RuleOverlayChange;
      const waits = rule.custom['acta.default'] === 'off' && shared.rules?.[id]?.off === undefined;
      const changed = Object.keys(said).length > 0;
      return waits || changed ? [[id, { ...(waits ? WAITS : {}), ...said }]] : [];
    }),
  );
}

const WAITS = { off: true, reason: 'It is off until somebody turns it on.' };

function describeAll(
  parsed: readonly Parsed[],
  overlay: Overlay,
  records: ReadonlyMap<string, RuleRecord>,
): BookRule[] {
  const set = createRuleset(
    parsed.map(({ rule }) => rule),
    overlay,
  );
  const refused = new Map(set.rejected.map(({ rule, error }) => [rule.origin, error]));
  const parts = new Set(
    set.detections.filter(({ alerts }) => !alerts).map(({ rule }) => rule.origin),
  );
  return parsed.map((each) => {
    const id = nameOfRule(each.rule);
    const { origin } = each.rule;
    const effective = overlay.rules?.[id] ?? {};
    const problem = refused.get(origin)?.message ?? null;
    const state = effective.off === true ? 'off' : problem === null ? 'on' : 'rejected';
    const record = records.get(id);
    return { ...each, id, state, problem, part: parts.has(origin), record, effective };
  });
}

/** The level in force. */
export const levelOf = ({ rule, effective }: BookRule): AlertRule['level'] =>
  effective.level ?? rule.level ?? (rule.kind === 'filter' ? 'informational' : 'medium');

export const licenseOf = ({ rule, folder }: BookRule): string | undefined =>
  rule.license ?? folder.license;

function notesOf(known: BookRule): BookNotes {
  const { rule, folder, file, id } = known;
  const license = licenseOf(known);
  return {
    rule: {
      id,
      title: rule.title,
      level: levelOf(known),
      hash: hashOfRule(rule),
      tags: rule.tags,
      references: rule.references,
      ...(rule.author === undefined ? {} : { author: rule.author }),
      ...(license === undefined ? {} : { license }),
      ...(folder.linkTo === undefined ? {} : { source: folder.linkTo(file.file) }),
    },
    description: rule.description ?? null,
    triage: triageOf(known),
    falsepositives: rule.falsepositives,
  };
}

export function triageOf({ rule }: BookRule): string | null {
  const triage = rule.custom['acta.triage'];
  return typeof triage === 'string' ? triage : null;
}
