// Alerts: findings become alerts, people move them on, and each step is an event in the log.
import type {
  Alert,
  AlertAction,
  AlertDetail,
  AlertEvent,
  AlertRule,
  Silence,
  SinkNotice,
} from '@acta/sdk';
import type { Change, Target, Why } from '@acta/event';
import type { Clock } from '../lib/clock.ts';
import { ActaError } from '../lib/errors.ts';
import type { Detection } from '../detect/index.ts';
import type {
  AlertFilter,
  AlertRecord,
  AlertsRepository,
  PlacedAlert,
  SilencesRepository,
  Told,
} from '../store/index.ts';
import { fingerprintOf, foldedInto, raisedBy } from './fold.ts';
import { moved } from './lifecycle.ts';
import { isInhibited, silenceOf } from './silences.ts';

export interface AlertAuditRecord {
  action: string;
  target: Target;
  changes?: Change[];
  why?: Why;
  labels?: Record<string, string>;
  /** Recorded once under this name, however often it is asked for. */
  once?: string;
}

export interface AlertCaller {
  id: string;
  name: string;
  kind: string;
}

/** What is told of a rule in alerts, and to whoever works on them. */
export interface RuleNotes {
  rule: AlertRule;
  description: string | null;
  triage: string | null;
  falsepositives: string[];
}

export interface AlertsOptions {
  store: AlertsRepository;
  silences: SilencesRepository;
  clock: Clock;
  audit: { record(caller: AlertCaller | null, record: AlertAuditRecord): Promise<unknown> };
  /** Acta itself, as who raises alerts. */
  itself: AlertCaller;
  notesOf(rule: string): RuleNotes | null;
  /** Ids of entries; those that can't be read are left out. */
  idsOf(indexes: readonly number[]): Promise<AlertEvent[]>;
  newId(): string;
  /** Who hears of a change: kept in the step that keeps the change. Null: nobody. */
  told?(alert: Alert, what: SinkNotice): Told | null;
  /** Told of each alert that is new or changed, unless it is quiet; must not throw. */
  onChange(alert: Alert, what: 'raised' | 'folded' | 'moved'): Promise<void>;
}

export interface Alerts {
  /** Keeps findings; each key once. */
  keep(found: readonly Detection[]): Promise<void>;
  list(filter: AlertFilter): Promise<Alert[]>;
  /** The same with the places where a next page goes on. */
  page(filter: AlertFilter): Promise<PlacedAlert[]>;
  /** How many are not resolved and not quiet, by level. */
  countOpen(): Promise<Record<string, number>>;
  /** How many that fit nobody was told of. */
  countQuiet(filter: AlertFilter): Promise<number>;
  /** Scores of the actors of some alerts; those without any are left out. */
  risksOf(alerts: readonly Alert[]): Promise<Record<string, number>>;
  /** @throws ActaError `alert_unknown` (404) */
  get(id: string): Promise<AlertDetail>;
  /** @throws ActaError as `get` and `moved` */
  act(id: string, asked: AlertAction, by: AlertCaller): Promise<AlertDetail>;
  silences(): Promise<Silence[]>;
  silence(asked: Omit<Silence, 'id' | 'created' | 'created_by'>, by: AlertCaller): Promise<Silence>;
  /** @throws ActaError `silence_unknown` (404) */
  endSilence(id: string, by: AlertCaller): Promise<void>;
}

/** Alerts over the control store. */
export function createAlerts(options: AlertsOptions): Alerts {
  const { store, audit, clock } = options;
  const nowText = (): string => new Date(clock.now()).toISOString();
  const riskSince = (): string => new Date(clock.now() - RISK_MS).toISOString();
  const dated = (filter: AlertFilter): AlertFilter => ({ ...filter, risk_since: riskSince() });

  const required = async (id: string): Promise<AlertRecord> => {
    const found = await store.get(id);
    if (found === null) throw unknown('alert_unknown', 'There is no such alert.');
    return found;
  };

  const detail = async (alert: Alert): Promise<AlertDetail> => {
    const notes = options.notesOf(alert.rule.id);
    const { actor, target } = alert;
    const since = riskSince();
    return {
      ...alert,
      history: await store.steps(alert.id),
      description: notes?.description ?? null,
      triage: notes?.triage ?? null,
      falsepositives: notes?.falsepositives ?? [],
      risk: {
        actor: actor && (await store.risk('actor', actor.id, since)),
        target: target && (await store.risk('target', target.id, since)),
      },
    };
  };

  return {
    keep: (found) => keepFindings(options, found),
    list: (filter) => store.list(dated(filter)),
    page: (filter) => store.page(dated(filter)),
    countOpen: () => store.countOpen(),
    countQuiet: (filter) => store.countQuiet(filter),
    async risksOf(alerts) {
      const actors = [
        ...new Set(alerts.flatMap(({ actor }) => (actor === null ? [] : [actor.id]))),
      ];
      return Object.fromEntries(await store.risks(actors, riskSince()));
    },
    get: async (id) => detail((await required(id)).alert),
    async act(id, asked, by) {
      const before = await required(id);
      const { alert, step, action } = moved(before.alert, asked, by.name, nowText());
      await audit.record(by, {
        action,
        target: targetOf(alert),
        labels: labelsOf(alert),
        changes: changesBetween(before.alert, alert),
        ...(asked.note === undefined ? {} : { why: { reason: asked.note } }),
      });
      const told = options.told?.(alert, action as SinkNotice);
      await store.keep({ ...before, alert }, null, step, told);
      await options.onChange(alert, 'moved');
      return detail(alert);
    },
    ...silencing(options),
  };
}

/** What lies further back says little of somebody today: ms. */
const RISK_MS = 30 * 86_400_000;

/** What keeps people from being told. */
function silencing(options: AlertsOptions): Pick<Alerts, 'silences' | 'silence' | 'endSilence'> {
  const { silences, audit, clock } = options;
  const nowText = (): string => new Date(clock.now()).toISOString();
  return {
    silences: () => silences.list(),
    async silence(asked, by) {
      const now = nowText();
      const silence = { id: options.newId(), created: now, created_by: by.name, ...asked };
      await audit.record(by, {
        action: 'silence.created',
        target: silenceTarget(silence),
        why: { reason: silence.reason },
        changes: [{ field: 'ends', to: silence.ends }],
      });
      await silences.add(silence);
      return silence;
    },
    async endSilence(id, by) {
      const known = (await silences.list()).find((each) => each.id === id);
      if (known === undefined) throw unknown('silence_unknown', 'There is no such silence.');
      await audit.record(by, { action: 'silence.ended', target: silenceTarget(known) });
      await silences.end(id, nowText());
    },
  };
}

/** Findings kept at a time: each waits for the log, which takes many at once. */
const AT_ONCE = 32;

/**
 * Each finding once: as a new alert, or folded into the one that is open. Critical ones first: they
 * keep lesser ones quiet.
 */
async function keepFindings(options: AlertsOptions, found: readonly Detection[]): Promise<void> {
  const isCritical = ({ rule }: Detection) => options.notesOf(rule)?.rule.level === 'critical';
  await keepSideBySide(options, found.filter(isCritical));
  const others = found.filter((each) => !isCritical(each));
  await keepSideBySide(options, others);
}

/** Those of one alert in their order; alerts don't wait for each other. */
async function keepSideBySide(options: AlertsOptions, found: readonly Detection[]): Promise<void> {
  const waiting = [...Map.groupBy(found, fingerprintOf)].values();
  const work = async (): Promise<void> => {
    for (const [fingerprint, findings] of waiting) {
      for (const each of findings) await keepFinding(options, each, fingerprint);
    }
  };
  const workers = Array.from({ length: Math.min(AT_ONCE, found.length) }, work);
  // Nothing goes on behind a failure: who tries again must be alone.
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function keepFinding(
  options: AlertsOptions,
  found: Detection,
  fingerprint: string,
): Promise<void> {
  const { store } = options;
  const notes = options.notesOf(found.rule);
  if (notes === null || (await store.hasFinding(found.key))) return;
  const known = await store.open(fingerprint);
  if (known === null) await raise(options, found, fingerprint, notes);
  else await fold(options, known, found, notes);
}

async function raise(
  options: AlertsOptions,
  found: Detection,
  fingerprint: string,
  { rule }: RuleNotes,
): Promise<void> {
  const { store, itself, audit, clock } = options;
  const now = new Date(clock.now()).toISOString();
  const events = await options.idsOf(found.entries);
  const made = raisedBy(found, { id: options.newId(), rule, events, now, quiet: null });
  const alert = { ...made, quiet: await quietOf(options, made, now) };
  const step = { at: now, by: itself.name, what: 'raised' as const };
  // The event first: an alert that nobody could prove is worse than an event without its alert.
  await audit.record(itself, {
    action: 'alert.raised',
    target: targetOf(alert),
    labels: labelsOf(alert),
    once: `alert:${found.key}`,
    ...(alert.because === null ? {} : { why: { reason: alert.because } }),
  });
  const told = alert.quiet === null ? options.told?.(alert, 'alert.raised') : null;
  await store.keep({ fingerprint, alert }, found.key, step, told);
  if (alert.quiet === null) await options.onChange(alert, 'raised');
}

async function fold(
  options: AlertsOptions,
  known: AlertRecord,
  found: Detection,
  { rule }: RuleNotes,
): Promise<void> {
  const now = new Date(options.clock.now()).toISOString();
  const events = await options.idsOf(found.entries);
  const alert = foldedInto(known.alert, found, { rule, events, now });
  const step = { at: now, by: options.itself.name, what: 'folded' as const };
  const told = alert.quiet === null ? options.told?.(alert, 'alert.folded') : null;
  await options.store.keep({ ...known, alert }, found.key, step, told);
  if (alert.quiet === null) await options.onChange(alert, 'folded');
}

async function quietOf(options: AlertsOptions, alert: Alert, now: string): Promise<string | null> {
  const silence = silenceOf(alert, await options.silences.list(), now);
  if (silence !== undefined) return silence.id;
  if (alert.actor === null) return null;
  const filter = { actor: alert.actor.id, status: OPEN, limit: 100 };
  return isInhibited(alert, await options.store.list(filter)) ? 'inhibited' : null;
}

const OPEN = ['open', 'acknowledged', 'in_progress'];

const targetOf = ({ id, rule }: Alert): Target => ({ type: 'alert', id, name: rule.title });

const silenceTarget = ({ id, reason }: Silence): Target => ({
  type: 'silence',
  id,
  name: reason.slice(0, 200),
});

/** An alert on what happened longer ago than this says nothing of today: ms. */
const LATE_MS = 86_400_000;

function labelsOf({ rule, actor, historical, raised, last }: Alert): Record<string, string> {
  const isLate = Date.parse(raised) - Date.parse(last) > LATE_MS;
  return {
    rule: rule.id,
    level: rule.level,
    ...(actor === null ? {} : { actor: actor.id }),
    ...(historical ? { historical: 'true' } : {}),
    ...(isLate ? { late: 'true' } : {}),
  };
}

function changesBetween(before: Alert, after: Alert): Change[] {
  return (['status', 'verdict', 'assignee'] as const).flatMap((field) =>
    before[field] === after[field] ? [] : [{ field, from: before[field], to: after[field] }],
  );
}

function unknown(code: string, detail: string): ActaError {
  return new ActaError({
    code,
    status: 404,
    fault: 'caller',
    detail,
    next: 'List them to see which there are.',
  });
}
