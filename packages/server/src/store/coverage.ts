import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export interface CoverageDayRow {
  day: string;
  state: string;
  events: number;
  /** Id of the event in the log. */
  event: string;
}

export interface CoverageDownRow {
  began: number;
  ended: number;
  told: boolean;
}

/** By hour since 1970: events that happened in it, and slots in which some came, as bits. */
export type CoverageHourRow = [hour: number, events: number, slots: number];

/** One step forward of what is counted: saved as a whole. */
export interface CoverageStepRow {
  through: number;
  alive: number;
  sources: {
    id: string;
    state: string;
    hours: CoverageHourRow[];
    days: CoverageDayRow[];
  }[];
  down: CoverageDownRow[];
}

export interface CoverageRepository {
  progress(): Promise<{ through: number; alive: number; down: CoverageDownRow[] } | null>;
  load(source: string): Promise<{
    settings: string | null;
    state: string | null;
    hours: CoverageHourRow[];
    days: CoverageDayRow[];
  }>;
  save(step: CoverageStepRow): Promise<void>;
  saveSettings(source: string, settings: string): Promise<void>;
  /** Deliveries in quarantine by source and day of receipt. */
  held(): Promise<{ source: string; day: string; items: number }[]>;
}

/** Rows of one INSERT: SQLite takes so many parameters. */
const ROWS = 500;

export function coverageRepository(db: Kysely<Tables>): CoverageRepository {
  return {
    async progress() {
      const query = db.selectFrom('coverage_progress').select(['through', 'alive']);
      const row = await query.executeTakeFirst();
      if (row === undefined) return null;
      const down = await db.selectFrom('coverage_down').selectAll().orderBy('began').execute();
      return {
        ...row,
        down: down.map(({ began, ended, told }) => ({ began, ended, told: told === 1 })),
      };
    },
    async load(source) {
      const [settings, state] = await Promise.all([
        db.selectFrom('coverage_settings').selectAll().where('source', '=', source).execute(),
        db.selectFrom('coverage_states').selectAll().where('source', '=', source).execute(),
      ]);
      const hours = await db
        .selectFrom('coverage_hours')
        .select(['hour', 'events', 'slots'])
        .where('source', '=', source)
        .execute();
      const days = await db
        .selectFrom('coverage_days')
        .select(['day', 'state', 'events', 'event'])
        .where('source', '=', source)
        .orderBy('day')
        .execute();
      return {
        settings: settings[0]?.settings ?? null,
        state: state[0]?.state ?? null,
        hours: hours.map(({ hour, events, slots }) => [hour, events, slots]),
        days: days.map((row) => Object.assign({}, row)),
      };
    },
    save: (step) => db.transaction().execute((within) => saveStep(within, step)),
    async saveSettings(source, settings) {
      await db
        .insertInto('coverage_settings')
        .values({ source, settings })
        .onConflict((conflict) => conflict.column('source').doUpdateSet({ settings }))
        .execute();
    },
    async held() {
      return db
        .selectFrom('quarantine')
        .select((select) => [
          'source',
          sql<string>`substr(received, 1, 10)`.as('day'),
          select.fn.countAll<number>().as('items'),
        ])
        .where('state', '=', 'held')
        .groupBy(['source', 'day'])
        .execute();
    },
  };
}

async function saveStep(within: Transaction<Tables>, step: CoverageStepRow): Promise<void> {
  const { through, alive } = step;
  await within
    .insertInto('coverage_progress')
    .values({ one: 1, through, alive })
    .onConflict((conflict) => conflict.column('one').doUpdateSet({ through, alive }))
    .execute();
  for (const { began, ended, told } of step.down) {
    const row = { ended, told: told ? 1 : 0 };
    await within
      .insertInto('coverage_down')
      .values({ began, ...row })
      .onConflict((conflict) => conflict.column('began').doUpdateSet(row))
      .execute();
  }
  for (const source of step.sources) await saveSource(within, source);
}

async function saveSource(
  within: Transaction<Tables>,
  { id, state, hours, days }: CoverageStepRow['sources'][number],
): Promise<void> {
  // It may have been removed since it was counted.
  const known = within.selectFrom('sources').select('id').where('id', '=', id);
  if ((await known.executeTakeFirst()) === undefined) return;
  await within
    .insertInto('coverage_states')
    .values({ source: id, state })
    .onConflict((conflict) => conflict.column('source').doUpdateSet({ state }))
    .execute();
  for (let at = 0; at < hours.length; at += ROWS) {
    await within
      .insertInto('coverage_hours')
      .values(
        hours
          .slice(at, at + ROWS)
          .map(([hour, events, slots]) => ({ source: id, hour, events, slots })),
      )
      .onConflict((conflict) =>
        conflict.columns(['source', 'hour']).doUpdateSet((values) => ({
          events: values.ref('excluded.events'),
          slots: values.ref('excluded.slots'),
        })),
      )
      .execute();
  }
  for (const day of days) {
    await within
      .insertInto('coverage_days')
      .values({ source: id, ...day })
      .onConflict((conflict) => conflict.columns(['source', 'day']).doUpdateSet(day))
      .execute();
  }
}
