import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, utimesSync } from 'node:fs';
import { test } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { openDoor } from '../../../packages/server/src/collect/syslog/testing.ts';
import { authority } from './authority.ts';

async function reach(port: number, ca: Buffer, own?: { cert: Buffer; key: Buffer }) {
  const socket = connect({ host: '127.0.0.1', port, ca, ...own });
  await once(socket, 'secureConnect');
  return socket;
}

const message = (n: number) =>
  `<86>1 2026-11-19T08:15:02Z web-1 sshd 7 - - Accepted password for user${n} from 203.0.113.7 port 2 ssh2\n`;
const peer = (socket: TLSSocket): string => socket.getPeerCertificate().subject.CN as string;

test('a client certificate names the source, and without one nobody is heard', async (t) => {
  const { at, read, sign, forge } = authority(t);
  sign('acta', 'DNS:localhost,IP:127.0.0.1');
  sign('web-1', 'DNS:web-1.alias.example');
  sign('db-1', 'URI:spiffe://example/db-1');
  forge('stranger', '/CN=web-1.example');
  const tls_files = {
    certificate: at('acta.pem'),
    key: at('acta.key'),
    client_ca: at('ca.pem'),
  };
  const settings = { tls: [{ host: '127.0.0.1', port: 0 }], tls_files };
  const { port, events, told, metrics, door } = await openDoor(
    t,
    {
      web: { type: 'linux', settings: { syslog_certificate: 'WEB-1.alias.example' } },
      db: { type: 'linux', settings: { syslog_certificate: 'spiffe://example/db-1' } },
    },
    { settings },
  );
  const own = (name: string) => ({ cert: read(`${name}.pem`), key: read(`${name}.key`) });
  const web = await reach(port('tls'), read('ca.pem'), own('web-1'));
  const db = await reach(port('tls'), read('ca.pem'), own('db-1'));
  web.end(message(1));
  db.end(message(2));
  const [first] = await events('web', 1);
  const [second] = await events('db', 1);
  assert.deepEqual([first?.actor.name, second?.actor.name], ['user1', 'user2']);
  assert.equal(first?.actor.assurance, 'source_authenticated');

  for (const bad of [undefined, own('stranger')]) {
    const socket = connect({ host: '127.0.0.1', port: port('tls'), ca: read('ca.pem'), ...bad });
    socket.on('error', () => undefined).resume();
    await new Promise((closed) => socket.once('close', closed));
  }
  const refused = await told('delivery.rejected', 1);
  assert.match(refused[0]?.why?.reason ?? '', /^certificate_|^tls_/);
  assert.match(await metrics(), /connections_closed_total\{door="tls",reason="[a-z_]+"\} [12]/);

  copyFileSync(at('db-1.pem'), at('acta.pem'));
  copyFileSync(at('db-1.key'), at('acta.key'));
  utimesSync(at('acta.pem'), 1_900_000_000, 1_900_000_000);
  door.tick();
  const renewed = connect({
    host: '127.0.0.1',
    port: port('tls'),
    ca: read('ca.pem'),
    ...own('web-1'),
    checkServerIdentity: () => undefined,
  });
  await once(renewed, 'secureConnect');
  assert.equal(peer(renewed), 'db-1.example', 'a changed certificate is used without a restart');
  renewed.destroy();
});
