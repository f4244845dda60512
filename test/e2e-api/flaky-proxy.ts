// A proxy between a sender and the server that breaks requests on purpose: before they arrive, on
// the way back, or with an answer that says to come again.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * `pass`; `cut`: the connection ends before the server sees the request; `lose`: the server answers
 * and the sender does not hear it; `busy`: 503 with `Retry-After`, the server sees nothing.
 */
export type Fault = 'pass' | 'cut' | 'lose' | 'busy';

export interface FlakyProxy {
  url: string;
  port: number;
  /** What became of each request: its method and path, the fault, the server's status. */
  seen: { path: string; fault: Fault; status?: number }[];
  close(): Promise<void>;
}

/** @param faults one for each request that has a body, in order; `pass` for all after them */
export async function flakyProxy(target: string, faults: Fault[]): Promise<FlakyProxy> {
  const seen: FlakyProxy['seen'] = [];
  const left = [...faults];
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing);
  });

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const fault = body.length === 0 ? 'pass' : (left.shift() ?? 'pass');
    const path = `${incoming.method} ${incoming.url}`;
    if (fault === 'cut') {
      seen.push({ path, fault });
      incoming.socket.destroy();
      return;
    }
    if (fault === 'busy') {
      seen.push({ path, fault, status: 503 });
      outgoing.writeHead(503, { 'retry-after': '1', 'x-elastic-product': 'Elasticsearch' }).end();
      return;
    }
    const { status, headers, text } = await forward(target, incoming, body);
    seen.push({ path, fault, status });
    if (fault === 'lose') incoming.socket.destroy();
    else outgoing.writeHead(status, headers).end(text);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function forward(target: string, incoming: IncomingMessage, body: Buffer) {
  const {
    host: _host,
    connection: _connection,
    'transfer-encoding': _te,
    ...headers
  } = incoming.headers;
  const sent = request(target + (incoming.url ?? '/'), {
    method: incoming.method,
    headers: body.length === 0 ? headers : { ...headers, 'content-length': body.length },
    agent: false,
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const { 'transfer-encoding': _chunked, connection: _kept, ...answered } = answer.headers;
  return { status: answer.statusCode ?? 500, headers: answered, text: Buffer.concat(chunks) };
}
