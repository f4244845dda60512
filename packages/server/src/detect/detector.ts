// Rules over a stream of entries, without any effect: engine, correlations, and time by the events.
// What is imported from the past, and what comes more than a day late, is judged by a memory of its
// own, so that old events neither complete nor age what happens now. Baselines learn from both.
import {
  createCorrelator,
  createEngine,
  type CorrelationLimits,
  type Correlator,
  type Engine,
  type Firing,
  type Logsource,
  type Observation,
  type ReadyRule,
  type Route,
  type Rule,
  type Ruleset,
  type SavedGroup,
} from '@acta/sigma';
import type { ActaEvent } from '@acta/event';
import { createHash } from 'node:crypto';
import { documentsOf } from './documents.ts';

/** An entry of the log, as far as rules need it. */
export interface Judged {
  index: number;
  event: ActaEvent;
}

/** A rule that came true. */
export interface Detection {
  /** The same for the same finding, however often the log is read again. */
  key: string;
  /** The rule's id, name or title. */
  rule: string;
  /** SHA-256 (hex) of the rule's text. */
  rule_hash: string;
  /** What it is about: alerts of one rule and one group are one. */
  group: Record<string, string | null>;
  /** ms since 1970, by the events. */
  time: number;
  first: number;
  /** Events in it. */
  count: number;
  /** Log indexes of the evidence, oldest first. */
  entries: number[];
  /** Of the event that completed it, where there is one. */
  actor?: { id: string; name?: string };
  target?: { id: string; name?: string };
  source?: string;
  because?: string;
  /** Found in what was imported from the past. */
  historical: boolean;
}

export interface DetectorOptions {
  ruleset: Ruleset;
  correlations?: CorrelationLimits;
  /** How late events may come and still be in time: ms. */
  lateness_ms: number;
}

export interface Detector {
  /** Judges entries in the order of the log. */
  take(entries: Iterable<Judged>): Detection[];
  /** Time goes on without events: what was due and did not come. `now` is the clock's. */
  advance(now: number): Detection[];
  stats(): { groups: number; evictions: number; matches: number };
  snapshot(): SavedState;
  restore(state: SavedState): void;
  /** Goes on with other rules; state of correlations that did not change is kept. */
  use(ruleset: Ruleset): void;
}

/** Plain data; groups of rules that changed since are not taken back. */
export interface SavedState {
  hashes: Record<string, string>;
  latest: number;
  groups: SavedGroup[];
  /** Of what came more than a day late; not in states of before there was this. */
  behind?: SavedGroup[];
  /** Of what was imported. */
  historical: SavedGroup[];
}

/** The rule's name in alerts and state. */
export const nameOfRule = (rule: Rule): string => rule.id ?? rule.name ?? rule.title;

/** SHA-256 (hex) of a rule's own text: its version. */
export const hashOfRule = (rule: Rule): string =>
  createHash('sha256').update(rule.origin.text).digest('hex');

interface Lane {
  correlator: Correlator;
  /** The latest time of an event, ms. */
  latest: number;
  /** How late an event may come and still be in time: ms. */
  lateness_ms: number;
}

type LaneKind = 'live' | 'behind' | 'imported';

/** Older than this when it is received, an event is no longer part of what happens now. */
const BEHIND_MS = 86_400_000;
/** Sources that send what lies behind are days apart from each other. */
const BEHIND_LATENESS_MS = 86_400_000;

function kindOf({ marks }: ActaEvent, time: number, now: number): LaneKind {
  if (marks?.includes('imported') === true) return 'imported';
  return now - time > BEHIND_MS ? 'behind' : 'live';
}

/** A detector without any memory. */
export function createDetector(options: DetectorOptions): Detector {
  const { ruleset, lateness_ms } = options;
  const engine = createEngine(ruleset);
  let hashes = hashesOf(ruleset);
  const lanes = newLanes(options);
  const { live, behind, imported } = lanes;
  let routeOf = routesOf(engine);
  let matches = 0;

  const judge = ({ index, event }: Judged, now: number): Detection[] => {
    const time = Date.parse(event.time);
    const lane = lanes[kindOf(event, time, now)];
    // A clock that is ahead must not age what all others did, and one that is behind not delay it.
    const seen_at = lane === live ? Math.max(Math.min(time, now), now - lateness_ms) : time;
    lane.latest = Math.max(lane.latest, seen_at);
    return documentsOf(event).flatMap((seenAs) => {
      const route = routeOf(seenAs.logsources);
      if (route.rules.length === 0) return [];
      const { document } = seenAs;
      const matched = route.match(document);
      if (matched.length === 0) return [];
      matches += matched.length;
      const seen: Observation = { event: document, time, ref: index, matched };
      if (lane !== live) live.correlator.learn(seen);
      else behind.correlator.learn(seen);
      return [
        ...matched.filter(({ alerts }) => alerts).map((rule) => single(rule, index, event, time)),
        ...lane.correlator.observe(seen).map((firing) => firingOf(firing, event)),
      ].map((found) => completed(found, lane === imported));
    });
  };

  const completed = (found: Found, historical: boolean): Detection => {
    const rule_hash = hashes.get(found.rule) ?? '';
    return { ...found, rule_hash, historical, key: keyOf(found, rule_hash) };
  };

  const moveOn = (lane: Lane): Detection[] =>
    lane.correlator
      .advance(lane.latest - lane.lateness_ms)
      .map((firing) => completed(firingOf(firing), lane === imported));

  return {
    take(entries) {
      const found: Detection[] = [];
      for (const entry of entries) found.push(...judge(entry, Date.parse(entry.event.received)));
      return [...found, ...[live, behind, imported].flatMap(moveOn)];
    },
    advance(now) {
      live.latest = Math.max(live.latest, now - lateness_ms);
      return moveOn(live);
    },
    stats: () => ({ ...totalOf(Object.values(lanes)), matches }),
    snapshot: () => ({
      hashes: Object.fromEntries(hashes),
      latest: Number.isFinite(live.latest) ? live.latest : 0,
      groups: [...live.correlator.snapshot()],
      behind: [...behind.correlator.snapshot()],
      historical: [...imported.correlator.snapshot()],
    }),
    restore: (state) => restoreInto(lanes, hashes, state),
    use(changed) {
      engine.use(changed);
      routeOf = routesOf(engine);
      hashes = hashesOf(changed);
      for (const { correlator } of Object.values(lanes)) correlator.use(changed);
    },
  };
}

function newLanes({ ruleset, correlations, lateness_ms }: DetectorOptions): Record<LaneKind, Lane> {
  const lane = (late_ms: number): Lane => ({
    correlator: createCorrelator(ruleset, correlations),
    latest: -Infinity,
    lateness_ms: late_ms,
  });
  return {
    live: lane(lateness_ms),
    behind: lane(BEHIND_LATENESS_MS),
    imported: lane(BEHIND_LATENESS_MS),
  };
}

function restoreInto(
  { live, behind, imported }: Record<LaneKind, Lane>,
  hashes: Map<string, string>,
  state: SavedState,
): void {
  if (state.latest > 0) live.latest = state.latest;
  const load = ({ correlator }: Lane, groups: SavedGroup[] = []) => {
    for (const saved of groups) if (isSame(state, hashes, saved)) correlator.restore(saved);
  };
  load(live, state.groups);
  load(behind, state.behind);
  load(imported, state.historical);
}

/** The rules for the log sources of one list; each source type has the same list each time. */
function routesOf(engine: Engine): (logsources: readonly Logsource[]) => Route {
  const routes = new Map<readonly Logsource[], Route>();
  return (logsources) => {
    let route = routes.get(logsources);
    if (route === undefined) routes.set(logsources, (route = engine.route(logsources)));
    return route;
  };
}

/** Whether a saved group is of a rule that did not change since. */
function isSame({ hashes }: SavedState, now: Map<string, string>, [key]: SavedGroup): boolean {
  const rule = key.split('#')[0]!;
  return hashes[rule] !== undefined && hashes[rule] === now.get(rule);
}

function totalOf(lanes: Lane[]): { groups: number; evictions: number } {
  const all = lanes.map(({ correlator }) => correlator.stats());
  const sum = (of: 'groups' | 'evictions') => all.reduce((total, each) => total + each[of], 0);
  return { groups: sum('groups'), evictions: sum('evictions') };
}

type Found = Omit<Detection, 'key' | 'rule_hash' | 'historical'>;

function hashesOf({ detections, correlations }: Ruleset): Map<string, string> {
  const rules: Rule[] = [
    ...detections.map((each) => each.rule),
    ...correlations.map((c) => c.rule),
  ];
  return new Map(rules.map((rule) => [nameOfRule(rule), hashOfRule(rule)]));
}

/** A rule on one event is about who did it to what. */
function single({ rule }: ReadyRule, index: number, event: ActaEvent, time: number): Found {
  return {
    rule: nameOfRule(rule),
    group: { 'actor.id': event.actor.id, 'target.id': event.target.id },
    time,
    first: time,
    count: 1,
    entries: [index],
    ...whoAndWhat(event),
  };
}

function firingOf(firing: Firing, event?: ActaEvent): Found {
  const { rule, group, time, first, count, refs, because } = firing;
  return {
    rule: nameOfRule(rule),
    group,
    time,
    first,
    count,
    entries: refs,
    ...(event === undefined ? {} : whoAndWhat(event)),
    ...(because === undefined ? {} : { because }),
  };
}

function whoAndWhat({ actor, target, source }: ActaEvent): Partial<Found> {
  const short = ({ id, name }: { id: string; name?: string | undefined }) =>
    name === undefined ? { id } : { id, name };
  return { actor: short(actor), target: short(target), source: source.name };
}

function keyOf({ rule, group, time, entries }: Found, hash: string): string {
  const said = JSON.stringify([rule, hash, group, time, entries]);
  return createHash('sha256').update(said).digest('base64url');
}
