// Evaluates events: the log source chooses the rules, an index the candidates among them, and only
// those are tested.
import { FieldTable } from '../match/fields.ts';
import { Subject } from '../match/subject.ts';
import { testOf, type AliasesOf, type Test } from '../match/test-of.ts';
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
}

/** How many sets of log sources are kept; more are made again. */
const ROUTES = 1_024;

export function createEngine({ detections }: Pick<Ruleset, 'detections'>): Engine {
  const routes = new Map<string, Route>();
  /** By the list itself: callers have the same one each time. */
  const byList = new WeakMap<readonly Logsource[], Route>();
  const routeOf = (sources: readonly Logsource[]): Route => {
    const key = logsourceKey(sources);
    let made = routes.get(key);
    if (made !== undefined) return made;
    made = createRoute(
      detections.filter(({ rule }) => sources.some((source) => appliesTo(rule.logsource, source))),
    );
    if (routes.size >= ROUTES) routes.clear();
    routes.set(key, made);
    return made;
  };
  const route = (sources: readonly Logsource[]): Route => {
    let made = byList.get(sources);
    if (made === undefined) byList.set(sources, (made = routeOf(sources)));
    return made;
  };
  return { route, match: (event, sources) => route(sources).match(event) };
}

function createRoute(rules: readonly ReadyRule[]): Route {
  const fields = new FieldTable();
  const aliasesOf = rules.map(({ aliases }): AliasesOf => {
    return (field) => (Object.hasOwn(aliases, field) ? aliases[field]! : []);
  });
  const tests: Test[] = rules.map(({ expression }, at) =>
    testOf(expression, fields, aliasesOf[at]!),
  );
  const weigh = weighBy(rules.map(({ expression }) => expression));
  const witnesses = rules.map(({ expression }) => witnessOf(expression, weigh));
  const subject = new Subject(fields);
  let matched: number[] = [];
  const candidates = new Candidates(witnesses, fields, aliasesOf, (at) => {
    if (tests[at]!(subject)) matched.push(at);
  });
  return {
    rules,
    match(event) {
      matched = [];
      subject.read(event);
      candidates.find(subject);
      if (matched.length > 1) matched.sort((a, b) => a - b);
      return matched.map((at) => rules[at]!);
    },
  };
}
