// A pool of the engine's connections. Each carries its own settings and parameters, so that
// requests on different connections run at the same time and can't see each other's.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSERT_FILE } from '../insert-file.ts';
import type { NativeConnection, NativeEngine, NativeResult } from './native.ts';

export interface Statement {
  sql: string;
  /** Output format where the statement names none. */
  format: string;
  /** Bytes that follow an INSERT. */
  data?: Buffer;
  settings: ReadonlyMap<string, string>;
  /** Texts as ClickHouse's HTTP interface takes them in `param_…`. */
  parameters: ReadonlyMap<string, string>;
}

export interface Connections {
  run(statement: Statement): Promise<NativeResult>;
  /** Waits for what runs, then closes all. */
  close(): Promise<void>;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

interface Connection {
  native: NativeConnection;
  /** Where an INSERT's data waits for the engine. */
  file: string;
}

export interface ConnectionOptions {
  engine: NativeEngine;
  /** The engine's own files. */
  dir: string;
  /** Folder for the data of inserts; emptied by each. */
  insert_dir: string;
  args: string[];
  count: number;
}

/** Opens `count` connections on one data directory. */
export function openConnections(options: ConnectionOptions): Connections {
  const { engine } = options;
  const all = Array.from({ length: options.count }, (_, place): Connection => ({
    native: engine.CreateConnection(options.dir, options.args),
    file: join(options.insert_dir, `${INSERT_FILE}${place}`),
  }));
  const idle = [...all];
  const waiting: ((connection: Connection) => void)[] = [];
  const take = (): Promise<Connection> => {
    const free = idle.pop();
    return free === undefined
      ? new Promise((resolve) => waiting.push(resolve))
      : Promise.resolve(free);
  };
  const give = (connection: Connection): void => {
    const next = waiting.shift();
    if (next) next(connection);
    else idle.push(connection);
  };
  return {
    async run(statement) {
      const connection = await take();
      try {
        return await runOn(engine, connection, statement);
      } finally {
        give(connection);
      }
    },
    async close() {
      for (const _ of all) await take();
      for (const connection of all) engine.CloseConnection(connection.native);
    },
  };
}

async function runOn(
  engine: NativeEngine,
  { native, file }: Connection,
  statement: Statement,
): Promise<NativeResult> {
  const assigned = [...statement.settings].map(([name, value]) => assign(name, value));
  for (const [name, value] of statement.parameters) assigned.push(assign(`param_${name}`, value));
  if (assigned.length > 0) {
    await engine.QueryAsyncConnection(native, `SET ${assigned.join(', ')}`, 'TSV');
  }
  try {
    if (statement.data === undefined) {
      return await engine.QueryAsyncConnection(native, statement.sql, statement.format);
    }
    const sql = insertFrom(file, statement.sql);
    writeFileSync(file, statement.data);
    return await engine.QueryAsyncConnection(native, sql, 'TSV');
  } finally {
    if (statement.data !== undefined) rmSync(file, { force: true });
    if (statement.settings.size > 0) {
      const back = [...statement.settings.keys()].map((name) => `${name} = DEFAULT`);
      await engine.QueryAsyncConnection(native, `SET ${back.join(', ')}`, 'TSV');
    }
  }
}

const INSERT_FORMAT = /^([^]*?)(\sSETTINGS\s[^]*)?\sFORMAT\s+(\w+)\s*;?\s*$/i;

/**
 * The INSERT reading its data from a file: data behind the statement itself would end at the first
 * empty line, which any binary format may hold.
 */
function insertFrom(file: string, sql: string): string {
  const match = INSERT_FORMAT.exec(sql);
  if (match === null) {
    throw new Error('Code: 62. DB::Exception: An INSERT with data needs a FORMAT. (SYNTAX_ERROR)');
  }
  const [, head, settings = '', format] = match;
  return `${head} FROM INFILE ${quoted(file)}${settings} FORMAT ${format}`;
}

function assign(name: string, value: string): string {
  if (!NAME.test(name))
    throw new Error(`Code: 115. DB::Exception: Unknown setting. (UNKNOWN_SETTING)`);
  return `${name} = ${quoted(value)}`;
}

function quoted(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}
