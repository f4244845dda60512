// Sinks that speak over a socket of their own: mail and syslog.
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { certificate, certificateKey } from '../test-certificate.ts';
import { openWorld, person } from '../testing.ts';

const CA = Buffer.from(certificate).toString('base64');
const keys = { key: certificateKey, cert: certificate };

interface Mail {
  user: string | undefined;
  secure: boolean;
  to: string[];
  text: string;
}

async function mailServer(t: TestContext, options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    ...keys,
    logger: false,
    authOptional: true,
    onAuth({ username, password }, _session, done) {
      if (password === 'pa55word') done(null, { user: username ?? '' });
      else done(new Error('535 no'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { user, secure, envelope } = session;
        mails.push({
          user: user as string | undefined,
          secure,
          to: envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
    ...options,
  });
  // Clients that distrust the certificate break off; that is theirs to tell.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { mails, port: String((server.server.address() as AddressInfo).port) };
}

const mail = (port: string, more: Record<string, string> = {}) => ({
  kind: 'email' as const,
  settings: {
    host: '127.0.0.1',
    port,
    from: 'acta@example.org',
    to: 'a@x.example, b@x.example',
    ...more,
  },
});

test('mail goes over STARTTLS, signed in, as text and HTML that no value breaks out of', async (t) => {
  const { mails, port } = await mailServer(t);
  const world = await openWorld(t);
  await world.add(mail(port, { ca: CA, user: 'acta', password: 'pa55word' }));
  const alert = await world.raise('high', 'a\r\nBcc: evil@x.example');
  await world.alerts.act(alert.id, { action: 'acknowledge' }, person);
  await world.dispatcher.settled();
  assert.equal(mails.length, 2);
  const [{ user, secure, to, text }] = mails as [Mail];
  assert.deepEqual([user, secure, to], ['acta', true, ['a@x.example', 'b@x.example']]);
  assert.match(text, /^Subject: \[high\] A <high> rule & more\r$/m);
  assert.match(text, /multipart\/alternative/);
  assert.doesNotMatch(text, /^Bcc:/m);
  assert.match(text, /A &lt;high&gt; rule &amp; more/);
  assert.match(text, /^Auto-Submitted: auto-generated\r$/im);
  const thread = /^In-Reply-To: (<\S+>)/m.exec(text)?.[1];
  assert.ok(thread?.startsWith(`<${alert.id}.`));
  assert.equal(/^In-Reply-To: (<\S+>)/m.exec(mails[1]!.text)?.[1], thread);
  const ids = mails.map((each) => /^Message-ID: <(msg_\S+)@/m.exec(each.text)?.[1]);
  const rows = await world.ledger();
  assert.deepEqual(ids, rows.map(({ id }) => id).toReversed());
  assert.deepEqual([rows[0]!.state, rows[0]!.status], ['delivered', 250]);
});

test('a certificate that nobody vouches for, and a server without TLS, get no mail', async (t) => {
  const distrusted = await mailServer(t);
  const plainServer = await mailServer(t, { disabledCommands: ['STARTTLS'] });
  const world = await openWorld(t);
  await world.add({ ...mail(distrusted.port), name: 'distrusted' });
  await world.add({ ...mail(plainServer.port), name: 'plain' });
  await world.raise();
  await world.dispatcher.settled();
  assert.deepEqual([distrusted.mails.length, plainServer.mails.length], [0, 0]);
  const [first] = await world.ledger('distrusted');
  assert.deepEqual([first!.state, first!.attempts], ['pending', 1]);
  assert.match(first!.answer ?? '', /certificate/);
  const [second] = await world.ledger('plain');
  assert.equal(second!.state, 'pending');
});

test('without TLS only where it is allowed; what the server refuses for good is not tried again', async (t) => {
  const { mails, port } = await mailServer(t);
  const closed = await openWorld(t, { allow: ['127.0.0.1'] });
  await closed.add(mail(port, { security: 'none' }));
  await closed.raise();
  await closed.dispatcher.settled();
  const [refused] = await closed.ledger();
  assert.equal(refused!.state, 'failed');
  assert.match(refused!.answer ?? '', /without TLS/);

  const nobody = await mailServer(t, {
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('No such user'), { responseCode: 550 })),
  });
  const open = await openWorld(t);
  await open.add(mail(port, { security: 'none' }));
  await open.add({ ...mail(nobody.port, { security: 'none' }), name: 'nobody' });
  await open.raise();
  await open.dispatcher.settled();
  assert.equal(mails.length, 1);
  const [dead] = await open.ledger('nobody');
  assert.deepEqual([dead!.state, dead!.status], ['failed', 550]);
});

const listening = (server: Server) =>
  new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(String((server.address() as AddressInfo).port)));
  });

async function syslogServer(t: TestContext, isTls: boolean) {
  const lines: string[] = [];
  const take = (socket: Socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => (text += chunk.toString('utf8')));
    socket.on('end', () => lines.push(text));
  };
  const server = isTls ? createTlsServer(keys, take) : createServer(take);
  const port = await listening(server);
  t.after(() => server.close());
  return { lines, port };
}

const FORM = /^<(\d+)>1 (\S+) - acta - (\S+) - (\{.*\})$/s;

function readLine(framed: string) {
  const [count = '', ...rest] = framed.split(' ');
  const line = rest.join(' ');
  assert.equal(Number(count), Buffer.byteLength(line));
  return readMessage(line);
}

function readMessage(line: string) {
  const [, priority, time, what, json] = FORM.exec(line) ?? [];
  assert.ok(json !== undefined, line);
  return { priority: Number(priority), time, what, said: JSON.parse(json) as { title: string } };
}

for (const transport of ['tcp', 'tls'] as const) {
  test(`syslog over ${transport} is RFC 5424 with its octets counted`, async (t) => {
    const { lines, port } = await syslogServer(t, transport === 'tls');
    const world = await openWorld(t);
    const settings = {
      host: '127.0.0.1',
      port,
      transport,
      ...(transport === 'tls' ? { ca: CA } : {}),
    };
    await world.add({ kind: 'syslog', settings });
    await world.raise('critical');
    await world.dispatcher.settled();
    const [row] = await world.ledger();
    assert.equal(row!.state, 'delivered');
    const { priority, what, said } = readLine(lines[0]!);
    assert.deepEqual([priority, what], [13 * 8 + 2, 'alert.raised']);
    assert.equal(said.title, 'A <critical> rule & more');
  });
}

test('a datagram stays within what every receiver takes, and whole JSON', async (t) => {
  const socket = createSocket('udp4');
  t.after(() => socket.close());
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const got = new Promise<Buffer>((resolve) => socket.once('message', resolve));
  const world = await openWorld(t);
  const port = String(socket.address().port);
  const settings = { host: '127.0.0.1', port, transport: 'udp', facility: 'local3' };
  await world.add({ kind: 'syslog', settings });
  const group = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`f${n}`, '"'.repeat(256)]));
  await world.raise('low', 'a', { group });
  await world.alerts.keep([]);
  await world.raise('high', 'b', { group });
  const line = await got;
  assert.ok(line.length <= 2_048);
  assert.equal(readMessage(line.toString('utf8')).priority, 19 * 8 + 3);
});
