// Wires what Acta asks products by itself.
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../access/index.ts';
import { createPulls, createReconciler } from '../collect/pull/index.ts';
import type { Pulls, Reconciler } from '../collect/pull/index.ts';
import type { HttpContext } from '../http/index.ts';
import type { Intake } from '../ingest/index.ts';
import { createEgress } from '../lib/egress.ts';
import { adapters } from '../sources/all.ts';
import type { Effects, Foundation } from './compose.ts';

export interface OpenPulls {
  pulls: Pulls;
  reconciler: Reconciler;
}

/** Nothing is asked before the first tick. */
export async function openPulls(
  { store, audit, tools }: Foundation,
  { config, logger, teardown }: Effects,
  intake: Intake,
): Promise<OpenPulls> {
  const options = { ...tools, logger, audit, intake };
  const egress = createEgress({ ...options, allow: config.egress.allow });
  teardown.add('requests of our own', async () => egress.close());
  const { sources, cursors } = store;
  const pulls = await createPulls({ ...options, adapters, sources, cursors, egress });
  teardown.add('pulls', () => pulls.close());
  const reconciler = await createReconciler({
    ...options,
    pulls,
    jobs: store.reconciliations,
    newId: () => `rec_${newId(tools.random)}`,
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
