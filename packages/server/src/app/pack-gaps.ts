// What an evidence pack says of the time in which its sources were not heard in full.
import type { CoverageAnswer, CoverageDay, CoverageReason, SourceCoverageDays } from '@acta/sdk';
import type { Coverage } from '../ingest/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { CoverageGap, ReportOptions } from '../reports/index.ts';

const DAY_MS = 86_400_000;
/** Coverage is kept for so long. */
const KEPT_DAYS = 400;

const WORDS: Record<CoverageReason['code'], string> = {
  connected: 'connected during the day',
  acta_down: 'Acta was not running',
  paused: 'paused',
  never_heard: 'never heard',
  silent: 'silent beyond its rhythm',
  gap: 'numbers are missing',
  quarantined: 'deliveries wait in quarantine',
  refused: 'only refused deliveries came',
  learning: 'nothing came, and its rhythm is not known yet',
};

/** The gaps of all sources between two times; from the first source on where there is no begin. */
export function packGaps(
  coverage: Pick<Coverage, 'all'>,
  clock: Clock,
): NonNullable<ReportOptions['coverageGaps']> {
  return async (from, to) => {
    const now = clock.now();
    const end = Math.min(to === null ? now : Date.parse(to), now);
    const horizon = dayOf(now - KEPT_DAYS * DAY_MS);
    const asked = from === null ? null : dayOf(Date.parse(from));
    const begin = asked === null || asked < horizon ? horizon : asked;
    return gapsOf(await coverage.all(begin, dayOf(end - 1 + DAY_MS)), asked);
  };
}

/** Pure. @param asked the first day that was asked for; null: since each source was connected */
export function gapsOf(answer: CoverageAnswer, asked: string | null): CoverageGap[] {
  return answer.sources.flatMap((source) => {
    const since = dayOf(Date.parse(source.since));
    const first = asked === null || asked < since ? since : asked;
    const forgotten = first < answer.from ? [forgottenBefore(source, first, answer.from)] : [];
    return [...forgotten, ...spansOf(source, asked)];
  });
}

const forgottenBefore = ({ source }: SourceCoverageDays, from: string, to: string) => ({
  source,
  from: timeOf(from),
  to: timeOf(to),
  why: `not known: coverage is kept for ${KEPT_DAYS} days`,
});

/** Days that follow each other for the same reason are one gap. */
function spansOf({ source, days }: SourceCoverageDays, asked: string | null): CoverageGap[] {
  const gaps: CoverageGap[] = [];
  for (const day of days) {
    const why = whyOf(day, asked);
    if (why === null) continue;
    const [from, to] = [timeOf(day.day), timeOf(dayOf(Date.parse(day.day) + DAY_MS))];
    const last = gaps.at(-1);
    if (last?.why === why && last.to === from) last.to = to;
    else gaps.push({ source, from, to, why });
  }
  return gaps;
}

/** Why a day is not known to be whole; null where it is, or is not over. */
function whyOf({ state, reasons }: CoverageDay, asked: string | null): string | null {
  if (state === 'complete' || state === 'open') return null;
  if (state === 'not_connected') return asked === null ? null : 'not connected';
  const words = [...new Set(reasons.map(({ code }) => WORDS[code]))];
  return `${state}: ${words.join('; ')}`;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const timeOf = (day: string): string => `${day}T00:00:00.000Z`;
