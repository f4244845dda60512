// Wires what Acta asks products by itself.
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../access/index.ts';
import { createPulls, createReconciler } from '../collect/pull/index.ts';
import type { Pulls, Reconciler } from '../collect/pull/index.ts';
import type { HttpContext } from '../http/index.ts';
import type { Audit, Intake } from '../ingest/index.ts';
import { createEgress } from '../lib/egress.ts';
import type { Clock } from '../lib/clock.ts';
import type { Limits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Random } from '../lib/random.ts';
import { adapters } from '../sources/all.ts';
import type { Store } from '../store/index.ts';
import type { Config } from './settings.ts';
import type { Teardown } from './teardown.ts';

export interface OpenPulls {
  pulls: Pulls;
  reconciler: Reconciler;
}

export async function openPulls(options: {
  config: Config;
  store: Store;
  intake: Intake;
  audit: Audit;
  clock: Clock;
  random: Random;
  limits: Limits;
  metrics: Metrics;
  logger: Logger;
  teardown: Teardown;
}): Promise<OpenPulls> {
  const { config, store, random, teardown } = options;
  const egress = createEgress({ ...options, allow: config.egress.allow });
  teardown.add('requests of our own', async () => egress.close());
  const { sources, cursors } = store;
  const pulls = await createPulls({ ...options, adapters, sources, cursors, egress });
  teardown.add('pulls', () => pulls.close());
  const reconciler = await createReconciler({
    ...options,
    pulls,
    jobs: store.reconciliations,
    newId: () => `rec_${newId(random)}`,
    sleep: (ms, signal) => delay(ms, undefined, { signal }),
  });
  teardown.add('comparisons with products', () => reconciler.close());
  return { pulls, reconciler };
}

/** What the routes need of them. */
export function pullsPort(pulls: Pulls, reconciler: Reconciler): HttpContext['pulls'] {
  return {
    health: (name) => pulls.health(name),
    async poll(name) {
      await pulls.poll(name);
      return pulls.health(name)!;
    },
    reconcile: (name, from, to, by) => reconciler.start(name, from, to, by),
    reconciliations: (source, limit) => reconciler.list(source, limit),
    reconciliation: (name, id) => reconciler.get(name, id),
  };
}
