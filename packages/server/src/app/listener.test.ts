import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { text } from 'node:stream/consumers';
import { listen, startingHandler } from './listener.ts';

test('what is not readable as HTTP is answered with a problem document', async () => {
  const listener = await listen('127.0.0.1', 0, startingHandler);
  const answerTo = (request: string): Promise<string> => {
    const socket = connect(listener.port, '127.0.0.1', () => socket.write(request));
    return text(socket);
  };
  const cases: [string, number, string][] = [
    ['nonsense\r\n\r\n', 400, 'request_malformed'],
    [`GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    [
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
      400,
      'request_malformed',
    ],
  ];
  for (const [request, status, code] of cases) {
    const answer = await answerTo(request);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    assert.ok(head.startsWith(`HTTP/1.1 ${status} `), head);
    assert.match(head, /content-type: application\/problem\+json/);
    assert.equal((JSON.parse(body) as { code: string }).code, code);
  }
  await listener.close(0);
});

test('while it drains, requests before are answered and all others are told why not', async () => {
  const listener = await listen('127.0.0.1', 0, startingHandler);
  const url = `http://127.0.0.1:${listener.port}`;
  const began = Promise.withResolvers<() => void>();
  listener.use((request, response) => {
    if (request.url === '/slow') began.resolve(() => response.end('done'));
    else response.end('ready');
  });
  assert.equal(await (await fetch(`${url}/readyz`)).text(), 'ready');
  const slow = fetch(`${url}/slow`).then((answer) => answer.text());
  const finish = await began.promise;
  const drained = listener.drain(10_000, 'it is stopping (SIGTERM)');
  for (const path of ['/readyz', '/v1/events']) {
    const refused = await fetch(url + path, { method: 'POST', body: 'x' });
    assert.equal(refused.status, 503, path);
    assert.equal(refused.headers.get('retry-after'), '1');
    assert.equal(refused.headers.get('connection'), 'close');
    assert.match(
      ((await refused.json()) as { detail: string }).detail,
      /it is stopping \(SIGTERM\)/,
    );
  }
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  finish();
  assert.equal(await slow, 'done');
  await drained;
  assert.equal((await fetch(`${url}/readyz`)).status, 503, 'until it is closed');
  await listener.close(0);
  await assert.rejects(fetch(`${url}/readyz`));
});

test('what does not end within the grace is cut; without anything in flight it is drained', async () => {
  const listener = await listen('127.0.0.1', 0, () => undefined);
  const hanging = fetch(`http://127.0.0.1:${listener.port}/`).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await listener.drain(10, 'x');
  assert.ok((await hanging) instanceof Error);
  await listener.drain(60_000, 'x');
  await listener.close(0);
});
