// Baselines: what is new, too much, at an unusual hour, or too far away for a group, by what was
// seen of it before. Each learns for a set time and is silent until then; history may teach it.
import type { CorrelationRule, Extension } from '../model.ts';
import { Groups, groupKey } from './groups.ts';
import type { CorrelationLimits, Detector, Hit, Outcome } from './types.ts';

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;
/** Distances within the reach of wrong addresses say nothing. */
const NEAR_KM = 100;
const EARTH_KM = 6_371;

type Kind<T extends Extension['type']> = Extract<Extension, { type: T }>;

interface Codec<S> {
  save(state: S): unknown;
  restore(plain: unknown): S;
}

/** One state a group, decided at once. */
function simple<S>(
  limits: CorrelationLimits,
  step: (state: S | undefined, hit: Hit) => { state: S; outcome?: Omit<Outcome, 'time'> },
  codec: Codec<S> = { save: (state) => state, restore: (plain) => plain as S },
): Detector {
  const groups = new Groups<S>(limits.groups);
  return {
    observe(group, hit) {
      const { state, outcome } = step(groups.get(group), hit);
      groups.put(group, state);
      return outcome === undefined ? undefined : { time: hit.time, ...outcome };
    },
    learn: (group, hit) => groups.put(group, step(groups.get(group), hit).state),
    advance: () => [],
    size: () => groups.size,
    evictions: () => groups.evictions,
    *dump() {
      for (const [group, state] of groups.entries()) yield [group, codec.save(state)];
    },
    load: (group, plain) => groups.put(group, codec.restore(plain)),
  };
}

const single = ({ time, ref }: Hit) => ({ first: time, count: 1, refs: [ref] });

interface Known {
  began: number;
  /** When each was seen last, longest ago first. */
  values: Map<string, number>;
}

const knownCodec: Codec<Known> = {
  save: ({ began, values }) => [began, ...values],
  restore(plain) {
    const [began, ...values] = plain as [number, ...[string, number][]];
    return { began, values: new Map(values) };
  },
};

/** Something of a group that was not seen with it before. */
export function firstSeen(spec: Kind<'first_seen'>, limits: CorrelationLimits): Detector {
  const { fields, learn_ms, keep_ms } = spec;
  const step = (before: Known | undefined, hit: Hit) => {
    const state = before ?? { began: hit.time, values: new Map<string, number>() };
    state.began = Math.min(state.began, hit.time);
    const value = groupKey(fields.map((field) => hit.values(field)[0]));
    const last = state.values.get(value);
    state.values.delete(value);
    state.values.set(value, Math.max(hit.time, last ?? hit.time));
    forget(state.values, hit.time - keep_ms, limits.hits);
    const isNew = last === undefined || last <= hit.time - keep_ms;
    if (!isNew || hit.time - state.began < learn_ms) return { state };
    const shown = fields.map((field) => `${field} ${hit.values(field)[0] ?? '(none)'}`).join(', ');
    return { state, outcome: { ...single(hit), because: `first seen: ${shown}` } };
  };
  return simple<Known>(limits, step, knownCodec);
}

function forget(values: Map<string, number>, until: number, most: number): void {
  for (const [value, time] of values) {
    if (time > until && values.size <= most) return;
    values.delete(value);
  }
}

interface Rate {
  began: number;
  /** The number of the window, and what came in it. */
  window: number;
  count: number;
  hasFired: boolean;
  refs: number[];
  first: number;
  /** Counts of the windows before, newest last. */
  past: number[];
}

/** Far more in a window than in those before. */
export function spike(
  rule: CorrelationRule,
  spec: Kind<'spike'>,
  limits: CorrelationLimits,
): Detector {
  const { factor, minimum, windows, learn_ms } = spec;
  return simple<Rate>(limits, (before, hit) => {
    const window = Math.floor(hit.time / rule.timespan_ms);
    const rate = before ?? newRate(hit, window);
    rate.began = Math.min(rate.began, hit.time);
    if (window < rate.window) {
      const place = rate.past.length - (rate.window - window);
      if (place >= 0) rate.past[place]!++;
      return { state: rate };
    }
    if (window > rate.window) {
      const empty = Math.min(window - rate.window - 1, windows);
      rate.past.push(rate.count, ...Array.from({ length: empty }, () => 0));
      rate.past.splice(0, rate.past.length - windows);
      Object.assign(rate, { window, count: 0, hasFired: false, refs: [], first: hit.time });
    }
    rate.count++;
    if (rate.refs.length < limits.refs) rate.refs.push(hit.ref);
    if (rate.hasFired || rate.past.length === 0) return { state: rate };
    if (hit.time - rate.began < learn_ms || rate.count < minimum) return { state: rate };
    const mean = rate.past.reduce((sum, each) => sum + each, 0) / rate.past.length;
    if (rate.count <= factor * mean) return { state: rate };
    rate.hasFired = true;
    const because = `${rate.count} in this window, ${mean.toFixed(1)} in others`;
    const { count, first, refs } = rate;
    return { state: rate, outcome: { first, count, refs: [...refs], value: count, because } };
  });
}

const newRate = ({ time }: Hit, window: number): Rate => ({
  began: time,
  window,
  count: 0,
  hasFired: false,
  refs: [],
  first: time,
  past: [],
});

interface Habit {
  began: number;
  total: number;
  /** Events by the hour of the week, in UTC. */
  hours: number[];
}

/** At an hour of the week at which a group is hardly ever seen. */
export function offHours(spec: Kind<'off_hours'>, limits: CorrelationLimits): Detector {
  const { minimum, share, learn_ms } = spec;
  return simple<Habit>(limits, (before, hit) => {
    const habit = before ?? newHabit(hit.time);
    habit.began = Math.min(habit.began, hit.time);
    // 1970 began on a Thursday; the week begins on a Monday.
    const hour = (Math.floor(hit.time / HOUR_MS) + 3 * 24) % WEEK_HOURS;
    const around = [hour + WEEK_HOURS - 1, hour, hour + 1].map((h) => habit.hours[h % WEEK_HOURS]!);
    const seen = around.reduce((sum, each) => sum + each, 0);
    const isUnusual =
      habit.total >= minimum && hit.time - habit.began >= learn_ms && seen < share * habit.total;
    habit.hours[hour]!++;
    habit.total++;
    if (!isUnusual) return { state: habit };
    const because = `${seen} of ${habit.total - 1} events were at this hour of the week`;
    return { state: habit, outcome: { ...single(hit), value: seen, because } };
  });
}

const newHabit = (began: number): Habit => ({
  began,
  total: 0,
  hours: Array.from({ length: WEEK_HOURS }, () => 0),
});

interface Place {
  time: number;
  ref: number;
  latitude: number;
  longitude: number;
}

/** Two places further apart than anybody travels in the time between. */
export function impossibleTravel(
  spec: Kind<'impossible_travel'>,
  limits: CorrelationLimits,
): Detector {
  return simple<Place | null>(limits, (before, hit) => {
    const [latitude, longitude] = [spec.latitude, spec.longitude].map((field) =>
      Number.parseFloat(hit.values(field)[0] ?? ''),
    ) as [number, number];
    if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return { state: before ?? null };
    const place: Place = { time: hit.time, ref: hit.ref, latitude, longitude };
    if (before === undefined || before === null) return { state: place };
    const state = hit.time >= before.time ? place : before;
    const way = distance(before, place);
    const hours = Math.abs(hit.time - before.time) / HOUR_MS;
    if (way < NEAR_KM || way <= spec.speed_kmh * hours) return { state };
    const because = `${Math.round(way)} km in ${hours.toFixed(1)} hours`;
    const first = Math.min(before.time, hit.time);
    const outcome = { first, count: 2, refs: [before.ref, hit.ref], value: way, because };
    return { state, outcome };
  });
}

/** Along the great circle (haversine), in km. */
function distance(a: Place, b: Place): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const latitude = radians(b.latitude - a.latitude) / 2;
  const longitude = radians(b.longitude - a.longitude) / 2;
  const chord =
    Math.sin(latitude) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(longitude) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}
