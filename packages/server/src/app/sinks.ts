// Wires where alerts are told.
import { newId } from '../access/index.ts';
import { openAlertSinks, type AlertSinks } from '../alerts/index.ts';
import { actaItself } from '../ingest/index.ts';
import { createAddresses, createEgress } from '../lib/egress.ts';
import type { Effects, Foundation } from './compose.ts';
import { every } from './periodic.ts';

const PRUNE_MS = 3_600_000;

/** Goes on with what waited in the outbox. */
export async function openSinks(
  { ledger, store, audit, tools }: Foundation,
  { config, logger, teardown }: Effects,
): Promise<AlertSinks> {
  const { allow } = config.egress;
  const egress = createEgress({ ...tools, allow });
  teardown.add('requests to sinks', async () => egress.close());
  const opened = await openAlertSinks({
    ...tools,
    logger,
    store,
    egress,
    addresses: createAddresses({ allow }),
    audit,
    itself: actaItself,
    public_url: config.public_url,
    async receivedAt(index) {
      const entry = await ledger.entry(index);
      return entry === null ? null : Date.parse(entry.event.received);
    },
    newId: () => newId(tools.random),
  });
  teardown.add('sinks', () => opened.close());
  const pruning = every(PRUNE_MS, () => opened.prune(), logger);
  teardown.add('old deliveries', () => pruning.stop());
  return opened;
}
