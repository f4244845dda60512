import type { AlertRoute, RouteMatch, SinkKindName } from '@acta/sdk';
import type { Kysely, Selectable } from 'kysely';
import { fromUtf8, utf8 } from '../lib/bytes.ts';
import type { Cipher } from '../lib/cipher.ts';
import type { Tables } from './tables.ts';

export interface SinkRecord {
  id: string;
  kind: SinkKindName;
  name: string;
  created: string;
  enabled: boolean;
  /** Why Acta disabled it by itself. */
  problem: string | null;
  per_minute: number;
  fold_s: number;
  /** Without secrets. */
  settings: Record<string, string | boolean>;
  /** Sealed in the database. */
  secrets: Record<string, string>;
}

export interface SinksRepository {
  /** By name. */
  list(): Promise<SinkRecord[]>;
  /** False when the name is taken. */
  insert(sink: SinkRecord): Promise<boolean>;
  update(sink: SinkRecord): Promise<void>;
  /** With all its deliveries, and out of the routes that name it. */
  remove(sink: SinkRecord): Promise<void>;
}

/** Secrets are sealed to their row, so that they can't be moved to another. */
export function sinksRepository(db: Kysely<Tables>, cipher: Cipher): SinksRepository {
  const place = (id: string) => `control.db sinks/${id}`;
  const read = ({ enabled, settings, secrets, kind, ...row }: Selectable<Tables['sinks']>) => ({
    ...row,
    kind: kind as SinkKindName,
    enabled: enabled === 1,
    settings: JSON.parse(settings) as SinkRecord['settings'],
    secrets: JSON.parse(fromUtf8(cipher.decrypt(secrets, place(row.id)))) as SinkRecord['secrets'],
  });
  const write = ({ enabled, settings, secrets, ...sink }: SinkRecord) => ({
    ...sink,
    enabled: enabled ? 1 : 0,
    settings: JSON.stringify(settings),
    secrets: cipher.encrypt(utf8(JSON.stringify(secrets)), place(sink.id)),
  });
  return {
    async list() {
      return (await db.selectFrom('sinks').selectAll().orderBy('name').execute()).map(read);
    },
    async insert(sink) {
      const result = await db
        .insertInto('sinks')
        .values(write(sink))
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    async update(sink) {
      await db.updateTable('sinks').set(write(sink)).where('id', '=', sink.id).execute();
    },
    remove: ({ id, name }) =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom('sinks').where('id', '=', id).execute();
        for (const route of await tx.selectFrom('alert_routes').selectAll().execute()) {
          const names = JSON.parse(route.sinks) as string[];
          if (!names.includes(name)) continue;
          const sinks = JSON.stringify(names.filter((each) => each !== name));
          await tx.updateTable('alert_routes').set({ sinks }).where('id', '=', route.id).execute();
        }
      }),
  };
}

export interface AlertRoutesRepository {
  /** In order. */
  list(): Promise<AlertRoute[]>;
  /** False when the name is taken. */
  insert(route: AlertRoute): Promise<boolean>;
  update(route: AlertRoute): Promise<void>;
  remove(id: string): Promise<void>;
}

export function alertRoutesRepository(db: Kysely<Tables>): AlertRoutesRepository {
  const read = ({ enabled, match, sinks, ...row }: Selectable<Tables['alert_routes']>) => ({
    ...row,
    enabled: enabled === 1,
    match: JSON.parse(match) as RouteMatch,
    sinks: JSON.parse(sinks) as string[],
  });
  const write = ({ enabled, match, sinks, ...route }: AlertRoute) => ({
    ...route,
    enabled: enabled ? 1 : 0,
    match: JSON.stringify(match),
    sinks: JSON.stringify(sinks),
  });
  return {
    async list() {
      const query = db.selectFrom('alert_routes').selectAll();
      return (await query.orderBy('position').orderBy('name').execute()).map(read);
    },
    async insert(route) {
      const result = await db
        .insertInto('alert_routes')
        .values(write(route))
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    async update(route) {
      await db.updateTable('alert_routes').set(write(route)).where('id', '=', route.id).execute();
    },
    async remove(id) {
      await db.deleteFrom('alert_routes').where('id', '=', id).execute();
    },
  };
}
