// The health of all sources in memory, restored on first use, saved now and then and at the end.
import type { Logger } from '../lib/logger.ts';
import { messageOf } from '../lib/errors.ts';
import { emptyHealth, restoredHealth, type HealthState } from './health.ts';
import type { IntakeSource, SourcesStore } from './ports.ts';

export interface Meters {
  /** A configured source by name, with its state restored; null where there is none. */
  source(name: string): Promise<IntakeSource | null>;
  /** The state to count in; changes to it are saved later. */
  state(source: { name: string }): HealthState;
  /** The state as far as it is known in memory. */
  peek(name: string): { state: HealthState; paused: boolean } | undefined;
  /** Reads the source anew: it was added, changed or removed. */
  changed(name: string): Promise<void>;
  save(): Promise<void>;
}

interface Meter {
  source: IntakeSource;
  state: HealthState;
  dirty: boolean;
}

export function createMeters(store: SourcesStore, logger: Logger): Meters {
  const meters = new Map<string, Meter>();
  const loading = new Map<string, Promise<IntakeSource | null>>();

  async function load(name: string): Promise<IntakeSource | null> {
    const source = await store.byName(name);
    if (source === null) {
      meters.delete(name);
      return null;
    }
    const known = meters.get(name);
    const same = known !== undefined && known.source.id === source.id;
    const state = same ? known.state : restoredHealth(await store.health(source.id));
    meters.set(name, { source, state, dirty: same && known.dirty });
    return source;
  }

  async function loadOnce(name: string): Promise<IntakeSource | null> {
    let running = loading.get(name);
    if (running === undefined) {
      running = load(name).finally(() => loading.delete(name));
      loading.set(name, running);
    }
    return running;
  }

  return {
    source: async (name) => meters.get(name)?.source ?? (await loadOnce(name)),
    state({ name }) {
      const meter = meters.get(name);
      if (meter === undefined) return emptyHealth(); // an unconfigured API sender has no page
      meter.dirty = true;
      return meter.state;
    },
    peek(name) {
      const meter = meters.get(name);
      return meter === undefined ? undefined : { state: meter.state, paused: meter.source.paused };
    },
    async changed(name) {
      await loading.get(name);
      await load(name);
    },
    async save() {
      for (const meter of meters.values()) {
        if (!meter.dirty) continue;
        meter.dirty = false;
        try {
          await store.saveHealth(meter.source.id, meter.state);
        } catch (error) {
          meter.dirty = true;
          logger.warn('the health of a source could not be saved', {
            source: meter.source.name,
            reason: messageOf(error),
          });
        }
      }
    },
  };
}
