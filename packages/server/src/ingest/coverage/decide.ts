// What has to be said of a source now: silence and its end, skew and its end, gaps and their end,
// days that ended. Each is said in the log first, then remembered; the record's name keeps a crash
// in between from saying it twice.
import { actaItself } from '../audit.ts';
import { daysOf, type DaysContext } from './judge.ts';
import { polledOf } from './polls.ts';
import type { CoverageAudit } from './ports.ts';
import * as records from './records.ts';
import { foldSaid } from './said.ts';
import { oddsOf, outOfPace, quietOf, silentFrom, type SilenceRule } from './silence.ts';
import type { Source } from './source.ts';
import { isOver, isPersisting, noSkew } from './skew.ts';
import { dayOf, merged, nextDay, type Span } from './spans.ts';

export interface DecideContext extends DaysContext {
  audit: CoverageAudit;
  gap_grace_ms: number;
  day_grace_ms: number;
  /** When a delivery of the source last came, recorded or quarantined; ms since 1970. */
  contact: (name: string) => number | null;
}

/** Says what is due. Throws what the log throws; what was said by then is remembered. */
export async function decide(source: Source, now: number, context: DecideContext): Promise<void> {
  await decideSilence(source, now, context);
  await decideSkew(source, now, context);
  await decideGaps(source, now, context);
  await recordDays(source, now, context);
}

async function decideSilence(source: Source, now: number, context: DecideContext): Promise<void> {
  const { state, about, fresh } = source;
  const heard = lastHeard(source, context);
  const open = source.openSilence();
  if (open !== null) {
    const again = heard !== null && heard > open.from ? heard : null;
    const isOffNow = about.paused || source.settings.silence === 'off';
    if (again === null && !isOffNow) return;
    if (again !== null) {
      await context.audit.record(actaItself, records.heardRecord(about, open.from, again));
    }
    open.to = again ?? now;
    fresh.isChanged = true;
    return;
  }
  if (about.paused) return;
  const from = heard ?? source.created;
  const unheard = merged([...context.down, ...source.paused(now)]);
  const rule = source.rule(now, context.down, context.unlearned_ms);
  if (silentFrom(from, rule, unheard, now) === null) return;
  const words = ruleText(rule, [from, now], unheard);
  const record = records.silentRecord(about, heard, words);
  const { id } = await context.audit.record(actaItself, record);
  foldSaid(state, { action: record.action, id, labels: record.labels ?? {} });
  fresh.isChanged = true;
}

/**
 * A quarantined delivery is a sign of life, though it made no event; so is a poll of a source that
 * only its polls bring.
 */
export function lastHeard(
  source: Source,
  { contact }: Pick<DecideContext, 'contact'>,
): number | null {
  const { about, state } = source;
  const polled = source.isHeardByPolls ? (state.polled?.to ?? 0) : 0;
  const heard = Math.max(state.heard ?? 0, contact(about.name) ?? 0, polled);
  return heard === 0 ? null : heard;
}

function ruleText(rule: SilenceRule, span: Span, unheard: readonly Span[]): string {
  if (rule.by !== 'rhythm') {
    const hours = rule.by === 'off' ? 0 : rule.ms / 3_600_000;
    return `longer than ${Math.round(hours * 10) / 10} hours`;
  }
  if (rule.pace !== null && outOfPace(span[0], rule.pace, unheard, span[1]) !== null) {
    return 'longer than three times its longest quiet at these hours of the week';
  }
  const odds = oddsOf(quietOf(rule.rhythm, span, unheard)).toLocaleString('en');
  return `so long at these hours of the week once in ${odds} times`;
}

async function decideSkew(source: Source, now: number, { audit }: DecideContext): Promise<void> {
  const { state, about, fresh } = source;
  if (state.skew.told === null && isPersisting(state.skew, now)) {
    const { id } = await audit.record(actaItself, records.skewRecord(about, state.skew));
    state.skew.told = id;
    fresh.isChanged = true;
  } else if (isOver(state.skew)) {
    await audit.record(actaItself, records.correctedRecord(about, state.skew));
    state.skew = noSkew();
    fresh.isChanged = true;
  }
}

async function decideGaps(source: Source, now: number, context: DecideContext): Promise<void> {
  const { state, about, fresh } = source;
  for (const gap of state.sequences.gaps) {
    if (gap.told === null && gap.closed === null && now - gap.found >= context.gap_grace_ms) {
      const { id } = await context.audit.record(actaItself, records.gapRecord(about, gap));
      gap.told = id;
      fresh.isChanged = true;
    } else if (gap.told !== null && gap.closed !== null && gap.filled === null) {
      const { id } = await context.audit.record(actaItself, records.filledRecord(about, gap));
      gap.filled = id;
      fresh.isChanged = true;
    }
  }
}

/** The first day that can't be recorded yet: a day that is polled is over once it was all read. */
function endedDay(source: Source, now: number, { day_grace_ms }: DecideContext): string {
  const ended = dayOf(now - day_grace_ms);
  const polled = polledOf(source.state);
  const isAwaited = source.poll !== null && !source.about.paused && source.openSilence() === null;
  if (polled === null || !isAwaited || !source.isHeardByPolls) return ended;
  const read = dayOf(polled.to);
  return read < ended ? read : ended;
}

/** Days since the source was added that ended and are not recorded yet, oldest first. */
async function recordDays(source: Source, now: number, context: DecideContext): Promise<void> {
  const { state, about, fresh } = source;
  const ended = endedDay(source, now, context);
  const created = dayOf(source.created);
  const first = state.recorded === null ? created : nextDay(state.recorded);
  if (first >= ended) return;
  for (const judged of daysOf(source, first, ended, now, context)) {
    const { day, events, refused } = judged;
    const record = records.dayRecord(about, day, judged, { events, refused });
    const { id } = await context.audit.record(actaItself, record);
    source.noteDay({ labels: record.labels ?? {}, id });
    state.recorded = day;
    fresh.isChanged = true;
  }
}
