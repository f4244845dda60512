// What the ledger tells about itself.
import type { Metrics } from '../../lib/metrics.ts';

export interface LedgerMetrics {
  queued(events: number): void;
  duplicate(): void;
  conflict(): void;
  /** A commit begins; call what it gives at its end. */
  commit(events: number): () => void;
  published(size: number): void;
  tileError(): void;
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const EVENTS = [1, 4, 16, 64, 256, 1000, 2000];

export function ledgerMetrics(metrics: Metrics): LedgerMetrics {
  const waiting = metrics.gauge('acta_ledger_queue_events', 'Events that wait for their commit.');
  const events = metrics.counter('acta_ledger_events_total', 'Events in the log since the start.');
  const repeats = metrics.counter(
    'acta_ledger_duplicates_total',
    'Events that were known already.',
  );
  const conflicts = metrics.counter(
    'acta_ledger_conflicts_total',
    'Events whose name was known with other bytes.',
  );
  const seconds = metrics.histogram(
    'acta_ledger_commit_seconds',
    'Time from the write to the durable checkpoint.',
    SECONDS,
  );
  const sizes = metrics.histogram('acta_ledger_commit_events', 'Events of one commit.', EVENTS);
  const size = metrics.gauge('acta_ledger_published_size', 'Size of the published checkpoint.');
  const errors = metrics.counter(
    'acta_ledger_tile_errors_total',
    'Failed attempts to write tiles, bundles or disclosures.',
  );
  return {
    queued: (count) => waiting.set(count),
    duplicate: () => repeats.inc(),
    conflict: () => conflicts.inc(),
    commit(count) {
      const end = seconds.startTimer();
      return () => {
        end();
        sizes.observe(count);
        events.inc(count);
      };
    },
    published: (count) => size.set(count),
    tileError: () => errors.inc(),
  };
}
