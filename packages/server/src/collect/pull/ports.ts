// What the pulls need of others; the composition root hands it in.
import type { Audit, Intake } from '../../ingest/index.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Egress } from '../../lib/egress.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Metrics } from '../../lib/metrics.ts';
import type { Random } from '../../lib/random.ts';
import type { Adapter } from '../../sources/types.ts';
import type { PulledSource } from './state.ts';

export interface PullsOptions {
  intake: Pick<Intake, 'acceptAuthenticated'>;
  audit: Audit;
  adapters: readonly Adapter[];
  sources: { list(): Promise<PulledSource[]>; byName(name: string): Promise<PulledSource | null> };
  cursors: {
    get(source: string, name: string): Promise<unknown>;
    set(source: string, name: string, cursor: unknown, now: string): Promise<void>;
  };
  egress: Egress;
  clock: Clock;
  random: Random;
  limits: Limits;
  metrics: Metrics;
  logger: Logger;
}
