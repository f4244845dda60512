import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { ActaError } from '../../lib/errors.ts';
import { contentOf } from './receive.ts';
import { connect, openDoor } from './testing.ts';

const sshd = (n: number | string) =>
  `<86>1 2026-11-19T08:15:02Z web-1 sshd 7 - - Accepted password for user${n} from 203.0.113.7 port 2 ssh2`;
const local = { settings: { syslog_from: '127.0.0.0/8' } };

test('a datagram is a message of the source whose network it comes from', async (t) => {
  const { port, events } = await openDoor(t, { hosts: { type: 'linux', ...local } });
  const socket = createSocket('udp4');
  socket.send(Buffer.from(`${sshd(1)}\n`), port('udp'), '127.0.0.1');
  const [event] = await events('hosts', 1);
  socket.close();
  assert.deepEqual(
    [event?.action, event?.actor.name, event?.actor.assurance, event?.source.via, event?.raw],
    ['ssh.signed_in', 'user1', 'claimed', 'syslog', sshd(1)],
  );
});

test('streams of lines and of counted messages, cut anywhere, equal messages kept apart', async (t) => {
  const { port, events } = await openDoor(t, { hosts: { type: 'linux', ...local } });
  const lines = await connect(port('tcp'));
  const counted = await connect(port('tcp'));
  const text = `${sshd('a')}\n${sshd('a')}\n${sshd('b')}\n`;
  for (let at = 0; at < text.length; at += 50) lines.write(text.slice(at, at + 50));
  lines.end();
  const message = `${sshd('c')}\n<86>1 2026-11-19T08:15:02Z web-1 sshd 7 - - Accepted password for root from 1.2.3.4`;
  counted.end(`${Buffer.byteLength(message)} ${message}`);
  const found = await events('hosts', 4);
  const names = found.map(({ actor }) => actor.name ?? '').sort();
  assert.deepEqual(names, ['', 'usera', 'usera', 'userb']);
  const inside = found.find(({ raw }) => raw?.includes('userc'));
  assert.match(inside?.raw ?? '', /ssh2#012<86>/, 'a line break inside begins no message');
});

test('the closest rule wins: token, port, program, network', async (t) => {
  const { port, events, addSource } = await openDoor(t, {
    all: { settings: { syslog_from: '0.0.0.0/0' } },
    db: {
      type: 'postgresql',
      settings: { syslog_from: '127.0.0.1', syslog_programs: 'postgres', prefix: '%q%u@%d ' },
    },
    shown: { type: 'linux', secret: 'token-of-shown' },
  });
  await addSource('narrow', { settings: { syslog_from: '127.0.0.0/30' } });
  const socket = await connect(port('tcp'));
  socket.write('<13>1 2026-11-19T08:15:02Z h app - - - to the narrow network\n');
  socket.write(
    '<13>1 2026-11-19T08:15:02Z h postgres 9 - - LOG:  connection received: host=10.0.0.9\n',
  );
  socket.write(
    '<13>1 2026-11-19T08:15:02Z h su 9 - [acta@32473 token="token-of-shown"] (to root) ann on pts/0\n',
  );
  socket.end();
  assert.equal((await events('narrow', 1)).length, 1);
  assert.equal((await events('db', 1))[0]?.action, 'database.connection_opened');
  const [shown] = await events('shown', 1);
  assert.equal(shown?.actor.name, 'ann');
  assert.doesNotMatch(JSON.stringify(shown), /token-of-shown/);
  assert.equal((await events('all', 0)).length, 0);
});

test('products whose records are their own get messages without the header', async (t) => {
  const record =
    '{"type":"request","time":"2026-11-19T08:15:02Z","auth":{"display_name":"ann"},"request":{"id":"r1","operation":"read","path":"kv/data/pay"}}';
  const { port, events } = await openDoor(t, { vault: { type: 'vault', ...local } });
  const socket = await connect(port('tcp'));
  socket.end(`<134>Nov 19 08:15:02 vault-1 vault[7]: ${record}\n`);
  const [event] = await events('vault', 1);
  assert.equal(event?.raw, record);
  assert.equal(
    contentOf(`<134>1 2026-11-19T08:15:02Z h vault 7 - [a b="]"][c] \ufeff${record}`),
    record,
  );
});

test('unknown senders are counted, and told once a minute for each address', async (t) => {
  const { bench, door, port, told, metrics } = await openDoor(t, {
    far: { settings: { syslog_from: '10.0.0.0/8' }, secret: 'right-token' },
  });
  const socket = await connect(port('tcp'));
  for (let n = 0; n < 5; n++) socket.write(`${sshd(n)}\n`);
  socket.end('<13>1 2026-11-19T08:15:02Z h p - - [acta token="wrong-token"] hello\n');
  const [first] = await told('delivery.rejected', 1);
  assert.equal(first?.context?.ip, '127.0.0.1');
  bench.clock.add(60_000);
  await sleep(50);
  door.tick();
  const all = await told('delivery.rejected', 2);
  assert.deepEqual(
    all.map(({ labels }) => labels?.['count']),
    ['1', '5'],
  );
  const text = await metrics();
  assert.match(text, /acta_syslog_unknown_total\{door="tcp",reason="sender_unknown"\} 5/);
  assert.match(text, /acta_syslog_unknown_total\{door="tcp",reason="token_unknown"\} 1/);
});

test('unknown senders are listed until a source claims them', async (t) => {
  const { port, door, addSource } = await openDoor(t, {});
  const socket = await connect(port('tcp'));
  socket.write('<38>1 2026-11-19T08:15:02Z web-1 sshd 7 - - one\n');
  socket.write('<38>1 2026-11-19T08:15:03Z web-2 sudo 7 - - two\n');
  for (let tries = 0; tries < 400 && door.unknownSenders()[0]?.messages !== 2; tries++) {
    await sleep(25);
  }
  const [sender] = door.unknownSenders();
  assert.equal(sender?.address, '127.0.0.1');
  assert.equal(sender?.reason, 'sender_unknown');
  assert.deepEqual([sender?.host, sender?.program], ['web-2', 'sudo']);
  assert.equal(sender?.port, port('tcp'));
  await addSource('elsewhere', { settings: { syslog_from: '10.0.0.0/8' } });
  assert.equal(door.unknownSenders().length, 1);
  await addSource('hosts', local);
  assert.deepEqual(door.unknownSenders(), []);
  socket.destroy();
});

test('what the log can not take now is not read, waits, and is recorded in order', async (t) => {
  let open = false;
  const overloaded = new ActaError({
    code: 'overloaded',
    status: 503,
    fault: 'operator',
    detail: 'The queue is full.',
    next: 'Try again.',
  });
  const { port, events, metrics, bench } = await openDoor(
    t,
    { hosts: { type: 'linux', ...local } },
    {
      limits: { 'syslog.waiting_messages': 20 },
      append: (ledger) => ({
        ...ledger,
        append: async (drafts) => {
          if (!open) throw overloaded;
          return ledger.append(drafts);
        },
      }),
    },
  );
  const socket = await connect(port('tcp'));
  const count = 4_000;
  let sent = 0;
  const datagrams = createSocket('udp4');
  for (; sent < count; sent++) socket.write(`${sshd(sent)}\n`);
  await sleep(300);
  datagrams.send(Buffer.from(sshd('lost')), port('udp'), '127.0.0.1');
  await sleep(100);
  datagrams.close();
  assert.equal(
    (await bench.entries()).filter(({ event }) => event.source.name === 'hosts').length,
    0,
  );
  assert.match(await metrics(), /acta_syslog_lost_total\{reason="no_room"\} 1/);
  open = true;
  socket.end();
  const found = await events('hosts', count);
  assert.deepEqual(
    found.map(({ actor }) => actor.name),
    Array.from({ length: count }, (_, n) => `user${n}`),
  );
});

test('at the end all that senders have written is recorded', async (t) => {
  const { bench, door, port } = await openDoor(t, { hosts: { type: 'linux', ...local } });
  const sockets = await Promise.all([1, 2, 3].map(() => connect(port('tcp'))));
  for (const socket of sockets) {
    socket.on('error', () => undefined);
    for (let n = 0; n < 500; n++) socket.write(`${sshd(n)}\n`);
  }
  await Promise.all(
    sockets.map(async (socket) => {
      if (socket.writableNeedDrain) await once(socket, 'drain');
    }),
  );
  assert.equal(await door.close(), 0);
  const found = (await bench.entries()).filter(({ event }) => event.source.name === 'hosts');
  assert.equal(found.length, 1_500);
});

test('too many connections of one address, and streams that break, are closed and counted', async (t) => {
  const { port, metrics } = await openDoor(
    t,
    { hosts: local },
    { limits: { 'syslog.connections_per_address': 2 } },
  );
  const [first] = await Promise.all([connect(port('tcp')), connect(port('tcp'))]);
  const third = await connect(port('tcp'));
  third.on('error', () => undefined).resume();
  await once(third, 'close');
  first.on('error', () => undefined).resume();
  first.write('4 <1>aand then none');
  await once(first, 'close');
  const text = await metrics();
  assert.match(text, /connections_closed_total\{door="tcp",reason="too_many_connections"\} 1/);
  assert.match(text, /connections_closed_total\{door="tcp",reason="framing_broken"\} 1/);
});

test('a message that JSON readers would refuse costs no other, and no UTF-8 is read as Latin-1', async (t) => {
  const { port, events, metrics } = await openDoor(t, { any: local });
  const socket = await connect(port('tcp'));
  socket.write(`<13>1 2026-11-19T08:15:02Z h app - - - ${'['.repeat(100)}\n`);
  for (let n = 0; n < 100; n++)
    socket.write(`<13>1 2026-11-19T08:15:02Z h app - - - open [ ${n}\n`);
  socket.end(Buffer.from('<13>1 2026-11-19T08:15:02Z h app - - - caf\xe9\n', 'latin1'));
  const found = await events('any', 101);
  assert.equal(found.length, 101);
  assert.equal(found.at(-1)?.labels?.['message'], 'café');
  assert.match(await metrics(), /acta_syslog_not_utf8_total\{door="tcp"\} 1/);
});
