// rsyslog and syslog-ng send over UDP, TCP and TLS with client certificates: what a program logs is
// an event of the source that the sender proves to be, each of equal messages too.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { authority, type Authority } from './authority.ts';
import {
  acta,
  daemon,
  freePort,
  program,
  temporary,
  type Acta,
  type Daemon,
  type TestLike,
} from './world.ts';

type Transport = 'udp' | 'tcp' | 'tls';
const transports: readonly Transport[] = ['udp', 'tcp', 'tls'];

interface Forwarder {
  socket: string;
  running: Daemon;
}

interface Target {
  ports: Record<Transport, number>;
  certificates: Authority;
  name: string;
  /** Token of the source for UDP and TCP. */
  secrets: Record<Transport, string>;
}

async function begun(forwarder: Forwarder): Promise<Forwarder> {
  for (let tries = 0; tries < 200 && !existsSync(forwarder.socket); tries++) await sleep(25);
  assert.ok(existsSync(forwarder.socket), forwarder.running.output());
  return forwarder;
}

/** One program of each name goes out by one transport. */
function rsyslog(t: TestLike, dir: string, target: Target): Promise<Forwarder> {
  const { ports, certificates, name, secrets } = target;
  const socket = join(dir, 'rsyslog.sock');
  const template = (transport: Transport) =>
    `template(name="${transport}" type="string" string="<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% %PROCID% %MSGID% [acta token=\\"${secrets[transport]}\\"]%msg%\\n")`;
  const plain =
    'template(name="tls" type="string" string="<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% %PROCID% %MSGID% -%msg%\\n")';
  const tls = [
    'StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="x509/name"',
    'StreamDriverPermittedPeers="localhost" TCP_Framing="octet-counted"',
    `StreamDriver.CAFile="${certificates.at('ca.pem')}"`,
    `StreamDriver.CertFile="${certificates.at(`${name}.pem`)}"`,
    `StreamDriver.KeyFile="${certificates.at(`${name}.key`)}"`,
  ].join(' ');
  const more = { udp: '', tcp: 'TCP_Framing="octet-counted"', tls };
  const queue = (transport: Transport) =>
    `queue.type="LinkedList" queue.filename="${transport}" queue.saveOnShutdown="on" queue.maxDiskSpace="1g" action.resumeRetryCount="-1" action.resumeInterval="1"`;
  const action = (transport: Transport) =>
    `if $programname == "${transport}" then action(type="omfwd" target="127.0.0.1" port="${ports[transport]}" protocol="${transport === 'udp' ? 'udp' : 'tcp'}" template="${transport}" ${more[transport]} ${transport === 'udp' ? '' : queue(transport)})`;
  const config = join(dir, 'rsyslog.conf');
  writeFileSync(
    config,
    [
      `global(workDirectory="${dir}")`,
      `module(load="imuxsock" SysSock.Use="off")`,
      `input(type="imuxsock" Socket="${socket}" RateLimit.Interval="0")`,
      template('udp'),
      template('tcp'),
      plain,
      ...transports.map(action),
      '',
    ].join('\n'),
  );
  const args = ['-n', '-f', config, '-i', join(dir, 'rsyslog.pid')];
  return begun({
    socket,
    running: daemon(t, program('rsyslogd', 'rsyslog rsyslog-openssl'), args),
  });
}

/** Debian lets only one of the two be installed: this one is unpacked beside (see .ci/run). */
function syslogNg(t: TestLike, dir: string, target: Target): Promise<Forwarder> {
  const { ports, certificates, name, secrets } = target;
  const root = process.env['ACTA_SYSLOG_NG'] ?? '/opt/acta-syslog-ng';
  const installed = existsSync(join(root, 'usr/sbin/syslog-ng')) ? root : '/';
  const command = program(join(installed, 'usr/sbin/syslog-ng'), 'syslog-ng-core (see .ci/run)');
  const folder = join(installed, 'usr/lib/syslog-ng');
  const socket = join(dir, 'syslog-ng.sock');
  const format = (transport: Transport) =>
    `template("<\${PRI}>1 \${ISODATE} \${HOST} \${PROGRAM} \${PID:--} \${MSGID:--} ${transport === 'tls' ? '-' : `[acta token=\\"${secrets[transport]}\\"]`} \${MSG}\\n")`;
  const tls = `tls(ca-file("${certificates.at('ca.pem')}") cert-file("${certificates.at(`${name}.pem`)}") key-file("${certificates.at(`${name}.key`)}"))`;
  const config = join(dir, 'syslog-ng.conf');
  writeFileSync(
    config,
    [
      '@version: 3.38',
      'options { keep-hostname(yes); time-reopen(1); stats-freq(0); };',
      `source s { unix-dgram("${socket}"); };`,
      ...transports.flatMap((transport) => [
        `destination d_${transport} { network("127.0.0.1" port(${ports[transport]}) transport("${transport}") ${transport === 'tls' ? tls : ''} ${format(transport)} ${transport === 'udp' ? '' : 'disk-buffer(reliable(yes) disk-buf-size(2097152) dir("' + dir + '"))'}); };`,
        `filter f_${transport} { program("${transport}"); };`,
        `log { source(s); filter(f_${transport}); destination(d_${transport}); };`,
      ]),
      '',
    ].join('\n'),
  );
  const args = [
    '-F',
    '--no-caps',
    '-f',
    config,
    '-R',
    join(dir, 'ng.persist'),
    '-p',
    join(dir, 'ng.pid'),
    '-c',
    join(dir, 'ng.ctl'),
    `--module-path=${join(folder, '3.38')}`,
  ];
  const env = { ...process.env, LD_LIBRARY_PATH: folder };
  return begun({ socket, running: daemon(t, command, args, { env }) });
}

const log = (socket: string, tag: string, text: string): void => {
  execFileSync('logger', ['--socket', socket, '-d', '-p', 'auth.info', '-t', tag, '-i', text]);
};

const forwarders = { rsyslog, 'syslog-ng': syslogNg };

for (const [kind, begin] of Object.entries(forwarders)) {
  test(`${kind} over UDP, TCP and TLS with a client certificate`, async (t) => {
    const dir = temporary(t);
    const certificates = authority(t);
    certificates.sign('localhost', 'DNS:localhost,IP:127.0.0.1');
    certificates.sign('web-1', 'DNS:web-1.example');
    const ports = { udp: await freePort(), tcp: await freePort(), tls: await freePort() };
    const server: Acta = await acta(t, {
      ACTA_SYSLOG_UDP: `127.0.0.1:${ports.udp}`,
      ACTA_SYSLOG_TCP: `127.0.0.1:${ports.tcp}`,
      ACTA_SYSLOG_TLS: `127.0.0.1:${ports.tls}`,
      ACTA_SYSLOG_TLS_CERTIFICATE: certificates.at('localhost.pem'),
      ACTA_SYSLOG_TLS_KEY: certificates.at('localhost.key'),
      ACTA_SYSLOG_TLS_CLIENT_CA: certificates.at('ca.pem'),
    });
    const secrets = { udp: '', tcp: '', tls: '' };
    for (const transport of transports) {
      const settings: Record<string, string> =
        transport === 'tls' ? { syslog_certificate: 'web-1.example' } : {};
      secrets[transport] = (await server.source(`over-${transport}`, 'syslog', settings)).secret;
    }
    const { socket } = await begin(t, dir, { ports, certificates, name: 'web-1', secrets });
    for (const transport of transports) {
      log(socket, transport, `first of ${transport}`);
      log(socket, transport, 'the same');
      log(socket, transport, 'the same');
    }
    for (const transport of transports) {
      const found = await server.events(`source.name:over-${transport}`, 3);
      assert.deepEqual(found.map(({ labels }) => labels?.['message'] ?? '').sort(), [
        `first of ${transport}`,
        'the same',
        'the same',
      ]);
      const [event] = found;
      assert.equal(event?.labels?.['facility'], 'auth');
      assert.equal(event?.labels?.['program'], transport);
      assert.equal(event?.target?.type, 'host');
      const sure = transport === 'tls' ? 'source_authenticated' : 'claimed';
      assert.equal(event?.actor.assurance, sure);
    }
    const many = 2_000;
    const lines = Array.from({ length: many }, (_, n) => `line ${n}`).join('\n');
    execFileSync('logger', ['--socket', socket, '-d', '-t', 'tls'], { input: lines });
    await server.events('source.name:over-tls "line"', 500);
    const counted = async () =>
      (await server.call('GET', '/v1/sources/over-tls')).json.health.events as number;
    for (let tries = 0; tries < 200 && (await counted()) < many + 3; tries++) await sleep(50);
    assert.equal(await counted(), many + 3);
  });
}
