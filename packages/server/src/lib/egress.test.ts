import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createEgress, type EgressOptions } from './egress.ts';
import { createEgressGuard } from './egress-guard.ts';
import { ActaError } from './errors.ts';
import { createLimits } from './limits.ts';
import { createMetrics } from './metrics.ts';

const metrics = createMetrics();
const limits = createLimits({ 'egress.answer_bytes': 1000, 'egress.timeout_ms': 5_000 }, metrics);

async function serve(t: { after(done: () => void): void }, answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function open(t: { after(done: () => void): void }, changes: Partial<EgressOptions> = {}) {
  const egress = createEgress({ allow: ['http://127.0.0.1'], limits, metrics, ...changes });
  t.after(() => egress.close());
  return egress;
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof ActaError ? error.code : String(error)),
  );

test('addresses of the internet are admitted, all others refused', () => {
  const guard = createEgressGuard([]);
  const cases: [string, boolean][] = [
    ['140.82.112.3', true],
    ['2606:50c0:8000::153', true],
    ['::ffff:140.82.112.3', true],
    ['127.0.0.1', false],
    ['127.8.9.1', false],
    ['10.1.2.3', false],
    ['172.31.255.255', false],
    ['192.168.0.1', false],
    ['169.254.169.254', false],
    ['100.100.100.200', false],
    ['168.63.129.16', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['224.0.0.1', false],
    ['::1', false],
    ['::', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:7f00:1', false],
    ['::127.0.0.1', false],
    ['fe80::1', false],
    ['fd00:ec2::254', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001:0:4136:e378::', false],
    ['ff02::1', false],
    ['no address', false],
  ];
  for (const [address, admitted] of cases) {
    assert.equal(guard.admits('x.example', address), admitted, address);
    assert.equal(guard.admitsPlain('x.example', address), false, address);
  }
});

test('the operator allows hosts and networks, and plain http only by saying so', () => {
  const guard = createEgressGuard([
    'GitLab.internal',
    '10.1.0.0/16',
    'http://10.2.0.7',
    'fd00::/8',
  ]);
  assert.ok(guard.admits('gitlab.INTERNAL', '192.168.1.1'));
  assert.ok(guard.admits('other', '10.1.200.3'));
  assert.ok(guard.admits('other', 'fd12::1'));
  assert.equal(guard.admits('other', '10.3.0.1'), false);
  assert.equal(guard.admitsPlain('gitlab.internal', '192.168.1.1'), false);
  assert.ok(guard.admitsPlain('other', '10.2.0.7'));
  for (const rule of ['10.0.0.0/33', '10.0.0.0/x', 'a b', 'https://', 'host/path', '::/129']) {
    assert.throws(() => createEgressGuard([rule]), { code: 'egress_allow_invalid' }, rule);
  }
});

test('a request goes out with its body and comes back with status, headers and plain body', async (t) => {
  const port = await serve(t, (request, response) => {
    request.on('data', (body: Buffer) => {
      response.setHeader('content-encoding', 'gzip');
      response.setHeader('x-two', ['a', 'b']);
      response.statusCode = 201;
      const said = [request.method, request.headers['x-own'], body.toString()];
      response.end(gzipSync(said.join(' ')));
    });
  });
  const answer = await open(t).request({
    url: `http://127.0.0.1:${port}/x`,
    method: 'POST',
    headers: { 'x-own': '1' },
    body: 'hello',
  });
  assert.equal(answer.status, 201);
  assert.equal(answer.body.toString(), 'POST 1 hello');
  assert.equal(answer.headers['x-two'], 'a, b');
});

test('a redirect is an answer, not followed', async (t) => {
  let asked = 0;
  const port = await serve(t, (_request, response) => {
    asked++;
    response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
  });
  const answer = await open(t).request({ url: `http://127.0.0.1:${port}/` });
  assert.deepEqual([answer.status, asked], [302, 1]);
});

test('what is not admitted is refused before a byte is sent', async (t) => {
  let asked = 0;
  const port = await serve(t, (_request, response) => {
    asked++;
    response.end();
  });
  const closed = open(t, { allow: [] });
  const https = open(t, { allow: ['127.0.0.1', 'rebound.example'] });
  const rebound = open(t, {
    allow: [],
    resolve: async () => [
      { address: '140.82.112.3', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
  });
  const unknown = open(t, { resolve: () => Promise.reject(new Error('ENOTFOUND')) });
  const at = (host: string) => ({ url: `http://${host}:${port}/?token=hush` });
  assert.equal(await codeOf(closed.request(at('127.0.0.1'))), 'egress_address_refused');
  assert.equal(await codeOf(closed.request(at('0x7f.1'))), 'egress_address_refused');
  assert.equal(await codeOf(closed.request(at('[::1]'))), 'egress_address_refused');
  assert.equal(await codeOf(closed.request(at('localhost'))), 'egress_address_refused');
  assert.equal(await codeOf(https.request(at('127.0.0.1'))), 'egress_not_https');
  assert.equal(await codeOf(rebound.request(at('rebound.example'))), 'egress_address_refused');
  assert.equal(await codeOf(unknown.request(at('nowhere.example'))), 'egress_name_unknown');
  for (const url of ['ftp://a.example/', 'file:///etc/passwd', 'http://u:p@a.example/', 'x']) {
    assert.equal(await codeOf(closed.request({ url })), 'egress_url_invalid', url);
  }
  assert.equal(asked, 0);
});

test('an answer is bounded in size and time, and must be whole; errors say no more than the host', async (t) => {
  const port = await serve(t, (request, response) => {
    if (request.url?.startsWith('/large')) response.end('x'.repeat(2000));
    else if (request.url?.startsWith('/bomb')) {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000)));
    } else if (request.url?.startsWith('/cut')) {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => response.destroy());
    } else if (request.url?.startsWith('/reset')) request.socket.destroy();
  });
  const egress = open(t);
  const get = (path: string, timeout_ms?: number) =>
    egress.request({
      url: `http://127.0.0.1:${port}${path}?token=hush`,
      headers: { authorization: 'Bearer hush' },
      ...(timeout_ms === undefined ? {} : { timeout_ms }),
    });
  assert.equal(await codeOf(get('/large')), 'egress_answer_too_large');
  assert.equal(await codeOf(get('/bomb')), 'egress_answer_too_large');
  assert.equal(await codeOf(get('/cut')), 'egress_broken');
  assert.equal(await codeOf(get('/reset')), 'egress_broken');
  assert.equal(await codeOf(get('/hang', 50)), 'egress_timed_out');
  const failed = await get('/reset').catch((error: unknown) => error);
  assert.equal(
    JSON.stringify([failed, String(failed), (failed as Error).stack]).includes('hush'),
    false,
  );
});
