// The socket of the server. It listens before the index is open, and until all that answers is
// closed, so that health can be asked from the first moment to the last. It ends in order: nothing
// new is taken, the requests in flight end, the rest is cut by force.
import { createServer, STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { ActaError, messageOf, systemCode } from '../lib/errors.ts';

const HEADERS_MS = 15_000;
const REQUEST_MS = 120_000;
const KEEP_ALIVE_MS = 65_000;
const CLOSE_IDLE_EVERY_MS = 50;

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Listener {
  port: number;
  /** Answers requests from now on. */
  use(handler: Handler): void;
  /**
   * Takes nothing new: all else is answered 503 with the reason. Resolves once the requests before
   * it are answered; after `grace_ms` they are cut.
   */
  drain(grace_ms: number, reason: string): Promise<void>;
  /** Resolves once no request is in flight; after `grace_ms` connections are cut. */
  close(grace_ms: number): Promise<void>;
}

const notReady = (reason: string) =>
  JSON.stringify({
    type: 'urn:acta:problem:unavailable',
    title: 'Service Unavailable',
    status: 503,
    detail: `The server is not ready: ${reason}. Try again shortly.`,
    code: 'unavailable',
  });

/** Answers what is alive and not ready. @param more headers of its refusals */
const refusing =
  (reason: string, more: Record<string, string> = {}): Handler =>
  (request, response) => {
    request.resume();
    if (request.url === '/healthz') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
      return;
    }
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '1', ...more };
    response.writeHead(503, headers).end(notReady(reason));
  };

/** Answers while the server starts: alive, not ready. */
export const startingHandler: Handler = refusing('it is starting');

/** Throws ActaError when the address can't be had. */
export async function listen(host: string, port: number, first: Handler): Promise<Listener> {
  let handler = first;
  const inFlight = new Set<ServerResponse>();
  let told: (() => void) | undefined;
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => {
      // Those that are refused while it drains are not waited for.
      if (told === undefined) {
        inFlight.add(response);
        response.once('close', () => {
          inFlight.delete(response);
          if (inFlight.size === 0) told?.();
        });
      }
      handler(request, response);
    },
  );
  server.on('clientError', refuseUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(host, port, error)));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    use(next) {
      handler = next;
    },
    async drain(grace_ms, reason) {
      handler = refusing(reason, { connection: 'close' });
      const { promise, resolve } = Promise.withResolvers<void>();
      told = resolve;
      if (inFlight.size === 0) return;
      const force = setTimeout(() => {
        for (const response of inFlight) response.destroy();
      }, grace_ms);
      await promise;
      clearTimeout(force);
    },
    async close(grace_ms) {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      // A connection that is kept alive becomes idle after its request: it goes then.
      const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
      const force = setTimeout(() => server.closeAllConnections(), grace_ms);
      await closed;
      clearInterval(idle);
      clearTimeout(force);
    },
  };
}

/** What Node can't read as HTTP is answered as a problem document too, and its connection ends. */
function refuseUnreadable(error: Error, socket: Duplex): void {
  const code = systemCode(error) ?? '';
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, name, detail] = UNREADABLE[code] ?? UNREADABLE['']!;
  const title = STATUS_CODES[status]!;
  const type = `urn:acta:problem:${name}`;
  const body = JSON.stringify({ type, title, status, detail, code: name });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'connection: close',
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const UNREADABLE: Record<string, [status: number, code: string, detail: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large', 'The headers are too large. Send less of them.'],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'request_too_slow',
    'The request came too slowly. Send it again.',
  ],
  '': [400, 'request_malformed', 'The request is not HTTP/1.1. Check the client or the proxy.'],
};

function cannotListen(host: string, port: number, cause: Error): ActaError {
  const taken = systemCode(cause) === 'EADDRINUSE';
  return new ActaError({
    code: 'listen_failed',
    status: 500,
    fault: 'operator',
    detail: taken
      ? `Port ${port} of ${host} is in use.`
      : `Can't listen on ${host} port ${port}: ${messageOf(cause)}.`,
    next: taken
      ? 'Stop what uses it, or choose another with --port.'
      : 'Correct --host and --port.',
    cause,
  });
}
