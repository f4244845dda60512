// ClickHouse's HTTP interface over the embedded engine: as much of it as @clickhouse/client needs.
// https://clickhouse.com/docs/interfaces/http
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Connections } from './connections.ts';
import { isAuthorized, readRequest } from './request.ts';

export interface InterfaceOptions {
  connections: Connections;
  password: string;
  /** Bytes of one request's body. */
  max_body_bytes: number;
}

/** The server, not yet listening. */
export function createHttpInterface(options: InterfaceOptions): Server {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => sendError(response, error));
  });
  server.requestTimeout = 0;
  return server;
}

async function answer(
  options: InterfaceOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://engine');
  if (address.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  if (!isAuthorized(address, request.headers, options.password)) {
    const text =
      'Code: 516. DB::Exception: default: Authentication failed. (AUTHENTICATION_FAILED)';
    sendException(response, 403, 516, text);
    return;
  }
  const body = await readBody(request, options.max_body_bytes);
  const { statement, query_id } = readRequest(address, request.headers, body);
  const result = await options.connections.run(statement);
  response.setHeader('X-ClickHouse-Query-Id', query_id ?? randomUUID());
  response.setHeader('X-ClickHouse-Format', statement.format);
  response.setHeader('X-ClickHouse-Summary', summaryOf(result, statement.data !== undefined));
  response.setHeader('Content-Length', result.bytes.length);
  response.end(result.bytes);
}

function summaryOf(result: Awaited<ReturnType<Connections['run']>>, wrote: boolean): string {
  const [rows, bytes] = [String(result.rowsRead), String(result.bytesRead)];
  return JSON.stringify({
    read_rows: rows,
    read_bytes: bytes,
    written_rows: wrote ? rows : '0',
    written_bytes: wrote ? bytes : '0',
    total_rows_to_read: '0',
    result_rows: '0',
    result_bytes: '0',
    elapsed_ns: String(Math.round(result.elapsed * 1e9)),
  });
}

async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit)
      throw new Error(`Code: 307. DB::Exception: Body too large. (TOO_MANY_BYTES)`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
}

const NOT_FOUND = new Set([46, 60, 81]);
const BAD_REQUEST = new Set([6, 36, 42, 43, 47, 53, 62, 69, 70, 115, 117, 386, 456, 457]);

function sendError(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  const code = Number(/Code: (\d+)/.exec(text)?.[1] ?? 1001);
  const status = NOT_FOUND.has(code) ? 404 : BAD_REQUEST.has(code) ? 400 : 500;
  const typed = /Code: \d+/.test(text)
    ? text
    : `Code: 1001. DB::Exception: ${text} (STD_EXCEPTION)`;
  sendException(response, status, code, typed);
}

function sendException(response: ServerResponse, status: number, code: number, text: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    'X-ClickHouse-Exception-Code': String(code),
    'Content-Type': 'text/plain; charset=UTF-8',
  });
  response.end(`${text}\n`);
}
