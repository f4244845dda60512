// Senders that wait for no answer: what they have written to a server that stops, and a file that
// is followed over a crash, is in the log once.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { newHome, start, until, type Home } from './server-process.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const line = (n: number) =>
  `<86>1 2026-11-19T08:15:02Z web-1 sshd 7 - - Accepted password for user${n} from 203.0.113.7 port 2 ssh2\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => line(from + n)).join('');

/** How many events of a source the log has, once it has so many. */
async function counted(home: Home, source: string, wanted: number): Promise<number> {
  const server = await start(home);
  try {
    const total = async () =>
      (await server.call('GET', `/v1/events?limit=1&q=source.name:${source}`)).json.total as number;
    return await until(total, (value) => value >= wanted);
  } finally {
    await server.stop();
  }
}

test('what was written over TCP when the server stops is recorded', async () => {
  const port = await freePort();
  const home = newHome({ ACTA_SYSLOG_TCP: `127.0.0.1:${port}` });
  try {
    const server = await start(home);
    const settings = { syslog_from: '127.0.0.1' };
    await server.call('POST', '/v1/sources', { type: 'linux', name: 'hosts', settings });
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    const count = 3_000;
    await new Promise((written) => socket.write(lines(0, count), written));
    assert.equal(await server.stop(), 0, server.output());
    socket.destroy();
    assert.equal(await counted(home, 'hosts', count), count);
  } finally {
    home.remove();
  }
});

test('a file followed over a crash and a rotation is in the log once', async () => {
  const home = newHome();
  const folder = join(dirname(home.data), 'logs');
  home.env['ACTA_FILES_ROOTS'] = folder;
  mkdirSync(folder);
  const log = join(folder, 'auth.log');
  const count = 6_000;
  writeFileSync(log, lines(0, count));
  try {
    const server = await start(home);
    const refused = await server.call('POST', '/v1/sources', {
      type: 'linux',
      name: 'no',
      settings: { path: '/etc/passwd' },
    });
    assert.equal(refused.status, 400, refused.text);
    await server.call('POST', '/v1/sources', {
      type: 'linux',
      name: 'hosts',
      settings: { path: log },
    });
    await until(
      async () => (await server.call('GET', '/v1/sources/hosts')).json.health.events as number,
      (events) => events > 0,
    );
    await server.kill();
    renameSync(log, `${log}.1`);
    appendFileSync(`${log}.1`, line(count));
    writeFileSync(log, line(count + 1));
    assert.equal(await counted(home, 'hosts', count + 2), count + 2);
  } finally {
    home.remove();
  }
});
