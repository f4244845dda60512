// Correlations over a stream of matches. State is by group and bounded; time is that of the events.
// What one correlation finds is a match for those that are built on it.
import { ruleKey } from '../model.ts';
import type { ReadyRule, Ruleset } from '../engine/ruleset.ts';
import type { ResolvedCorrelation } from '../engine/references.ts';
import { FieldTable } from '../match/fields.ts';
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
  const running = correlations.map((resolved): Running => ({
    ...resolved,
    detector: detectorOf(resolved, limits),
    key: ruleKey(resolved.rule),
    isSilent: correlations.some((other) => silences(other, resolved)),
    fired: new Map(),
  }));
  const byKey = new Map(running.map((each) => [each.key, each]));
  const fields = new FieldTable();
  for (const each of running) for (const field of fieldsOf(each)) fields.slot(field);
  const { bases, feed, fire, teaches, teach } = createFlow(running, limits);
  const valuesOf = (event: object): Values => {
    fields.read(event);
    return (field) => fields.slot(field).texts();
  };
  return {
    observe({ event, time, ref, matched }) {
      const relevant = matched.filter(({ rule }) => bases.has(rule));
      if (relevant.length === 0) return [];
      const values = valuesOf(event);
      return relevant.flatMap(({ rule }) => feed(rule, time, ref, values));
    },
    learn({ event, time, ref, matched }) {
      const learning = matched.filter(({ rule }) => teaches(rule));
      if (learning.length === 0) return;
      const values = valuesOf(event);
      for (const { rule } of learning) teach(rule, time, ref, values);
    },
    advance: (watermark) =>
      running.flatMap((each) =>
        each.detector.advance(watermark).flatMap(([group, outcome]) => fire(each, group, outcome)),
      ),
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
      const each = byKey.get(hasFired ? key.slice(0, -FIRED.length) : key);
      if (hasFired) each?.fired.set(group, state as number);
      else each?.detector.load(group, state);
    },
  };
}

/** Marks the times of last firings in a snapshot. */
const FIRED = '#fired';

/** How matches go from a rule to the correlations that are built on it, and from these on. */
function createFlow(running: readonly Running[], limits: CorrelationLimits) {
  const bases = new Map<BaseRule, [Running, number][]>();
  for (const each of running) {
    for (const [place, base] of each.bases.entries()) {
      const list = bases.get(base) ?? [];
      list.push([each, place]);
      bases.set(base, list);
    }
  }

  const feed = (base: BaseRule, time: number, ref: number, raw: Values): Firing[] => {
    const firings: Firing[] = [];
    for (const [each, place] of bases.get(base) ?? []) {
      const values: Values = (field) => raw(realField(each, base, field));
      const group = groupKey(each.rule.groupBy.map((field) => values(field)[0]));
      const outcome = each.detector.observe(group, { base: place, time, ref, values });
      if (outcome !== undefined) firings.push(...fire(each, group, outcome, raw));
    }
    return firings;
  };

  const fire = (each: Running, group: string, outcome: Outcome, raw?: Values): Firing[] => {
    const { rule, fired } = each;
    const last = fired.get(group);
    if (last !== undefined && outcome.time - last < rule.suppress_ms) return [];
    if (rule.suppress_ms > 0) remember(fired, group, outcome.time, limits.groups);
    const firing: Firing = { rule, group: groupOf(group, rule.groupBy), ...outcome };
    const values: Values = (field) => {
      const own = firing.group[field];
      if (own !== undefined) return own === null ? [] : [own];
      return raw?.(field) ?? [];
    };
    const built = feed(rule, outcome.time, outcome.refs.at(-1) ?? 0, values);
    return each.isSilent ? built : [firing, ...built];
  };

  const teaches = (base: BaseRule): boolean =>
    bases.get(base)?.some(([each]) => each.detector.learn !== undefined) === true;

  const teach = (base: BaseRule, time: number, ref: number, raw: Values): void => {
    for (const [each, place] of bases.get(base) ?? []) {
      const values: Values = (field) => raw(realField(each, base, field));
      const group = groupKey(each.rule.groupBy.map((field) => values(field)[0]));
      each.detector.learn?.(group, { base: place, time, ref, values });
    }
  };

  return { bases, feed, fire, teaches, teach };
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
