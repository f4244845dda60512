// The one way to the engine, embedded or remote: @clickhouse/client, constants as SQL, everything
// else as bound parameters.
import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { EngineAddress, EngineHandle } from './engine.ts';
import { codeOf, indexError } from './errors.ts';
import { withInsertFile } from './insert-file.ts';

export type Settings = Readonly<Record<string, string | number>>;

export interface Database {
  /** Rows of a SELECT, each an array in the order of the columns. */
  rows<Row extends unknown[]>(
    sql: string,
    parameters?: Record<string, unknown>,
    settings?: Settings,
  ): Promise<Row[]>;
  command(sql: string): Promise<void>;
  /** Inserts bytes of RowBinary; one block, one part. */
  insert(table: string, bytes: Buffer, settings: Settings): Promise<void>;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 60_000;
const MOST_CONNECTIONS = 8;

/** A database at an engine; follows it to its new address after a restart. */
export function openDatabase(engine: EngineHandle): Database {
  let current: { address: EngineAddress; client: ClickHouseClient } | undefined;

  const client = async (): Promise<ClickHouseClient> => {
    const address = await engine.address();
    if (current?.address.url !== address.url) {
      await current?.client.close();
      current = { address, client: connect(address) };
    }
    return current.client;
  };

  /** A question may be asked twice: where the engine died under the first, once more. */
  const ask = async <T>(question: (to: ClickHouseClient) => Promise<T>): Promise<T> => {
    try {
      return await question(await client());
    } catch (error) {
      if (codeOf(error) !== undefined) throw indexError(error);
      try {
        return await question(await client());
      } catch (second) {
        throw indexError(second);
      }
    }
  };

  return {
    rows: <Row extends unknown[]>(sql: string, parameters = {}, settings: Settings = {}) =>
      ask(async (to) => {
        const answer = await to.query({
          query: sql,
          query_params: parameters,
          clickhouse_settings: settings,
          format: 'JSONCompactEachRow',
        });
        return await answer.json<Row>();
      }),
    command: (sql) =>
      ask(async (to) => {
        await to.command({ query: sql });
      }),
    async insert(table, bytes, settings) {
      const to = await client();
      const dir = current?.address.insert_dir;
      if (dir !== undefined) {
        await withInsertFile(dir, bytes, async (file) => {
          const query = `INSERT INTO ${table} FROM INFILE ${file} FORMAT RowBinary`;
          await to.command({ query, clickhouse_settings: settings });
        });
        return;
      }
      const query = `INSERT INTO ${table} FORMAT RowBinary`;
      const values = Readable.from([bytes], { objectMode: false });
      const answer = await to.exec({ query, values, clickhouse_settings: settings });
      answer.stream.resume();
    },
    async close() {
      await current?.client.close();
    },
  };
}

function connect(address: EngineAddress): ClickHouseClient {
  return createClient({
    url: address.url,
    username: address.username,
    password: address.password,
    application: 'acta',
    request_timeout: REQUEST_TIMEOUT_MS,
    max_open_connections: MOST_CONNECTIONS,
    compression: { request: false, response: false },
    log: { level: ClickHouseLogLevel.OFF },
  });
}
