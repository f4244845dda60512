// Sinks over the control store of the small world. Their way out leads to this machine only.
import { openAlertSinks, type AlertSinks } from '../../alerts/index.ts';
import { createAddresses, createEgress } from '../../lib/egress.ts';
import { silentLogger } from '../../lib/logger.ts';
import { createLimits } from '../../lib/limits.ts';
import { createMetrics } from '../../lib/metrics.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { Store } from '../../store/index.ts';
import type { AuditPort } from '../ports.ts';

const ALLOW = ['http://127.0.0.1'];

export interface SinksOver {
  store: Store;
  clock: Clock;
  random: Random;
  audit: AuditPort;
}

export function sinksOver({ store, clock, random, audit }: SinksOver): Promise<AlertSinks> {
  const metrics = createMetrics();
  const limits = createLimits({}, metrics);
  let ids = 0;
  return openAlertSinks({
    store,
    egress: createEgress({ allow: ALLOW, limits, metrics }),
    addresses: createAddresses({ allow: ALLOW }),
    audit: { record: (_by, record) => audit.record(null, record) },
    itself: { id: 'acta', name: 'Acta', kind: 'service' },
    public_url: 'https://acta.example.org',
    receivedAt: async () => clock.now(),
    clock,
    random,
    limits,
    metrics,
    logger: silentLogger(),
    newId: () => String(ids++),
  });
}
