// Sinks and routes as they are now, held in memory: every change of an alert asks them.
import type { Alert, AlertRoute, SinkNotice } from '@acta/sdk';
import type { Clock } from '../../lib/clock.ts';
import type {
  AlertRoutesRepository,
  SinkRecord,
  SinksRepository,
  Told,
  ToldSink,
} from '../../store/index.ts';
import { openSinks, routedSinks } from './routing.ts';

export interface SinkBook {
  sinks: () => readonly SinkRecord[];
  routes: () => readonly AlertRoute[];
  named: (name: string) => SinkRecord | undefined;
  /** Who hears of a change, for the outbox; null where there are no sinks. */
  told: (alert: Alert, what: SinkNotice) => Told | null;
  reload: () => Promise<void>;
}

export interface SinkBookOptions {
  sinks: SinksRepository;
  routes: AlertRoutesRepository;
  clock: Clock;
  pending_max: number;
  newId: () => string;
}

const toldSink = ({ id, fold_s }: SinkRecord): ToldSink => ({ id, fold_ms: fold_s * 1_000 });

export async function openSinkBook(options: SinkBookOptions): Promise<SinkBook> {
  const { clock, pending_max, newId } = options;
  let sinks: SinkRecord[] = [];
  let routes: AlertRoute[] = [];
  const reload = async (): Promise<void> => {
    sinks = await options.sinks.list();
    routes = await options.routes.list();
  };
  await reload();
  return {
    sinks: () => sinks,
    routes: () => routes,
    named: (name) => sinks.find((sink) => sink.name === name),
    told(alert, what) {
      if (sinks.length === 0) return null;
      const now = clock.now();
      return {
        alert,
        what,
        now: new Date(now).toISOString(),
        // A quiet alert that a person moves on is told those only who knew of it before.
        routed: alert.quiet === null ? routedSinks(alert, routes, sinks, now).map(toldSink) : [],
        open: openSinks(alert, sinks).map(toldSink),
        pending_max,
        newId,
      };
    },
    reload,
  };
}
