// Rules as people work with them: listed, written, changed, tried. Each change is an event in the
// log before it is in force, and a version in the store.
import type {
  Alert,
  FilterProposal,
  RuleCheck,
  RuleDetail,
  RuleExplanation,
  RuleInput,
  RuleOverlayChange,
  RulePatch,
  RuleReplay,
  RulesAnswer,
  RuleVersion,
} from '@acta/sdk';
import type { Change, Context, Target } from '@acta/event';
import type { Clock } from '../lib/clock.ts';
import type { Limits } from '../lib/limits.ts';
import type { RulesRepository } from '../store/index.ts';
import { ruleDetail, rulesAnswer } from './answers.ts';
import { OWN, type BookRule, type RuleBook } from './book.ts';
import { changesBetween, patched, type RuleState } from './changes.ts';
import { idChanged, idTaken, notOwn, RuleRefused, tooMany } from './errors.ts';
import { unknownRule, unknownVersion } from './errors.ts';
import type { RuleFields } from './fields.ts';
import { filterFor } from './filter.ts';
import { OWN_RULES, RULE_CHARS } from './limits.ts';
import type { ReplayedRules, ReplayRange, Replays } from './replays.ts';
import { awake, surroundingsOf } from './surroundings.ts';
import { namesOf, withId, type NamedText } from './texts.ts';
import type { Trials } from './trials.ts';
import type { ExplainTrial } from './trial-messages.ts';

export interface RuleAuditRecord {
  action: string;
  target: Target;
  changes?: Change[];
  labels?: Record<string, string>;
  context?: Context;
}

/** Who asks, and from where. */
export interface RuleCaller {
  id: string;
  name: string;
  kind: string;
  context?: Context;
}

export interface RulesOptions {
  store: RulesRepository;
  book: () => RuleBook;
  /** Reads the records again and runs them. */
  reload: () => Promise<void>;
  trials: Trials;
  replays: Replays;
  fields: RuleFields;
  audit: { record(caller: RuleCaller, record: RuleAuditRecord): Promise<unknown> };
  clock: Clock;
  limits: Limits;
  /** A UUID. */
  newId: () => string;
}

export interface Rules {
  list(): Promise<RulesAnswer>;
  /** @throws ActaError `rule_unknown` (404), as all that take an id */
  get(id: string): Promise<RuleDetail>;
  /** @throws RuleRefused (400), ActaError `rule_id_taken`, `rules_too_many` (409) */
  create(input: RuleInput, by: RuleCaller): Promise<RuleDetail>;
  /** @throws as `create`, and `rule_not_own`, `rule_id_changed` (409) */
  replace(id: string, input: RuleInput, by: RuleCaller): Promise<RuleDetail>;
  change(id: string, patch: RulePatch, by: RuleCaller): Promise<RuleDetail>;
  /** @throws ActaError `rule_not_own` (409) */
  remove(id: string, by: RuleCaller): Promise<void>;
  /** Newest first; also of a rule that was deleted. */
  versions(id: string): Promise<RuleVersion[]>;
  /** Makes an old version the newest. @throws ActaError `rule_version_unknown` (404) */
  restore(id: string, version: number, by: RuleCaller): Promise<RuleDetail>;
  check(input: RuleInput): Promise<RuleCheck>;
  explain(
    asked: { rule: string } | { text: string },
    documents: ExplainTrial['documents'],
  ): Promise<Pick<RuleExplanation, 'rules' | 'problems'>>;
  /** @throws RuleRefused (400), ActaError `rule_unknown` (404), `replay_running` (409) */
  replay(
    asked: { rule: string } | { text: string },
    range: ReplayRange,
    by: RuleCaller,
  ): Promise<RuleReplay>;
  replays: Pick<Replays, 'list' | 'get' | 'cancel'>;
  /** Which fields rules for a log source can look at. */
  fieldsOf: RuleFields['of'];
  /** @throws ActaError `filter_impossible` (409) */
  filterFor(alert: Alert): FilterProposal;
}

/** Rules over the control store and the book. */
export function createRules(options: RulesOptions): Rules {
  const { store, trials } = options;
  const known = (id: string): BookRule => {
    const found = options.book().get(id);
    if (found === undefined) throw unknownRule();
    return found;
  };
  const get = async (id: string): Promise<RuleDetail> =>
    ruleDetail(known(id), (await store.hits()).get(id));

  return {
    list: async () => rulesAnswer(options.book(), await store.hits()),
    get,
    ...writing(options, known, get),
    versions: async (id) => {
      const versions = await store.versions(id);
      if (versions.length === 0) known(id);
      return versions.map(({ version, created, created_by, text, fixtures, overlay }) => {
        return { version, created, created_by, text, fixtures, overlay };
      });
    },
    async check({ text, fixtures = null }) {
      const book = options.book();
      const overlay = awake(book.running.overlay);
      return trials.check({ text, fixtures, others: othersOf(book, text), overlay });
    },
    async explain(asked, documents) {
      const book = options.book();
      const rule = 'rule' in asked ? known(asked.rule) : null;
      const text = rule?.file.text ?? ('text' in asked ? asked.text : '');
      const without = rule === null ? [] : [rule.rule.origin.file];
      return trials.explain({
        text,
        rule: rule?.id ?? null,
        others: surroundingsOf(book, text, { without, withFilters: true }),
        overlay: awake(book.running.overlay),
        documents,
      });
    },
    async replay(asked, range, by) {
      const wanted = 'rule' in asked ? ofRule(options.book(), known(asked.rule)) : null;
      const replayed = wanted ?? (await ofText(options, 'text' in asked ? asked.text : ''));
      const replay = await options.replays.start(replayed, range, by);
      const target = targetOf(replay.rule ?? replay.id, replay.title);
      const changes = [
        { field: 'from', to: replay.from },
        { field: 'to', to: replay.to },
      ];
      await record(options, 'rule.replayed', target, changes, by);
      return replay;
    },
    replays: options.replays,
    fieldsOf: (source) => options.fields.of(source),
    filterFor: (alert) => filterFor(alert, options.book(), options.newId),
  };
}

/** A rule of the book with all that it needs; it runs also where it is off. */
function ofRule(book: RuleBook, { id, rule, file }: BookRule): ReplayedRules {
  const own = { file: rule.origin.file, text: file.text };
  const without = [rule.origin.file];
  return {
    texts: [own, ...surroundingsOf(book, file.text, { without, withFilters: true })],
    overlay: awake(book.running.overlay),
    titles: new Map([[id, rule.title]]),
    rule: id,
  };
}

async function ofText(options: RulesOptions, text: string): Promise<ReplayedRules> {
  const book = options.book();
  const overlay = awake(book.running.overlay);
  const others = othersOf(book, text, true);
  const { problems, rules } = await options.trials.check({ text, fixtures: null, others, overlay });
  if (problems.length > 0) throw new RuleRefused(problems);
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  return { texts: [{ file: 'text.yml', text }, ...others], overlay, titles, rule: null };
}

/** What changes rules: one after another, each checked against what the one before left. */
function writing(
  options: RulesOptions,
  known: (id: string) => BookRule,
  get: (id: string) => Promise<RuleDetail>,
): Pick<Rules, 'create' | 'replace' | 'change' | 'remove' | 'restore'> {
  const { store } = options;
  const oneByOne = createQueue();
  const change = (id: string, to: Partial<RuleState>, by: RuleCaller): Promise<RuleDetail> =>
    keep(options, known(id), to, by).then(() => get(id));
  return {
    create: (input, by) =>
      oneByOne(async () => {
        const named = await accepted(options, input, null);
        await requireRoom(options);
        await begin(options, named, { fixtures: input.fixtures ?? null, overlay: {} }, by);
        return get(named.id);
      }),
    replace: (id, input, by) =>
      oneByOne(async () => {
        requireOwn(known(id));
        const { text } = await accepted(options, input, id);
        const fixtures = input.fixtures === undefined ? {} : { fixtures: input.fixtures };
        return change(id, { text, ...fixtures }, by);
      }),
    change: (id, patch, by) =>
      oneByOne(async () => {
        const before: RuleOverlayChange = known(id).record?.overlay ?? {};
        return change(id, { overlay: patched(before, patch) }, by);
      }),
    remove: (id, by) => oneByOne(async () => forget(options, known(id), by)),
    restore: (id, version, by) =>
      oneByOne(async () => {
        const found = (await store.versions(id)).find((each) => each.version === version);
        if (found === undefined) throw unknownVersion();
        const { text, fixtures } = found;
        const overlay: RuleOverlayChange = found.overlay;
        if (text === null) return change(id, { overlay }, by);
        const named = await accepted(options, { text, fixtures }, id);
        if (options.book().get(id) !== undefined) {
          return change(id, { text, fixtures, overlay }, by);
        }
        await begin(options, named, { fixtures, overlay }, by);
        return get(id);
      }),
  };
}

async function requireRoom({ store, limits }: RulesOptions): Promise<void> {
  const own = (await store.list()).filter(({ text }) => text !== null);
  const most = limits.value(OWN_RULES);
  if (own.length < most) return;
  limits.reached(OWN_RULES);
  throw tooMany(most);
}

/** What a text names of others; its own file is not among them. */
function othersOf(book: RuleBook, text: string, withFilters = false) {
  const own = /^id:\s*(\S+)/gm;
  const files = [...text.matchAll(own)].flatMap(([, id]) => {
    const file = book.get(id!)?.rule.origin.file;
    return file === undefined ? [] : [file];
  });
  return surroundingsOf(book, text, { without: files, withFilters });
}

/**
 * The text, right and under an id that is free, or that of `id`. A placeholder may be filled later.
 */
async function accepted(
  { trials, limits, newId, book }: RulesOptions,
  { text, fixtures = null }: RuleInput,
  id: string | null,
): Promise<NamedText> {
  const most = limits.value(RULE_CHARS);
  if (Math.max(text.length, fixtures?.length ?? 0) > most) {
    limits.reached(RULE_CHARS);
    throw refusedFor(`The text passes rules.text_chars (${most}).`, 'limit');
  }
  const { overlay } = book().running;
  const others = othersOf(book(), text);
  const { problems } = await trials.check({ text, fixtures, others, overlay: awake(overlay) });
  const wrong = problems.filter(({ code }) => code !== 'placeholder');
  if (wrong.length > 0) throw new RuleRefused(wrong);
  const named = withId(text, () => id ?? newId());
  if (named === null) throw refusedFor('The rule has no id, and none can be put in.', 'schema');
  if (id !== null && named.id !== id) throw idChanged(id);
  for (const name of namesOf(named.rules)) {
    const taken = book().get(name);
    const isItself = taken?.folder.name === OWN && taken.file.file === `${named.id}.yml`;
    if (taken !== undefined && (id === null || !isItself)) throw idTaken(name);
  }
  return named;
}

const refusedFor = (message: string, code: string): RuleRefused =>
  new RuleRefused([{ message, code, line: null, column: null }]);

function requireOwn({ folder, record }: BookRule): void {
  if (folder.name !== OWN || record === undefined || record.text === null) throw notOwn();
}

const targetOf = (id: string, name: string): Target => ({ type: 'rule', id, name });

async function begin(
  options: RulesOptions,
  { id, text, rules }: NamedText,
  more: Pick<RuleState, 'fixtures' | 'overlay'>,
  by: RuleCaller,
): Promise<void> {
  const state = { text, ...more };
  const name = rules.find((rule) => rule.id === id)?.title ?? id;
  const nothing = { text: null, fixtures: null, overlay: {} };
  await record(options, 'rule.created', targetOf(id, name), changesBetween(nothing, state), by);
  await save(options, id, state, by);
}

async function keep(
  options: RulesOptions,
  { id, rule, record: kept }: BookRule,
  to: Partial<RuleState>,
  by: RuleCaller,
): Promise<void> {
  const before: RuleState = {
    text: kept?.text ?? null,
    fixtures: kept?.fixtures ?? null,
    overlay: kept?.overlay ?? {},
  };
  const after = { ...before, ...to };
  const changes = changesBetween(before, after);
  if (changes.length === 0) return;
  await record(options, 'rule.changed', targetOf(id, rule.title), changes, by);
  await save(options, id, after, by);
}

async function forget(options: RulesOptions, known: BookRule, by: RuleCaller): Promise<void> {
  requireOwn(known);
  const { id, rule } = known;
  await record(options, 'rule.deleted', targetOf(id, rule.title), [], by);
  await options.store.remove(id);
  await options.reload();
}

function record(
  { audit }: RulesOptions,
  action: string,
  target: Target,
  changes: Change[],
  by: RuleCaller,
): Promise<unknown> {
  const { context } = by;
  return audit.record(by, {
    action,
    target,
    ...(changes.length === 0 ? {} : { changes }),
    ...(context === undefined ? {} : { context }),
  });
}

async function save(
  { store, clock, reload }: RulesOptions,
  id: string,
  { text, fixtures, overlay }: RuleState,
  by: RuleCaller,
): Promise<void> {
  const at = new Date(clock.now()).toISOString();
  await store.save({ id, text, fixtures, overlay: { ...overlay } }, { name: by.name, at });
  await reload();
}

function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
}
