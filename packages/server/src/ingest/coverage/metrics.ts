import type { Clock } from '../../lib/clock.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { lastHeard, type DecideContext } from './decide.ts';
import type { Source } from './source.ts';

/** Read when they are asked for. */
export function coverageMetrics(
  metrics: Metrics,
  sources: ReadonlyMap<string, Source>,
  clock: Clock,
  context: Pick<DecideContext, 'contact'>,
): void {
  const gauge = (name: string, help: string, value: (source: Source) => number | null) =>
    metrics.gauge(name, help, ['source', 'type'], (each) => {
      each.reset();
      for (const source of sources.values()) {
        const { name: of, type } = source.about;
        const now = value(source);
        if (now !== null) each.set({ source: of, type }, now);
      }
    });
  gauge('acta_source_silent', '1 where a source is silent beyond its rhythm.', (source) =>
    source.openSilence() === null ? 0 : 1,
  );
  gauge('acta_source_quiet_seconds', 'Seconds since a source was last heard.', (source) => {
    const heard = lastHeard(source, context);
    return heard === null ? null : Math.max(0, (clock.now() - heard) / 1000);
  });
  gauge('acta_source_gaps', 'Gaps in what a source counts that are not filled.', (source) => {
    const { gaps } = source.state.sequences;
    return gaps.filter(({ told, closed }) => told !== null && closed === null).length;
  });
  gauge('acta_source_skew_seconds', 'How far the clock of a source is ahead.', (source) =>
    source.state.skew.told === null ? 0 : source.state.skew.ahead / 1000,
  );
}
