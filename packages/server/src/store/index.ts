// The control store: the small relational store of settings. Everything that must be provable is an
// event in the log; what stands here can be lost without losing the record.
import type { Cipher } from '../lib/cipher.ts';
import { alertsRepository } from './alerts.ts';
import type { AlertsRepository } from './alerts.ts';
import { cursorsRepository } from './cursors.ts';
import type { CursorsRepository } from './cursors.ts';
import { coverageRepository } from './coverage.ts';
import type { CoverageRepository } from './coverage.ts';
import { deliveriesRepository } from './deliveries.ts';
import type { DeliveriesRepository } from './deliveries.ts';
import { exportsRepository } from './exports.ts';
import type { ExportsRepository } from './exports.ts';
import { keysRepository } from './keys.ts';
import type { KeysRepository } from './keys.ts';
import { mappingsRepository } from './mappings.ts';
import type { MappingsRepository } from './mappings.ts';
import { migrate } from './migrate.ts';
import { quarantineRepository } from './quarantine.ts';
import type { QuarantineRepository } from './quarantine.ts';
import { reconciliationsRepository } from './reconciliations.ts';
import type { ReconciliationsRepository } from './reconciliations.ts';
import { ruleReplaysRepository } from './rule-replays.ts';
import type { RuleReplaysRepository } from './rule-replays.ts';
import { rulesRepository } from './rules.ts';
import type { RulesRepository } from './rules.ts';
import { silencesRepository } from './silences.ts';
import type { SilencesRepository } from './silences.ts';
import { sessionsRepository } from './sessions.ts';
import type { SessionsRepository } from './sessions.ts';
import { settingsRepository } from './settings.ts';
import type { SettingsRepository } from './settings.ts';
import { alertRoutesRepository, sinksRepository } from './sinks.ts';
import type { AlertRoutesRepository, SinksRepository } from './sinks.ts';
import { sourcesRepository } from './sources.ts';
import type { SourcesRepository } from './sources.ts';
import { kyselyOver, openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';
import { verificationsRepository } from './verifications.ts';
import type { VerificationsRepository } from './verifications.ts';

export type { AlertRecord, AlertsRepository } from './alerts.ts';
export type { AlertFilter, AlertPlace, PlacedAlert } from './alert-lists.ts';
export type { SilencesRepository } from './silences.ts';
export type {
  DeliveriesRepository,
  DeliveryEnd,
  DeliveryRecord,
  PastDelivery,
} from './deliveries.ts';
export { shownDelivery } from './deliveries.ts';
export type { Told, ToldSink } from './outbox.ts';
export type { AlertRoutesRepository, SinkRecord, SinksRepository } from './sinks.ts';
export type { RuleReplaysRepository } from './rule-replays.ts';
export type { RuleHits, RuleRecord, RulesRepository, RuleVersionRecord } from './rules.ts';
export type { CursorRecord, CursorsRepository } from './cursors.ts';
export type { CoverageRepository } from './coverage.ts';
export type { ExportRecord, ExportsRepository } from './exports.ts';
export type { KeyRecord, KeysRepository } from './keys.ts';
export type { MappingsRepository, MappingVersionRecord } from './mappings.ts';
export type { QuarantineRecord, QuarantineRepository } from './quarantine.ts';
export type { ReconciliationsRepository } from './reconciliations.ts';
export type { SessionRecord, SessionsRepository, SignInLinkRecord } from './sessions.ts';
export type { SettingsRepository } from './settings.ts';
export type { SourceRecord, SourcesRepository } from './sources.ts';
export type { VerificationsRepository } from './verifications.ts';

export interface Store {
  settings: SettingsRepository;
  sources: SourcesRepository;
  cursors: CursorsRepository;
  reconciliations: ReconciliationsRepository;
  keys: KeysRepository;
  sessions: SessionsRepository;
  quarantine: QuarantineRepository;
  coverage: CoverageRepository;
  mappings: MappingsRepository;
  exports: ExportsRepository;
  verifications: VerificationsRepository;
  alerts: AlertsRepository;
  rules: RulesRepository;
  ruleReplays: RuleReplaysRepository;
  silences: SilencesRepository;
  sinks: SinksRepository;
  alertRoutes: AlertRoutesRepository;
  deliveries: DeliveriesRepository;
  close(): Promise<void>;
}

/**
 * Opens control.db, bringing it to the newest shape.
 * @param options.file path, or `:memory:`
 * @param options.cipher seals the secrets of sources and sinks
 * @param options.now RFC 3339 time to note on migrations
 */
export function openStore(options: { file: string; cipher: Cipher; now: string }): Store {
  const database = openSqlite(options.file);
  migrate(database, options.now);
  const db = kyselyOver<Tables>(database);
  return {
    settings: settingsRepository(db),
    alerts: alertsRepository(db),
    rules: rulesRepository(db),
    ruleReplays: ruleReplaysRepository(db),
    silences: silencesRepository(db),
    sinks: sinksRepository(db, options.cipher),
    alertRoutes: alertRoutesRepository(db),
    deliveries: deliveriesRepository(db),
    sources: sourcesRepository(db, options.cipher),
    cursors: cursorsRepository(db),
    reconciliations: reconciliationsRepository(db),
    keys: keysRepository(db),
    sessions: sessionsRepository(db),
    quarantine: quarantineRepository(db),
    coverage: coverageRepository(db),
    mappings: mappingsRepository(db),
    exports: exportsRepository(db),
    verifications: verificationsRepository(db),
    close: () => db.destroy(),
  };
}
