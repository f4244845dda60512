import type { Clock } from '../../lib/clock.ts';
import type { Counter, Metrics } from '../../lib/metrics.ts';

export interface PullMetrics {
  pages: Counter;
  failures: Counter;
}

interface Polled {
  source: { name: string };
  through: ReadonlyMap<string, number>;
}

/** @param states what is polled now, for the gauge of how far behind each is */
export function pullMetrics(metrics: Metrics, states: () => Polled[], clock: Clock): PullMetrics {
  metrics.gauge(
    'acta_pull_lag_seconds',
    'Age of the time up to which a source was polled.',
    ['source'],
    (gauge) => {
      gauge.reset();
      for (const { source, through } of states()) {
        if (through.size === 0) continue;
        const oldest = Math.min(...through.values());
        gauge.set({ source: source.name }, Math.max(0, (clock.now() - oldest) / 1000));
      }
    },
  );
  return {
    pages: metrics.counter('acta_pull_pages_total', 'Pages read from products.', ['source']),
    failures: metrics.counter('acta_pull_failures_total', 'Polls that ended early.', [
      'source',
      'reason',
    ]),
  };
}
