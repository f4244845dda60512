// Evaluates events: the log source chooses the rules, an index the candidates among them, and only
// those are tested.
import { FieldTable } from '../match/fields.ts';
import { Subject } from '../match/subject.ts';
import { testsOf } from '../match/shared-tests.ts';
import type { AliasesOf } from '../match/test-of.ts';
import { weighBy, witnessOf } from '../match/witness.ts';
import type { Logsource } from '../model.ts';
import { Candidates } from './candidates.ts';
import { appliesTo, logsourceKey } from './logsource.ts';
import type { ReadyRule, Ruleset } from './ruleset.ts';

/** The rules for events of some log sources. */
export interface Route {
  readonly rules: readonly ReadyRule[];
  /** Those that match the event, in the order of `rules`. */
  match(event: object): ReadyRule[];
}

export interface Engine {
  /**
   * The rules for events that are all of these log sources. Made once and kept, for the list itself
   * too: it must not be changed afterwards.
   */
  route(sources: readonly Logsource[]): Route;
  /** `route(sources).match(event)` */
  match(event: object, sources: readonly Logsource[]): ReadyRule[];
  /**
   * Goes on with other rules, as an engine made of them would: only log sources whose rules changed
   * are made ready again, when next asked for. Routes from before keep the rules of before.
   */
  use(set: Pick<Ruleset, 'detections'>): void;
}

/** How many sets of log sources are kept; more are made again. */
const ROUTES = 1_024;

export function createEngine(set: Pick<Ruleset, 'detections'>): Engine {
  let { detections } = set;
  let routes = new Map<string, MadeRoute>();
  /** Those of the rules before. */
  let earlier = new Map<string, MadeRoute>();
  /** By the list itself: callers have the same one each time. */
  let byList = new WeakMap<readonly Logsource[], Route>();
  const routeOf = (sources: readonly Logsource[]): Route => {
    const key = logsourceKey(sources);
    let made = routes.get(key);
    if (made !== undefined) return made;
    const rules = detections.filter(({ rule }) =>
      sources.some((source) => appliesTo(rule.logsource, source)),
    );
    const before = earlier.get(key);
    earlier.delete(key);
    const isKnown = before !== undefined && askTheSame(before.rules, rules);
    made = routeWith(rules, isKnown ? before.find : finderOf(rules));
    if (routes.size >= ROUTES) routes.clear();
    routes.set(key, made);
    return made;
  };
  const route = (sources: readonly Logsource[]): Route => {
    let made = byList.get(sources);
    if (made === undefined) byList.set(sources, (made = routeOf(sources)));
    return made;
  };
  return {
    route,
    match: (event, sources) => route(sources).match(event),
    use(changed) {
      ({ detections } = changed);
      const all = new Map([...earlier, ...routes]);
      earlier = all.size > ROUTES ? routes : all;
      routes = new Map();
      byList = new WeakMap();
    },
  };
}

/** Finds the numbers of the rules that match, in order. */
type Find = (event: object) => readonly number[];

interface MadeRoute extends Route {
  find: Find;
}

function routeWith(rules: readonly ReadyRule[], find: Find): MadeRoute {
  return { rules, find, match: (event) => find(event).map((at) => rules[at]!) };
}

/** Whether rules have the same expressions on the same fields, whatever else is said of them. */
const askTheSame = (some: readonly ReadyRule[], others: readonly ReadyRule[]): boolean =>
  some.length === others.length &&
  some.every(({ expression, aliases }, at) => {
    const other = others[at]!;
    if (expression !== other.expression) return false;
    return aliases === other.aliases || JSON.stringify(aliases) === JSON.stringify(other.aliases);
  });

function finderOf(rules: readonly ReadyRule[]): Find {
  const fields = new FieldTable();
  const aliasesOf = rules.map(({ aliases }): AliasesOf => {
    return (field) => (Object.hasOwn(aliases, field) ? aliases[field]! : []);
  });
  const tests = testsOf(rules, fields);
  const weigh = weighBy(rules.map(({ expression }) => expression));
  const witnesses = rules.map(({ expression }) => witnessOf(expression, weigh));
  const subject = new Subject(fields);
  let matched: number[] = [];
  const candidates = new Candidates(witnesses, fields, aliasesOf, (at) => {
    if (tests[at]!(subject)) matched.push(at);
  });
  return (event) => {
    matched = [];
    subject.read(event);
    candidates.find(subject);
    if (matched.length > 1) matched.sort((a, b) => a - b);
    return matched;
  };
}
