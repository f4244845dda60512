// Wiring of what mappings need beyond the intake: trying them, and mapping again.
import type { Masker } from '@acta/event';
import { newId } from '../access/index.ts';
import type { MappingsPort } from '../http/index.ts';
import { createRenormaliser, tryRecords } from '../ingest/index.ts';
import type { Audit } from '../ingest/index.ts';
import type { EventIndex } from '../index/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Limits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Random } from '../lib/random.ts';
import { adapterOf, adapters } from '../sources/all.ts';
import type { Store } from '../store/index.ts';
import type { Teardown } from './teardown.ts';

export interface MappingsOptions {
  ledger: Ledger;
  index: EventIndex;
  store: Store;
  audit: Audit;
  masker: Masker;
  clock: Clock;
  limits: Limits;
  logger: Logger;
  random: Random;
  version: string;
  closing: AbortSignal;
  teardown: Teardown;
}

/** What the routes of mappings work with. */
export function openMappings(options: MappingsOptions): MappingsPort {
  const { store, random, teardown } = options;
  const renormaliser = createRenormaliser({
    ...options,
    adapters,
    store: store.mappings,
    newId: () => `ren_${newId(random)}`,
  });
  teardown.add('mapping again', () => renormaliser.close());
  return {
    tryRecords: (type, settings, samples) =>
      tryRecords({ ...options, adapterOf }, type, settings, samples),
    renormaliser,
  };
}
