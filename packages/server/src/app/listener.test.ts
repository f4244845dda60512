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
