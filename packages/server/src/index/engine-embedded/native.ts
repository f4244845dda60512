// The chdb addon's own interface. The package's public one serialises all queries with parameters
// and knows no binary formats; the version is pinned exactly, and a test runs every call used here.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface NativeResult {
  bytes: Buffer;
  /** Seconds. */
  elapsed: number;
  rowsRead: number;
  bytesRead: number;
}

export type NativeConnection = { readonly __connection: unique symbol };

export interface NativeEngine {
  CreateConnection(dir: string, args: string[]): NativeConnection;
  CloseConnection(connection: NativeConnection): void;
  QueryAsyncConnection(
    connection: NativeConnection,
    sql: string,
    format: string,
  ): Promise<NativeResult>;
}

/** @throws where this machine has no build of the engine; the message says what to do */
export function loadEngine(): NativeEngine {
  const require = createRequire(import.meta.url);
  const root = dirname(require.resolve('chdb/package.json'));
  const loader = require(join(root, 'dist', 'loader.js')) as { loadNative(): NativeEngine };
  return loader.loadNative();
}
