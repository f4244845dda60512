// Correlations over a stream of matches. State is by group and bounded; time is that of the events.
// What one correlation finds is a match for those that are built on it.
import { ruleKey, type DetectionRule } from '../model.ts';
import { logsourceKey } from '../engine/logsource.ts';
import type { ReadyRule, Ruleset } from '../engine/ruleset.ts';
import type { ResolvedCorrelation } from '../engine/references.ts';
import { FieldTable } from '../match/fields.ts';
import type { Slot } from '../match/slot.ts';
import { TextMap } from '../match/text-map.ts';
import { absence } from './absence.ts';
import { firstSeen, impossibleTravel, offHours, spike } from './baselines.ts';
import { eventCount } from './event-count.ts';
import { groupKey, groupOf } from './groups.ts';
import { temporal } from './temporal.ts';
import {
  CORRELATION_LIMITS,
  type BaseRule,
  type CorrelationLimits,
  type Detector,
  type Firing,
  type Hit,
  type Outcome,
} from './types.ts';
import { valueCorrelation } from './values.ts';

/** An event that matched something. */
export interface Observation {
  event: object;
  /** ms since 1970, by the event. */
  time: number;
  /** The caller's number of the event; firings name it. */
  ref: number;
  matched: readonly ReadyRule[];
}

/** A line of a snapshot. */
export type SavedGroup = [rule: string, group: string, state: unknown];

export interface Correlator {
  /** Takes the matches of one event; firings that it completes, outermost last. */
  observe(observation: Observation): Firing[];
  /** Teaches baselines what was usual elsewhere, and absences what did come; finds nothing. */
  learn(observation: Observation): void;
  /** All events up to this time have been observed; what was due by then and did not come. */
  advance(watermark: number): Firing[];
  /** Groups held, and let go for want of room. */
  stats(): { groups: number; evictions: number };
  snapshot(): Iterable<SavedGroup>;
  /**
   * Goes on with other correlations. Those whose text is the same keep their state, as if it were
   * saved and restored; that of others is gone.
   */
  use(set: Pick<Ruleset, 'correlations'>): void;
  /** Takes back a line of a snapshot; one of a rule that is gone is passed over. */
  restore(saved: SavedGroup): void;
}

interface Running extends ResolvedCorrelation {
  detector: Detector;
  key: string;
  /** Another correlation of its file is built on it, and does not say `generate: true`. */
  isSilent: boolean;
  /** When it last fired, by group: to hold back more. */
  fired: Map<string, number>;
}

type Values = (field: string) => readonly string[];

/** Correlations of a set of rules, without any state. */
export function createCorrelator(
  { correlations }: Pick<Ruleset, 'correlations'>,
  limits: CorrelationLimits = CORRELATION_LIMITS,
): Correlator {
  let running = runningOf(correlations, limits);
  let flow = createFlow(running, limits);
  let valuesOf = createReader(running);
  return {
    observe({ event, time, ref, matched }) {
      const firings: Firing[] = [];
      let values: Values | undefined;
      for (const { rule } of matched) {
        if (!flow.bases.has(rule)) continue;
        values ??= valuesOf(event, rule);
        flow.feed(rule, { time, ref, values }, firings);
      }
      return firings;
    },
    learn({ event, time, ref, matched }) {
      const learning = matched.filter(({ rule }) => flow.teaches(rule));
      if (learning.length === 0) return;
      const values = valuesOf(event, learning[0]!.rule);
      for (const { rule } of learning) flow.teach(rule, { time, ref, values });
    },
    advance(watermark) {
      const firings: Firing[] = [];
      for (const each of running) {
        for (const [group, outcome] of each.detector.advance(watermark)) {
          flow.fire(each, group, outcome, firings);
        }
      }
      return firings;
    },
    use(set) {
      running = runningOf(set.correlations, limits, running);
      flow = createFlow(running, limits);
      valuesOf = createReader(running);
    },
    stats: () => ({
      groups: running.reduce((sum, { detector }) => sum + detector.size(), 0),
      evictions: running.reduce((sum, { detector }) => sum + detector.evictions(), 0),
    }),
    *snapshot() {
      for (const { key, detector, fired } of running) {
        for (const [group, state] of detector.dump()) yield [key, group, state];
        for (const [group, time] of fired) yield [key + FIRED, group, time];
      }
    },
    restore([key, group, state]) {
      const hasFired = key.endsWith(FIRED);
      const wanted = hasFired ? key.slice(0, -FIRED.length) : key;
      const each = flow.byKey.get(wanted);
      if (hasFired) each?.fired.set(group, state as number);
      else each?.detector.load(group, state);
    },
  };
}

/** Correlations with their state: that of before where a correlation has the same text. */
function runningOf(
  correlations: readonly ResolvedCorrelation[],
  limits: CorrelationLimits,
  before: readonly Running[] = [],
): Running[] {
  const earlier = new Map(before.map((each) => [each.key, each]));
  return correlations.map((resolved) => {
    const { rule, bases } = resolved;
    const key = ruleKey(rule);
    const same = earlier.get(key);
    const isSame = same?.rule.origin.text === rule.origin.text;
    const running: Running = {
      ...resolved,
      detector: detectorOf(resolved, limits),
      key,
      isSilent: correlations.some((other) => silences(other, resolved)),
      fired: isSame ? same.fired : new Map(),
    };
    if (!isSame) return running;
    const isWhole =
      bases.length === same.bases.length && bases.every((b, at) => b === same.bases[at]);
    if (isWhole) running.detector = same.detector;
    else for (const [group, state] of same.detector.dump()) running.detector.load(group, state);
    return running;
  });
}

/** Marks the times of last firings in a snapshot. */
const FIRED = '#fired';

/** A match, of whichever rule. */
type Match = Omit<Hit, 'base'>;

/** Where the matches of a rule go. */
interface Way {
  each: Running;
  place: number;
  /** The fields of the group under the names that the rule has for them. */
  groupBy: readonly string[];
  hasAliases: boolean;
}

/** How matches go from a rule to the correlations that are built on it, and from these on. */
function createFlow(running: readonly Running[], limits: CorrelationLimits) {
  const bases = waysOf(running);

  const feed = (base: BaseRule, match: Match, firings: Firing[]): void => {
    for (const way of bases.get(base) ?? NOWHERE) {
      const { each } = way;
      const group = groupIn(way, match);
      const outcome = each.detector.observe(group, hitOf(way, base, match));
      if (outcome !== undefined) fire(each, group, outcome, firings, match.values);
    }
  };

  const fire = (
    each: Running,
    group: string,
    outcome: Outcome,
    firings: Firing[],
    raw?: Values,
  ): void => {
    const { rule, fired } = each;
    const last = fired.get(group);
    if (last !== undefined && outcome.time - last < rule.suppress_ms) return;
    if (rule.suppress_ms > 0) remember(fired, group, outcome.time, limits.groups);
    const firing: Firing = { rule, group: groupOf(group, rule.groupBy), ...outcome };
    const values: Values = (field) => {
      const own = firing.group[field];
      if (own !== undefined) return own === null ? [] : [own];
      return raw?.(field) ?? [];
    };
    if (!each.isSilent) firings.push(firing);
    feed(rule, { time: outcome.time, ref: outcome.refs.at(-1) ?? 0, values }, firings);
  };

  const teaches = (base: BaseRule): boolean =>
    bases.get(base)?.some(({ each }) => each.detector.learn !== undefined) === true;

  const teach = (base: BaseRule, match: Match): void => {
    for (const way of bases.get(base) ?? NOWHERE) {
      way.each.detector.learn?.(groupIn(way, match), hitOf(way, base, match));
    }
  };

  const byKey = new Map(running.map((each) => [each.key, each]));
  return { bases, byKey, feed, fire, teaches, teach };
}

const NOWHERE: readonly Way[] = [];

function waysOf(running: readonly Running[]): Map<BaseRule, Way[]> {
  const ways = new Map<BaseRule, Way[]>();
  for (const each of running) {
    for (const [place, base] of each.bases.entries()) {
      const list = ways.get(base) ?? [];
      const groupBy = each.rule.groupBy.map((field) => realField(each, base, field));
      list.push({ each, place, groupBy, hasAliases: Object.keys(each.rule.aliases).length > 0 });
      ways.set(base, list);
    }
  }
  return ways;
}

function groupIn({ groupBy }: Way, { values }: Match): string {
  if (groupBy.length === 1) return groupKey([values(groupBy[0]!)[0]]);
  return groupKey(groupBy.map((field) => values(field)[0]));
}

function hitOf({ each, place, hasAliases }: Way, base: BaseRule, match: Match): Hit {
  const { time, ref, values } = match;
  if (!hasAliases) return { base: place, time, ref, values };
  return { base: place, time, ref, values: (field) => values(realField(each, base, field)) };
}

/**
 * Reads the fields that correlations look up in events. Events of one log source are alike: each
 * has a table of its own, which soon knows the way through them.
 */
function createReader(running: readonly Running[]): (event: object, rule: DetectionRule) => Values {
  const names = new Set(running.flatMap(fieldsOf));
  const readers = new Map<string, (event: object) => Values>();
  const byRule = new WeakMap<DetectionRule, (event: object) => Values>();
  const newReader = (): ((event: object) => Values) => {
    const fields = new FieldTable();
    const slots = new TextMap<Slot>();
    for (const name of names) slots.add(name, fields.slot(name));
    const values: Values = (field) => slots.get(field)?.texts() ?? [];
    return (event) => {
      fields.read(event);
      return values;
    };
  };
  return (event, rule) => {
    let reader = byRule.get(rule);
    if (reader === undefined) {
      const key = logsourceKey([rule.logsource]);
      reader = readers.get(key) ?? newReader();
      readers.set(key, reader);
      byRule.set(rule, reader);
    }
    return reader(event);
  };
}

function silences({ rule, bases }: ResolvedCorrelation, base: ResolvedCorrelation): boolean {
  if (rule.generate || rule.origin.file !== base.rule.origin.file) return false;
  return bases.includes(base.rule);
}

/** All fields that are looked up in events. */
function fieldsOf({ rule }: ResolvedCorrelation): string[] {
  const { extension } = rule;
  const travel = extension?.type === 'impossible_travel';
  return [
    ...rule.groupBy,
    ...rule.valueFields,
    ...Object.values(rule.aliases).flatMap((byRule) => Object.values(byRule)),
    ...(extension?.type === 'first_seen' ? extension.fields : []),
    ...(travel ? [extension.latitude, extension.longitude] : []),
  ];
}

function detectorOf(resolved: ResolvedCorrelation, limits: CorrelationLimits): Detector {
  const { rule } = resolved;
  switch (rule.extension?.type) {
    case 'absence':
      return absence(rule, rule.extension.expected, limits);
    case 'first_seen':
      return firstSeen(rule.extension, limits);
    case 'spike':
      return spike(rule, rule.extension, limits);
    case 'off_hours':
      return offHours(rule.extension, limits);
    case 'impossible_travel':
      return impossibleTravel(rule.extension, limits);
    default:
      if (rule.type === 'event_count') return eventCount(rule, limits);
      if (rule.type.startsWith('temporal')) return temporal(resolved, limits);
      return valueCorrelation(rule, limits);
  }
}

/** What an alias means for a base: its own field, by the base's name or id. */
function realField({ rule }: Running, base: BaseRule, field: string): string {
  const alias = rule.aliases[field];
  if (alias === undefined) return field;
  return alias[base.name ?? ''] ?? alias[base.id ?? ''] ?? field;
}

function remember(fired: Map<string, number>, group: string, time: number, most: number): void {
  fired.delete(group);
  if (fired.size >= most) fired.delete(fired.keys().next().value!);
  fired.set(group, time);
}
