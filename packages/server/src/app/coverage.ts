// Coverage, wired: over the log, with the marks that the intake keeps of what it did not record.
import type { Pulls } from '../collect/pull/index.ts';
import { openCoverage } from '../ingest/index.ts';
import type { Coverage, Intake } from '../ingest/index.ts';
import type { Foundation } from './compose.ts';
import type { Teardown } from './teardown.ts';

/** Opens coverage; what it counts follows the log from where it stopped. */
export async function openSourceCoverage(
  { ledger, store, audit, tools }: Foundation,
  intake: Intake,
  pulls: Pick<Pulls, 'progress'>,
  teardown: Teardown,
): Promise<Coverage> {
  const coverage = await openCoverage({
    ...tools,
    ledger,
    origin: ledger.origin,
    store: store.coverage,
    sources: store.sources,
    audit,
    contact(name) {
      const { last_received } = intake.health(name);
      return last_received === null ? null : Date.parse(last_received);
    },
    polls: (name) => pulls.progress(name),
    failing: (name) => intake.health(name).state === 'failing',
  });
  teardown.add('coverage', () => coverage.close());
  return coverage;
}

/** A source's state with what its rhythm says of its silence, and its polls of its quiet. */
export function healthWithSilence(
  intake: Pick<Intake, 'health'>,
  coverage: Pick<Coverage, 'isSilent' | 'isHeard'>,
): Intake['health'] {
  return (name) => {
    const health = intake.health(name);
    if (health.state === 'paused' || health.state === 'failing') return health;
    if (coverage.isSilent(name)) return { ...health, state: 'silent' };
    const isWell = health.state === 'silent' || coverage.isHeard(name);
    return isWell ? { ...health, state: 'healthy' } : health;
  };
}
