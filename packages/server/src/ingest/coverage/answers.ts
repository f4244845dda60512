// What the API says of a source's coverage.
import type { CoverageKind, CoverageSummary, NotHeard, SourceCoverage } from '@acta/sdk';
import { lastHeard, type DecideContext } from './decide.ts';
import { LEARNING_DAYS } from './rhythm.ts';
import { missingOf, rangesText } from './sequences.ts';
import { FORECAST_MS, oddsOf, quietOf, silentFrom } from './silence.ts';
import type { Source } from './source.ts';
import { DAY_MS, hourOf, hourOfWeek, merged, WEEK_HOURS } from './spans.ts';
import type { Kind, SourceState } from './state.ts';

type Context = Pick<DecideContext, 'down' | 'unlearned_ms' | 'contact'>;

const timeText = (ms: number) => new Date(ms).toISOString();
const timeOrNull = (ms: number | null) => (ms === null ? null : timeText(ms));

export function summaryOf(source: Source, now: number, context: Context): CoverageSummary {
  const { state, about, hours } = source;
  const last = hourOf(now);
  const open = source.openSilence();
  return {
    since: timeText(source.since),
    hours: Array.from({ length: 24 }, (_, n) => hours.get(last - 23 + n) ?? 0),
    silent_since: open === null ? null : timeText(open.from),
    silent_from: open === null && !about.paused ? forecast(source, now, context) : null,
    gaps: openGaps(state).length,
    skewed: state.skew.told !== null,
    unmapped_kinds: state.unmapped.size,
  };
}

function forecast(source: Source, now: number, context: Context): string | null {
  const rule = source.rule(now, context.down, context.unlearned_ms);
  const unheard = merged([...context.down, ...source.paused(now)]);
  const heard = lastHeard(source, context) ?? source.created;
  return timeOrNull(silentFrom(heard, rule, unheard, now + FORECAST_MS));
}

const openGaps = ({ sequences }: SourceState) =>
  sequences.gaps.filter(({ told, closed }) => told !== null && closed === null);

/** How often a kind comes at least before its absence says something. */
const REGULAR_DAYS = 7;
const QUIET_TIMES = 3;

export function coverageOf(source: Source, now: number, context: Context): SourceCoverage {
  const { state, settings } = source;
  const rhythm = source.rhythm(now, context.down);
  const unheard = merged([...context.down, ...source.paused(now)]);
  const heard = lastHeard(source, context);
  const { skew } = state;
  return {
    ...summaryOf(source, now, context),
    settings,
    polled: source.isHeardByPolls && source.poll !== null,
    rhythm: {
      learned: rhythm.learned,
      from: timeText(rhythm.from),
      to: timeText(rhythm.to),
      learned_at: rhythm.learned ? null : timeText(source.since + LEARNING_DAYS * DAY_MS),
      share: rhythm.share.map(rounded),
      mean: rhythm.mean.map(rounded),
      heard: lastWeek(source, now),
      odds_limit: oddsOf(rhythm.allowed),
      odds_now: oddsOf(quietOf(rhythm, [heard ?? now, now], unheard)),
    },
    skew: {
      state: skew.told !== null ? 'persisting' : skew.since !== null ? 'suspected' : 'none',
      since: timeOrNull(skew.since),
      ahead_ms: skew.ahead,
    },
    gap_list: state.sequences.gaps.map((gap) => ({
      stream: gap.stream,
      first: gap.first,
      last: gap.last,
      missing: missingOf(gap),
      found: timeText(gap.found),
      closed: timeOrNull(gap.closed),
      event: gap.told,
    })),
    silences: state.silences.map(({ from, to, told }) => ({
      from: timeText(from),
      to: timeOrNull(to),
      event: told,
    })),
    kinds: kindsOf(state.kinds, now),
    unmapped: kindsOf(state.unmapped, now),
  };
}

const rounded = (value: number) => Math.round(value * 100) / 100;

function lastWeek({ hours }: Source, now: number): number[] {
  const week = Array.from({ length: WEEK_HOURS }, () => 0);
  const last = hourOf(now);
  for (let hour = last - WEEK_HOURS + 1; hour <= last; hour++) {
    week[hourOfWeek(hour)]! += hours.get(hour) ?? 0;
  }
  return week;
}

function kindsOf(kinds: ReadonlyMap<string, Kind>, now: number): CoverageKind[] {
  return [...kinds]
    .map(([name, { count, first, last, days, sample }]) => {
      const usual = (last - first) / Math.max(1, days - 1);
      const quiet = days >= REGULAR_DAYS && now - last > QUIET_TIMES * usual + 2 * DAY_MS;
      return { name, count, first: timeText(first), last: timeText(last), days, sample, quiet };
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

const WORST_FIRST: NotHeard['code'][] = [
  'failing',
  'silent',
  'never_heard',
  'gap',
  'quarantine',
  'skew',
  'paused',
];

/** What is not heard of a source. `held`: deliveries of it in quarantine. */
export function notHeardOf(
  source: Source,
  held: number,
  failing: boolean,
  context: Context,
): NotHeard[] {
  const { state, about } = source;
  const found: NotHeard[] = [];
  const add = (code: NotHeard['code'], since: number | null, count: number | null, detail = '') =>
    found.push({ source: about.name, code, since: timeOrNull(since), count, detail });
  const heard = lastHeard(source, context);
  const open = source.openSilence();
  if (about.paused) add('paused', state.pauses.at(-1)?.[0] ?? null, null);
  else if (failing) add('failing', heard, null);
  else if (open !== null) add(heard === null ? 'never_heard' : 'silent', open.from, null);
  else if (heard === null) add('never_heard', source.created, null);
  const gaps = openGaps(state);
  if (gaps.length > 0) {
    const count = gaps.reduce((sum, gap) => sum + missingOf(gap), 0);
    const detail = gaps
      .slice(0, 3)
      .map((gap) => `${gap.stream}: ${rangesText(gap.missing)}`)
      .join('; ');
    add('gap', gaps[0]!.found, count, detail);
  }
  if (held > 0) add('quarantine', null, held);
  if (state.skew.told !== null) add('skew', state.skew.since, Math.round(state.skew.ahead / 1000));
  return found;
}

export function worstFirst(all: readonly NotHeard[]): NotHeard[] {
  return all.toSorted(
    (a, b) =>
      WORST_FIRST.indexOf(a.code) - WORST_FIRST.indexOf(b.code) ||
      (a.since ?? '').localeCompare(b.since ?? ''),
  );
}
