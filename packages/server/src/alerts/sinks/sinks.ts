// Sinks as people set them up: each change is an event, secrets are written and never read.
import type { Change, Context, Why } from '@acta/event';
import type {
  DeliveryState,
  Sink,
  SinkChange,
  SinkCreated,
  SinkDelivery,
  SinkDeliveryDetail,
  SinkInput,
  SinkKind,
  SinkTested,
} from '@acta/sdk';
import { ActaError } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Random } from '../../lib/random.ts';
import type {
  DeliveriesRepository,
  DeliveryRecord,
  SinkRecord,
  SinksRepository,
} from '../../store/index.ts';
import { shownDelivery } from '../../store/index.ts';
import type { AlertAuditRecord, AlertCaller } from '../alerts.ts';
import { attemptDelivery, type AttemptOptions } from './attempt.ts';
import type { SinkBook } from './book.ts';
import type { Dispatcher } from './dispatcher.ts';
import { kindNamed, sinkKinds } from './kinds/all.ts';
import { SINKS } from './limits.ts';
import { testAlert } from './sample.ts';
import { settingsOf } from './settings.ts';
import type { Kind } from './types.ts';

/** Who asks, and how the request came. */
export interface SinkCaller {
  by: AlertCaller;
  context?: Context;
}

export interface SinkAudit {
  record(
    caller: AlertCaller | null,
    record: AlertAuditRecord & { context?: Context; outcome?: 'success' | 'failure' },
  ): Promise<unknown>;
}

export interface SinksOptions extends AttemptOptions {
  book: SinkBook;
  sinks: SinksRepository;
  deliveries: DeliveriesRepository;
  dispatcher: Dispatcher;
  audit: SinkAudit;
  limits: Limits;
  random: Random;
  newId(prefix: string): string;
}

export interface DeliveryFilter {
  state?: DeliveryState | undefined;
  alert?: string | undefined;
  before?: number | undefined;
  limit: number;
}

/** All of them throw ActaError: `sink_unknown` (404), `sink_invalid` (400), `sink_exists` (409). */
export interface Sinks {
  kinds(): SinkKind[];
  list(): Promise<Sink[]>;
  get(name: string): Promise<Sink>;
  create(input: SinkInput, caller: SinkCaller): Promise<SinkCreated>;
  change(name: string, change: SinkChange, caller: SinkCaller): Promise<Sink>;
  remove(name: string, caller: SinkCaller): Promise<void>;
  /** Sends a message about nothing, at once and once. */
  test(name: string, caller: SinkCaller): Promise<SinkTested>;
  /** Newest first, with the number to go on before. */
  deliveries(
    name: string,
    filter: DeliveryFilter,
  ): Promise<{ items: SinkDelivery[]; next: number | null }>;
  /** @throws ActaError `delivery_unknown` (404) */
  delivery(name: string, id: string): Promise<SinkDeliveryDetail>;
  /** @throws ActaError `delivery_not_failed` (409) */
  replay(name: string, id: string, caller: SinkCaller): Promise<SinkDeliveryDetail>;
  /** All dead letters of a sink, oldest first. @returns how many */
  replayAll(name: string, caller: SinkCaller): Promise<number>;
}

export function createSinks(options: SinksOptions): Sinks {
  const { book, deliveries } = options;
  const required = (name: string): SinkRecord => {
    const found = book.named(name);
    if (found === undefined) throw wrong('sink_unknown', 404, 'There is no sink of this name.');
    return found;
  };
  const one = async (sink: SinkRecord, id: string): Promise<DeliveryRecord> => {
    const found = await deliveries.get(id);
    if (found !== null && found.sink === sink.id) return found;
    throw wrong('delivery_unknown', 404, 'There is no such delivery to this sink.');
  };
  const detail = async (sink: SinkRecord, id: string): Promise<SinkDeliveryDetail> => ({
    ...shownDelivery(await one(sink, id), sink.name),
    tries: await deliveries.attempts(id),
  });
  return {
    kinds: () =>
      sinkKinds.map(({ kind, title, summary, settings, defaults }) => {
        return { kind, title, summary, settings, defaults };
      }),
    list: () => shownSinks(options, book.sinks()),
    get: async (name) => shownSink(options, required(name)),
    create: (input, caller) => create(options, input, caller),
    change: (name, change, caller) => changeSink(options, required(name), change, caller),
    async remove(name, caller) {
      const sink = required(name);
      await options.audit.record(caller.by, {
        action: 'sink.removed',
        target: targetOf(sink),
        ...contextOf(caller),
      });
      await options.sinks.remove(sink);
      await book.reload();
    },
    test: (name, caller) => test(options, required(name), caller),
    async deliveries(name, filter) {
      const sink = required(name);
      const records = await deliveries.list({ ...filter, sink: sink.id });
      const next = records.length < filter.limit ? null : (records.at(-1)?.number ?? null);
      return { items: records.map((record) => shownDelivery(record, name)), next };
    },
    delivery: (name, id) => detail(required(name), id),
    async replay(name, id, caller) {
      const sink = required(name);
      const { state } = await one(sink, id);
      if (state !== 'failed') {
        throw wrong('delivery_not_failed', 409, `The delivery is ${state}, not failed.`);
      }
      await replayed(options, sink, [id], caller);
      return detail(sink, id);
    },
    async replayAll(name, caller) {
      const sink = required(name);
      const dead = await deliveries.list({ sink: sink.id, state: 'failed', limit: REPLAYED });
      const ids = dead.flatMap(({ id, alert }) => (alert === null ? [] : [id])).toReversed();
      return ids.length === 0 ? 0 : replayed(options, sink, ids, caller);
    },
  };
}

/** At once; asked again, the next ones follow. */
const REPLAYED = 1_000;

async function create(
  options: SinksOptions,
  input: SinkInput,
  caller: SinkCaller,
): Promise<SinkCreated> {
  const kind = kindNamed(input.kind);
  if (kind === undefined) throw wrong('sink_invalid', 400, `${input.kind} is no kind of sink.`);
  if (options.book.sinks().length >= options.limits.value(SINKS)) {
    options.limits.reached(SINKS);
    throw wrong('sink_limit', 409, `There are ${options.limits.value(SINKS)} sinks already.`);
  }
  const given = settingsOf(kind, input.settings);
  const made = kind.make?.(given, options.random) ?? {};
  const sink: SinkRecord = {
    id: options.newId('snk'),
    kind: kind.kind,
    name: input.name,
    created: new Date(options.clock.now()).toISOString(),
    enabled: input.enabled ?? true,
    problem: null,
    per_minute: input.per_minute ?? kind.defaults.per_minute,
    fold_s: input.fold_s ?? kind.defaults.fold_s,
    settings: given.settings,
    secrets: { ...given.secrets, ...made },
  };
  if (options.book.named(sink.name) !== undefined || !(await options.sinks.insert(sink))) {
    throw wrong('sink_exists', 409, 'There is a sink of this name.');
  }
  await options.book.reload();
  await options.audit.record(caller.by, {
    action: 'sink.created',
    target: targetOf(sink),
    ...contextOf(caller),
    changes: [{ field: 'kind', to: sink.kind }],
  });
  return { ...(await shownSink(options, sink)), secret: made['secret'] ?? null };
}

async function changeSink(
  options: SinksOptions,
  before: SinkRecord,
  change: SinkChange,
  caller: SinkCaller,
): Promise<Sink> {
  const kind = kindNamed(before.kind) as Kind;
  const given = settingsOf(kind, change.settings ?? {}, before);
  const made = kind.make?.(given, options.random) ?? {};
  const secrets = { ...given.secrets, ...made };
  const enabled = change.enabled ?? before.enabled;
  const after: SinkRecord = {
    ...before,
    enabled,
    problem: enabled ? null : before.problem,
    per_minute: change.per_minute ?? before.per_minute,
    fold_s: change.fold_s ?? before.fold_s,
    settings: given.settings,
    secrets: kind.rotate?.(before.secrets, secrets) ?? secrets,
  };
  const changes = changesBetween(before, after);
  await options.audit.record(caller.by, {
    action: 'sink.changed',
    target: targetOf(after),
    ...contextOf(caller),
    ...(changes.length === 0 ? {} : { changes }),
  });
  await options.sinks.update(after);
  await options.book.reload();
  const lane = options.dispatcher.lane(after.id);
  if (lane !== undefined) lane.paused_until = 0;
  options.dispatcher.wake();
  return shownSink(options, after);
}

/** What changed, without secrets: of those only that they did. */
export function changesBetween(before: SinkRecord, after: SinkRecord): Change[] {
  const changes: Change[] = (['enabled', 'per_minute', 'fold_s'] as const).flatMap((field) =>
    before[field] === after[field] ? [] : [{ field, from: before[field], to: after[field] }],
  );
  for (const name of Object.keys({ ...before.settings, ...after.settings })) {
    const [from, to] = [before.settings[name], after.settings[name]];
    if (from === to) continue;
    changes.push({ field: `settings.${name}`, from: from ?? null, to: to ?? null });
  }
  for (const name of Object.keys({ ...before.secrets, ...after.secrets })) {
    const [from, to] = [before.secrets[name], after.secrets[name]];
    if (from === to) continue;
    changes.push({ field: `settings.${name}`, to: to === undefined ? 'removed' : 'changed' });
  }
  return changes;
}

async function test(
  options: SinksOptions,
  sink: SinkRecord,
  caller: SinkCaller,
): Promise<SinkTested> {
  const id = options.newId('msg');
  const message = testAlert(id, caller.by.name, new Date(options.clock.now()).toISOString());
  const outgoing = { id, what: 'sink.tested' as const, message, reference: null, attempt: 1 };
  const { attempt } = await attemptDelivery(options, sink, outgoing);
  await options.deliveries.add({ id, sink: sink.id, what: 'sink.tested', message, attempt });
  const isDelivered = attempt.outcome === 'delivered';
  await options.audit.record(caller.by, {
    action: 'sink.tested',
    target: targetOf(sink),
    outcome: isDelivered ? 'success' : 'failure',
    ...contextOf(caller),
    ...(isDelivered ? {} : { why: { reason: attempt.answer } satisfies Why }),
  });
  const { status, answer, latency_ms } = attempt;
  const linked = options.public_url !== null;
  return { delivered: isDelivered, status, answer, latency_ms, delivery: id, linked };
}

async function replayed(
  options: SinksOptions,
  sink: SinkRecord,
  ids: readonly string[],
  caller: SinkCaller,
): Promise<number> {
  await options.audit.record(caller.by, {
    action: 'sink.replayed',
    target: targetOf(sink),
    ...contextOf(caller),
    labels: { deliveries: String(ids.length) },
  });
  const now = new Date(options.clock.now()).toISOString();
  let count = 0;
  for (const id of ids) if (await options.deliveries.replay(id, now)) count++;
  options.dispatcher.wake();
  return count;
}

async function shownSink(options: SinksOptions, sink: SinkRecord): Promise<Sink> {
  const [shown] = await shownSinks(options, [sink]);
  return shown!;
}

async function shownSinks(
  { deliveries, dispatcher, clock, public_url }: SinksOptions,
  sinks: readonly SinkRecord[],
): Promise<Sink[]> {
  const counts = await deliveries.counts();
  const countOf = (sink: string, state: DeliveryState) =>
    counts.find((each) => each.sink === sink && each.state === state)?.count ?? 0;
  const healthOf = async ({ id, enabled, problem }: SinkRecord): Promise<Sink['health']> => {
    const lane = dispatcher.lane(id);
    const last_delivered = await deliveries.lastDelivered(id);
    const failing = lane?.problem ?? problem;
    const isThrottled = (lane?.throttled ?? 0) > 0 && (lane?.paused_until ?? 0) > clock.now();
    const state = !enabled
      ? 'disabled'
      : isThrottled
        ? 'throttled'
        : failing !== null
          ? 'failing'
          : last_delivered === null
            ? 'new'
            : 'healthy';
    const [pending, failed] = [countOf(id, 'pending'), countOf(id, 'failed')];
    return { state, problem: failing, last_delivered, pending, failed };
  };
  return Promise.all(
    sinks.map(async (sink) => {
      const { problem: _problem, secrets, ...shown } = sink;
      const kind = kindNamed(sink.kind);
      const base = (public_url ?? '').replace(/\/$/, '');
      return {
        ...shown,
        secrets: Object.keys(secrets),
        public_key: kind?.publicKey?.(sink) ?? null,
        answer_url:
          kind?.answers === true
            ? `${base}/v1/sinks/${encodeURIComponent(sink.name)}/answers`
            : null,
        health: await healthOf(sink),
      };
    }),
  );
}

const targetOf = ({ id, name }: SinkRecord) => ({ type: 'sink', id, name });

const contextOf = ({ context }: SinkCaller) => (context === undefined ? {} : { context });

function wrong(code: string, status: number, detail: string): ActaError {
  const next = 'GET /v1/sinks and GET /v1/sink-kinds list what there is.';
  return new ActaError({ code, status, fault: 'caller', detail, next });
}
