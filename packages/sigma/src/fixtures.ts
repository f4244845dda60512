// Fixtures of a rule file: events on which it must fire and events on which it must not, in a YAML
// list beside the file. The file's own rules are run as they are in earnest.
import { createCorrelator } from './correlate/correlator.ts';
import { createEngine } from './engine/engine.ts';
import type { Overlay } from './engine/overlay.ts';
import { createRuleset, type Ruleset } from './engine/ruleset.ts';
import { SigmaError } from './errors.ts';
import type { Logsource, Rule } from './model.ts';
import { readDocuments, type SourceDocument } from './parse/documents.ts';
import { isMap, Reader } from './parse/reader.ts';

/** One story: events in order, and whether any alert is due. */
export interface Fixture {
  title: string;
  fires: boolean;
  events: FixtureEvent[];
}

export interface FixtureEvent {
  /** ms since the story began. */
  at: number;
  /** Absent: the log sources of the file's detection rules. */
  logsource?: Logsource;
  event: Record<string, unknown>;
}

export interface FixtureResult {
  title: string;
  wanted: boolean;
  fired: boolean;
  /** Titles of the rules that fired. */
  by: string[];
}

/** Stories begin at this moment, a Monday at noon. */
const START_MS = Date.UTC(2026, 0, 5, 12);
const REPEATS = 10_000;

/**
 * Reads a fixture file: a list of `{title, fires, event}` or `{title, fires, events: [{at, every,
 * times, logsource, event}]}`.
 *
 * @throws SigmaError `yaml` or `schema` with the place
 */
export function parseFixtures(text: string): Fixture[] {
  return readDocuments(text).flatMap((document) => {
    if (!Array.isArray(document.data)) {
      const message = 'Fixtures are a list of {title, fires, event or events}.';
      throw new SigmaError('schema', message, [], document.position([]));
    }
    return document.data.map((each, place) => readFixture(document, each, place));
  });
}

function readFixture(document: SourceDocument, value: unknown, place: number): Fixture {
  const errors: SigmaError[] = [];
  const reader = new Reader(document, isMap(value) ? value : {}, [place], errors);
  const title = reader.required('title') ?? '';
  const fires = reader.map['fires'];
  if (typeof fires !== 'boolean') reader.note('schema', '`fires` is not true or false.', 'fires');
  const { event, events } = reader.map;
  if (isMap(event) === Array.isArray(events)) {
    reader.note('schema', 'A fixture has either `event` or `events`.');
  }
  const list = Array.isArray(events) ? events : [{ event }];
  const read = list.flatMap((each, at) =>
    readEvent(reader.within(isMap(each) ? each : {}, 'events', at)),
  );
  if (errors[0] !== undefined) throw errors[0];
  return { title, fires: fires === true, events: read.toSorted((a, b) => a.at - b.at) };
}

function readEvent(reader: Reader): FixtureEvent[] {
  const { event, at: when } = reader.map;
  if (!isMap(event)) reader.note('schema', '`event` is not a map.', 'event');
  const at = when === undefined || when === 0 || when === '0s' ? 0 : (reader.span('at') ?? 0);
  const every = reader.span('every') ?? 0;
  const times = reader.number('times', { least: 1, most: REPEATS }) ?? 1;
  const source = reader.child('logsource');
  const logsource = source === undefined ? {} : { logsource: source.map as Logsource };
  return Array.from({ length: times }, (_, n) => ({
    at: at + n * every,
    event: isMap(event) ? event : {},
    ...logsource,
  }));
}

/**
 * Runs the fixtures over the rules of one file. Rules that are refused are an error.
 *
 * @param others rules of other files that these name; their own alerts count only where a filter
 * of this file is tried on them
 */
export function runFixtures(
  rules: readonly Rule[],
  fixtures: readonly Fixture[],
  overlay: Overlay = {},
  others: readonly Rule[] = [],
): FixtureResult[] {
  const set = createRuleset([...rules, ...others], overlay);
  const own = new Set(rules.map(({ origin }) => origin));
  const refused = set.rejected.find(({ rule }) => own.has(rule.origin));
  if (refused !== undefined) throw refused.error;
  const all = rules.some(({ kind }) => kind === 'filter');
  return fixtures.map((fixture) => {
    const fired = alertsOf(set, fixture).filter(({ origin }) => all || own.has(origin));
    const by = [...new Set(fired.map(({ title }) => title))];
    return { title: fixture.title, wanted: fixture.fires, fired: by.length > 0, by };
  });
}

function alertsOf(set: Ruleset, fixture: Fixture): Rule[] {
  const engine = createEngine(set);
  const correlator = createCorrelator(set);
  const everywhere = set.detections.map(({ rule }) => rule.logsource);
  const fired: Rule[] = [];
  for (const [ref, { at, event, logsource }] of fixture.events.entries()) {
    const matched = engine.match(event, logsource === undefined ? everywhere : [logsource]);
    fired.push(...matched.flatMap(({ alerts, rule }) => (alerts ? [rule] : [])));
    const firings = correlator.observe({ event, time: START_MS + at, ref, matched });
    fired.push(...firings.map(({ rule }) => rule));
  }
  fired.push(...correlator.advance(Number.MAX_SAFE_INTEGER).map(({ rule }) => rule));
  return fired;
}
