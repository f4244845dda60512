// One source in memory: what is remembered of it, what of that is not saved yet, and what follows
// from it.
import type { CoverageSettings } from '@acta/sdk';
import { fold, KEPT_DAYS, type Fact, type FoldLimits } from './facts.ts';
import { learnPace, markSlot, type Pace } from './pace.ts';
import { isPushed, notePolled, pollSilence, type PollStatus } from './polls.ts';
import type {
  CountedHour,
  CoveredSource,
  RecordedDay,
  SourceStep,
  StoredCoverage,
} from './ports.ts';
import { learnRhythm, type Rhythm } from './rhythm.ts';
import { FORECAST_MS, parseSilence, ruleOf, silencesIn, type SilenceRule } from './silence.ts';
import { DAY_MS, HOUR_MS, hourOf, merged, type Span } from './spans.ts';
import { restoredState, storedState, type SourceState } from './state.ts';

export const DEFAULT_SETTINGS: CoverageSettings = { silence: 'rhythm', since: null };

export class Source {
  about: CoveredSource;
  settings: CoverageSettings;
  state: SourceState;
  /** Events by hour since 1970, by when they happened. */
  readonly hours: Map<number, number>;
  /** In which parts of the hour some came, as `markSlot` does. */
  readonly slots: Map<number, number>;
  readonly days: Map<string, RecordedDay>;
  /** Null where it is not polled. */
  poll: PollStatus | null = null;
  /** What the next step saves. */
  readonly fresh = { isChanged: false, hours: new Set<number>(), days: new Set<string>() };
  #learned: { rhythm: Rhythm; pace: Pace | null; hour: number; excluded: number } | null = null;

  constructor(about: CoveredSource, stored: StoredCoverage) {
    this.about = about;
    this.settings = settingsOf(stored.settings);
    this.state = restoredState(stored.state);
    const counted = (place: 1 | 2) =>
      stored.hours.flatMap((row): [number, number][] =>
        row[place] > 0 ? [[row[0], row[place]]] : [],
      );
    this.hours = new Map(counted(1));
    this.slots = new Map(counted(2));
    this.days = new Map(stored.days.map((day) => [day.day, day]));
  }

  get created(): number {
    return Date.parse(this.about.created);
  }

  /** Since when it is expected: since it was made, or since its history is whole. */
  get since(): number {
    const { since } = this.settings;
    return Math.min(this.created, since === null ? Infinity : Date.parse(since));
  }

  take(fact: Fact, limits: FoldLimits): void {
    fold(this.state, fact, limits);
    this.fresh.isChanged = true;
    if (fact.of === 'said' && fact.action === 'coverage.day_recorded') this.noteDay(fact);
    if (fact.of !== 'event') return;
    markSlot(this.slots, fact.received);
    this.fresh.hours.add(hourOf(fact.received));
    const hour = hourOf(Math.min(fact.time, fact.received));
    if (hour < hourOf(fact.received) - KEPT_DAYS * 24) return;
    this.hours.set(hour, (this.hours.get(hour) ?? 0) + 1);
    this.fresh.hours.add(hour);
    // History that comes in later changes what is usual.
    if (hour !== hourOf(fact.received)) this.#learned = null;
  }

  /** Takes how its polls go; null where it has none. */
  notePoll(poll: PollStatus | null): void {
    this.poll = poll;
    const through = poll?.through ?? null;
    if (through !== null && notePolled(this.state, through)) this.fresh.isChanged = true;
  }

  /** Remembers the event in which a day was recorded. */
  noteDay({ labels, id }: { labels: Readonly<Record<string, string>>; id: string }): void {
    const { day = '', state = '', events = '' } = labels;
    if (this.days.has(day)) return;
    this.days.set(day, { day, state, events: Number(events), event: id });
    this.fresh.days.add(day);
  }

  /** Pauses up to now, as `merged` gives them. */
  paused(now: number): Span[] {
    return merged(this.state.pauses.map(([from, to]) => [from, to ?? Math.max(from, now)]));
  }

  /** Silences that were told, and those of history that came later. */
  silences(now: number, down: readonly Span[], unlearned_ms: number): Span[] {
    const told = this.state.silences.map(({ from, to }): Span => [from, to ?? Math.max(from, now)]);
    const range: Span = [this.since, Math.max(this.since, this.state.latest ?? 0)];
    const rule = this.#ruleOfEvents(now, down, unlearned_ms);
    const unheard = merged([...down, ...this.paused(now)]);
    return merged([...told, ...silencesIn(this.hours, range, rule, unheard)]);
  }

  rhythm(now: number, down: readonly Span[]): Rhythm {
    return this.#learn(now, down).rhythm;
  }

  /** Learned anew each hour. */
  #learn(now: number, down: readonly Span[]): { rhythm: Rhythm; pace: Pace | null } {
    const known = this.#learned;
    const excluded = down.length + this.state.silences.length + this.state.pauses.length;
    if (known?.hour === hourOf(now) && known.excluded === excluded) return known;
    const told = this.state.silences.map(({ from, to }): Span => [
      from + HOUR_MS,
      to ?? Math.max(from, now),
    ]);
    const unheard = merged([...down, ...this.paused(now)]);
    const rhythm = learnRhythm(this.hours, this.since, now, merged([...unheard, ...told]));
    // What was told once and comes again is usual: it teaches the pace.
    const pace = learnPace(this.slots, now, unheard);
    this.#learned = { rhythm, pace, hour: hourOf(now), excluded };
    return this.#learned;
  }

  rule(now: number, down: readonly Span[], unlearned_ms: number): SilenceRule {
    if (this.isHeardByPolls && this.poll !== null) {
      return { by: 'time', ms: pollSilence(this.poll) };
    }
    const rule = this.#ruleOfEvents(now, down, unlearned_ms);
    return rule.by === 'rhythm' ? { ...rule, pace: this.#learn(now, down).pace } : rule;
  }

  #ruleOfEvents(now: number, down: readonly Span[], unlearned_ms: number): SilenceRule {
    const setting = parseSilence(this.settings.silence) ?? 'rhythm';
    return ruleOf(setting, this.rhythm(now, down), unlearned_ms);
  }

  /** A poll is a word of it. A length that was set is one without events. */
  get isHeardByPolls(): boolean {
    return this.settings.silence === 'rhythm' && !isPushed(this.state);
  }

  /** Takes what was set anew; the rhythm may be learned from another day on. */
  set(about: CoveredSource, settings: CoverageSettings): void {
    this.about = about;
    this.settings = settings;
    this.#learned = null;
  }

  /** What is to be saved since the last step; null where nothing changed. */
  step(): SourceStep | null {
    const { fresh } = this;
    if (!fresh.isChanged) return null;
    const hours = [...fresh.hours].map((hour): CountedHour => [
      hour,
      this.hours.get(hour) ?? 0,
      this.slots.get(hour) ?? 0,
    ]);
    const days = [...fresh.days].flatMap((day) => this.days.get(day) ?? []);
    fresh.isChanged = false;
    fresh.hours.clear();
    fresh.days.clear();
    return { id: this.about.id, state: storedState(this.state), hours, days };
  }

  /** The step could not be saved: the next one saves it too. */
  keepFresh({ hours, days }: SourceStep): void {
    this.fresh.isChanged = true;
    for (const [hour] of hours) this.fresh.hours.add(hour);
    for (const { day } of days) this.fresh.days.add(day);
  }

  openSilence() {
    const last = this.state.silences.at(-1);
    return last !== undefined && last.to === null ? last : null;
  }

  /** Forgets what is older than is kept. */
  sweep(now: number): void {
    const oldest = hourOf(now - (KEPT_DAYS + 1) * DAY_MS);
    for (const counted of [this.hours, this.slots]) {
      for (const hour of counted.keys()) if (hour < oldest) counted.delete(hour);
    }
    this.state.silences = this.state.silences.filter(
      ({ to }) => to === null || hourOf(to) >= oldest,
    );
    const { sequences } = this.state;
    sequences.gaps = sequences.gaps.filter(
      ({ told, closed }) =>
        // What was only overtaken was never missing.
        closed === null || (told !== null && now - closed < FORECAST_MS),
    );
  }
}

export function settingsOf(text: string | null): CoverageSettings {
  if (text === null) return { ...DEFAULT_SETTINGS };
  return { ...DEFAULT_SETTINGS, ...(JSON.parse(text) as Partial<CoverageSettings>) };
}
