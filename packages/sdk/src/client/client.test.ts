import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { ActaApiError, ActaConnectionError, createClient } from '../index.ts';
import { retryAfter } from './transport.ts';

type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void;

async function serve(t: TestContext, handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => handler(request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function json(response: ServerResponse, status: number, body: unknown, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const answer = { accepted: 1, duplicates: 0, rejected: [], receipts: [{ id: 'a', index: 7 }] };
const event = { action: 'deployment.succeeded', actor: { id: 'ada' }, target: { name: 'pay' } };

test('emit repeats under pressure with the same idempotency key, and waits as it is told', async (t) => {
  const keys: unknown[] = [];
  const waits: number[] = [];
  const url = await serve(t, (request, body, response) => {
    keys.push(request.headers['idempotency-key']);
    assert.equal(request.headers.authorization, 'Bearer secret');
    assert.equal(JSON.parse(body).action, event.action);
    if (keys.length === 1) json(response, 503, { code: 'overloaded' }, { 'retry-after': '2' });
    else if (keys.length === 2) request.socket.destroy();
    else json(response, 200, answer);
  });
  const client = createClient({
    url,
    token: 'secret',
    random: () => 1,
    sleep: async (ms) => void waits.push(ms),
  });
  assert.deepEqual(await client.emit(event), answer);
  assert.equal(keys.length, 3);
  assert.equal(new Set(keys).size, 1);
  assert.deepEqual(waits, [2000, 500]);
});

test('a refusal carries its problem document and is not repeated', async (t) => {
  let calls = 0;
  const url = await serve(t, (_request, _body, response) => {
    calls++;
    json(response, 403, { title: 'Forbidden', detail: 'Ask for a key.', code: 'forbidden' });
  });
  await assert.rejects(createClient({ url }).emit(event), (error: unknown) => {
    assert(error instanceof ActaApiError);
    assert.equal(error.status, 403);
    assert.equal(error.code, 'forbidden');
    assert.equal(error.message, 'Ask for a key.');
    return true;
  });
  assert.equal(calls, 1);
});

test('an answer of a proxy that is no problem document still names its status', async (t) => {
  const url = await serve(t, (_request, _body, response) => {
    response.writeHead(404, { 'content-type': 'text/html' });
    response.end('<h1>nothing here</h1>');
  });
  await assert.rejects(createClient({ url }).me(), { status: 404, code: 'http_404' });
});

test('400 with every event rejected is an answer, any other 400 an error', async (t) => {
  const rejected = {
    accepted: 0,
    duplicates: 0,
    rejected: [{ item: 0, error: 'x' }],
    receipts: [],
  };
  const url = await serve(t, (_request, body, response) => {
    json(response, 400, JSON.parse(body).length === 1 ? rejected : { code: 'malformed' });
  });
  const client = createClient({ url });
  assert.deepEqual(await client.emit([event]), rejected);
  await assert.rejects(client.emit([event, event]), { code: 'malformed' });
});

test('nobody there: a connection error after the retries', async () => {
  const client = createClient({ url: 'http://127.0.0.1:1', retries: 1, sleep: async () => {} });
  await assert.rejects(client.me(), ActaConnectionError);
});

test('pages follow the cursor to the end', async (t) => {
  const asked: string[] = [];
  const url = await serve(t, (request, _body, response) => {
    asked.push(request.url ?? '');
    const next = asked.length < 3 ? `c${asked.length}` : null;
    json(response, 200, { events: [], next, covered: {}, total: 0 });
  });
  let pages = 0;
  for await (const page of createClient({ url }).pages({ q: 'actor:a b', limit: 2 })) {
    assert.deepEqual(page.events, []);
    pages++;
  }
  assert.equal(pages, 3);
  assert.deepEqual(asked, [
    '/v1/events?q=actor%3Aa+b&limit=2',
    '/v1/events?q=actor%3Aa+b&limit=2&cursor=c1',
    '/v1/events?q=actor%3Aa+b&limit=2&cursor=c2',
  ]);
});

test('a broken tail resumes after the last event that it gave', async (t) => {
  const resumed: (string | undefined)[] = [];
  const url = await serve(t, (request, _body, response) => {
    resumed.push(request.headers['last-event-id'] as string | undefined);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const first = resumed.length === 1;
    response.write(': hello\n\n');
    for (const index of first ? [1, 2] : [3]) {
      response.write(`id: ${index}\r\ndata: {"index":\r\ndata: ${index}}\r\n\r\n`);
    }
    response.write('data: {"index": 99}');
    if (first) setTimeout(() => request.socket.destroy(), 20);
  });
  const stop = new AbortController();
  const seen: number[] = [];
  const client = createClient({ url, sleep: async () => {} });
  for await (const { event: each } of client.tail({ signal: stop.signal })) {
    seen.push(each.index);
    if (seen.length === 3) stop.abort();
  }
  assert.deepEqual(seen, [1, 2, 3]);
  assert.deepEqual(resumed, [undefined, '2']);
});

test('a tail that the server refuses ends with the refusal', async (t) => {
  const url = await serve(t, (_request, _body, response) => {
    json(response, 400, { code: 'query_invalid', detail: 'Column 3', column: 3 });
  });
  await assert.rejects(createClient({ url }).tail({ q: 'a:(' }).next(), { code: 'query_invalid' });
});

test('an export is waited for and its file read', async (t) => {
  let looks = 0;
  const url = await serve(t, (request, _body, response) => {
    if (request.url?.endsWith('/file')) {
      response.end('a\nb\n');
      return;
    }
    looks++;
    json(response, 200, { id: 'x', status: looks < 3 ? 'running' : 'done' });
  });
  const { exports } = createClient({ url, sleep: async () => {} });
  const job = await exports.wait('x');
  assert.equal(job.status, 'done');
  assert.equal(await new Response(await exports.file('x')).text(), 'a\nb\n');
});

test('Retry-After is read in both of its forms', () => {
  assert.equal(retryAfter('3', 0), 3000);
  assert.equal(retryAfter('Thu, 01 Jan 1970 00:00:10 GMT', 4000), 6000);
  assert.equal(retryAfter('soon', 0), null);
  assert.equal(retryAfter(null, 0), null);
});
