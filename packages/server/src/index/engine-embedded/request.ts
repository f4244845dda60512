// One request of ClickHouse's HTTP interface: statement, settings and parameters from the address
// and the body, user and password from wherever clients put them.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Statement } from './connections.ts';

/** Names of the address that are the interface's own or have no meaning in one process. */
const NOT_SETTINGS: ReadonlySet<string> = new Set(
  (
    'query query_id database default_format user password session_id session_timeout ' +
    'session_check role wait_end_of_query enable_http_compression compress decompress ' +
    'send_progress_in_http_headers http_headers_progress_interval_ms quota_key ' +
    'http_write_exception_in_output_format client_protocol_version'
  ).split(' '),
);

const INSERT = /^\s*INSERT\s/i;

export interface EngineRequest {
  statement: Statement;
  query_id: string | null;
}

/** Puts the statement together. A body with a `query` in the address is an INSERT's data. */
export function readRequest(
  address: URL,
  headers: IncomingMessage['headers'],
  body: Buffer,
): EngineRequest {
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const settings = new Map<string, string>();
  const parameters = new Map<string, string>();
  for (const [name, value] of address.searchParams) {
    if (name.startsWith('param_')) parameters.set(name.slice('param_'.length), value);
    else if (!NOT_SETTINGS.has(name)) settings.set(name, value);
  }
  const inAddress = address.searchParams.get('query') ?? '';
  const format = address.searchParams.get('default_format') ?? 'TabSeparated';
  const base = { settings, parameters, format };
  const statement: Statement =
    plain.length > 0 && INSERT.test(inAddress)
      ? { ...base, sql: inAddress, data: plain }
      : { ...base, sql: inAddress + plain.toString('utf8') };
  return { statement, query_id: address.searchParams.get('query_id') };
}

/** True if the request carries the password, compared in constant time. */
export function isAuthorized(
  address: URL,
  headers: IncomingMessage['headers'],
  password: string,
): boolean {
  const given = headers['x-clickhouse-key'] ?? basicPassword(headers.authorization) ?? '';
  const text = address.searchParams.get('password') ?? String(given);
  return timingSafeEqual(digest(text), digest(password));
}

function basicPassword(header: string | undefined): string | undefined {
  if (header === undefined || !/^basic /i.test(header)) return undefined;
  const text = Buffer.from(header.slice('basic '.length), 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
