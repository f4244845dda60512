// Syslog, RFC 5424, over UDP (RFC 5426), TCP (RFC 6587, octets counted) or TLS (RFC 5425). The
// message is one line of JSON. Nothing is answered: over UDP a message counts as delivered when it
// was sent, over TCP and TLS when the receiver has closed its side after it.
import { createSocket } from 'node:dgram';
import { createConnection, isIP, type Socket } from 'node:net';
import { connect } from 'node:tls';
import type { AlertLevel } from '@acta/sdk';
import { DeliveryFailure, type Kind, type Sent, type SinkJob, type SinkTools } from '../types.ts';

const PORTS: Record<string, number> = { udp: 514, tcp: 601, tls: 6514 };
/** What every receiver must take over UDP (RFC 5426 §3.2). */
const UDP_BYTES = 2_048;
/** How long a receiver may take to close its side. */
const CLOSE_MS = 2_000;
/** Facilities of RFC 5424 §6.2.1 that fit. */
const FACILITIES: Record<string, number> = {
  audit: 13,
  alert: 14,
  auth: 4,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
};
const severities: Record<AlertLevel, number> = {
  critical: 2,
  high: 3,
  medium: 4,
  low: 5,
  informational: 6,
};

export const syslog: Kind = {
  kind: 'syslog',
  title: 'Syslog',
  summary: 'A line of JSON for each step, RFC 5424 over UDP, TCP or TLS',
  defaults: { per_minute: 600, fold_s: 300 },
  settings: [
    { name: 'host', title: 'Server', kind: 'text', required: true, hint: 'Name or address.' },
    {
      name: 'transport',
      title: 'Transport',
      kind: 'choice',
      required: false,
      choices: ['tls', 'tcp', 'udp'],
      default: 'tls',
      hint: 'tcp and udp need the server in egress.allow with http:// before it.',
    },
    {
      name: 'port',
      title: 'Port',
      kind: 'text',
      required: false,
      hint: '6514 with TLS, 601 with TCP, 514 with UDP; as the server says.',
    },
    {
      name: 'facility',
      title: 'Facility',
      kind: 'choice',
      required: false,
      choices: Object.keys(FACILITIES),
      default: 'audit',
      hint: 'As the receiver sorts messages.',
    },
    {
      name: 'ca',
      title: 'Authority',
      kind: 'text',
      required: false,
      hint: 'Base64 of the PEM file of an authority of your own, where the server’s certificate is by it.',
    },
  ],
  problemOf({ settings }) {
    if (!/^[A-Za-z0-9.:_-]{1,253}$/.test(String(settings['host']))) {
      return { setting: 'host', why: 'is no name or address of a server' };
    }
    const port = String(settings['port'] ?? '514');
    const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
    return isPort ? null : { setting: 'port', why: 'is no port' };
  },
  async send(job, tools) {
    const { settings } = job.sink;
    const transport = String(settings['transport']);
    const host = String(settings['host']);
    const port = Number(settings['port'] ?? PORTS[transport] ?? 6_514);
    const [found] = await tools.addresses.of(host, transport !== 'tls');
    const address = found?.address ?? host;
    if (transport === 'udp') return sendDatagram(datagramOf(job), address, port, found?.family);
    const socket =
      transport === 'tls'
        ? connect({ host: address, port, minVersion: 'TLSv1.2', ...trust(job, host) })
        : createConnection({ host: address, port });
    const ready = transport === 'tls' ? 'secureConnect' : 'connect';
    return sendStream(socket, ready, lineOf(job), tools);
  },
};

/** An address is no server name (RFC 6066 §3); it is checked all the same. */
function trust({ sink }: SinkJob, host: string) {
  const { ca } = sink.settings;
  return {
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca: Buffer.from(String(ca), 'base64').toString('utf8') }),
  };
}

/** No structured data: names in it need a number of IANA's, and receivers read JSON anyway. */
function lineOf({ sink, what, alert, message }: SinkJob, facts = message.facts): Buffer {
  const facility = FACILITIES[String(sink.settings['facility'])] ?? FACILITIES['audit'] ?? 13;
  const priority = facility * 8 + severities[message.level];
  const said = {
    id: alert.id,
    what,
    title: message.title,
    level: message.level,
    status: alert.status,
    verdict: alert.verdict,
    rule: alert.rule.id,
    count: alert.count,
    facts: Object.fromEntries(facts.map(({ name, value }) => [name.toLowerCase(), value])),
    url: message.url,
  };
  const header = `<${priority}>1 ${alert.updated} - acta - ${what} - `;
  return Buffer.from(`${header}${JSON.stringify(said)}`, 'utf8');
}

/** Where all facts are too many for a datagram, fewer; the link leads to the rest. */
function datagramOf(job: SinkJob): Buffer {
  const { facts } = job.message;
  for (let count = facts.length; ; count--) {
    const line = lineOf(job, facts.slice(0, count));
    if (line.length <= UDP_BYTES || count === 0) return line;
  }
}

function sendDatagram(line: Buffer, host: string, port: number, family = 4): Promise<Sent> {
  const { promise, resolve, reject } = Promise.withResolvers<Sent>();
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  socket.on('error', reject);
  socket.send(line, port, host, (error) => {
    if (error === null) resolve({ status: null, answer: 'sent; UDP answers nothing' });
    else reject(error);
  });
  return promise.finally(() => socket.close());
}

function sendStream(
  socket: Socket,
  ready: string,
  line: Buffer,
  { timeout_ms }: SinkTools,
): Promise<Sent> {
  const { promise, resolve, reject } = Promise.withResolvers<Sent>();
  const state = { isSent: false };
  socket.setTimeout(timeout_ms, () => {
    // Receivers that keep a connection open have what was written, as far as TCP can tell.
    if (state.isSent && socket.writableLength === 0) done();
    else reject(new DeliveryFailure({ answer: `No connection within ${timeout_ms} ms.` }));
  });
  const done = () => resolve({ status: null, answer: 'written; syslog answers nothing' });
  socket.on('error', reject);
  socket.once(ready, () => {
    socket.end(Buffer.concat([Buffer.from(`${line.length} `), line]), () => {
      state.isSent = true;
      socket.setTimeout(CLOSE_MS);
    });
  });
  socket.resume();
  socket.on('close', () => {
    if (state.isSent) done();
    else reject(new DeliveryFailure({ answer: 'The connection was closed.' }));
  });
  return promise.finally(() => socket.destroy());
}
