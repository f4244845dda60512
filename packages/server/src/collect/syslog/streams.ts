// Syslog over TCP and TLS (RFC 6587, RFC 5425): what can't be recorded yet is not read. A sender
// learns nothing of what was taken, so that at the end all that it has written is read first.
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { Limits } from '../../lib/limits.ts';
import { plainAddress } from '../networks.ts';
import { createFraming, FramingBroken, type Framed } from './framing.ts';
import {
  SYSLOG_CONNECTIONS,
  SYSLOG_CONNECTIONS_PER_ADDRESS,
  SYSLOG_IDLE_MS,
  SYSLOG_MESSAGE_BYTES,
} from './limits.ts';
import type { DoorKind } from './meters.ts';
import type { Sender } from './routes.ts';
import { namesOf, tlsContext, type TlsFiles } from './tls.ts';

export interface StreamsContext {
  limits: Limits;
  /** Takes a message, whatever is waiting. */
  take: (door: DoorKind, sender: Sender, message: Framed) => void;
  /** Whether nothing more should be read for now. */
  full: () => boolean;
  /** A connection that Acta closed or refused. */
  closed: (door: DoorKind, address: string, reason: string) => void;
}

export interface Streams {
  /** Starts a listener; gives its port. `tls` makes it one of TLS. */
  listen(host: string, port: number, tls?: TlsFiles): Promise<number>;
  /** Reads again where nothing was read for want of room. */
  resume(): void;
  connections(): ReadonlyMap<DoorKind, number>;
  /** Reads the certificates anew where their files have changed. */
  renew(): void;
  /** No new connections; reads what is written until senders are quiet, then closes. */
  close(time_ms: number): Promise<void>;
}

const keepAliveMs = 60_000;
/** A sender that is quiet for so long after Acta said that it closes has nothing under way. */
const quietMs = 300;
const acceptMs = 50;

interface Connection {
  door: DoorKind;
  socket: Socket;
  address: string;
  heard: number;
}

export function createStreams(context: StreamsContext): Streams {
  const { limits, full, closed } = context;
  const open = new Set<Connection>();
  const servers: Listener[] = [];

  const admit: Admit = (door, socket) => {
    const address = plainAddress(socket.remoteAddress ?? '');
    const own = [...open].filter((connection) => connection.address === address).length;
    const passed =
      open.size >= limits.value(SYSLOG_CONNECTIONS)
        ? SYSLOG_CONNECTIONS
        : own >= limits.value(SYSLOG_CONNECTIONS_PER_ADDRESS)
          ? SYSLOG_CONNECTIONS_PER_ADDRESS
          : undefined;
    if (passed !== undefined) {
      limits.reached(passed);
      closed(door, address, 'too_many_connections');
      socket.destroy();
      return undefined;
    }
    const connection = { door, socket, address, heard: Date.now() };
    open.add(connection);
    socket.once('close', () => open.delete(connection));
    return connection;
  };

  return {
    async listen(host, port, tls) {
      const made =
        tls === undefined ? plainServer(context, admit) : secureServer(context, admit, tls);
      made.server.maxConnections = 2 * limits.value(SYSLOG_CONNECTIONS); // handshakes included
      await new Promise<void>((resolve, reject) => {
        made.server.once('error', reject);
        made.server.listen(port, host, resolve);
      });
      servers.push(made);
      return (made.server.address() as AddressInfo).port;
    },
    resume() {
      for (const { socket } of open) if (!full()) socket.resume();
    },
    connections() {
      const counts = new Map<DoorKind, number>([
        ['tcp', 0],
        ['tls', 0],
      ]);
      for (const { door } of open) counts.set(door, (counts.get(door) ?? 0) + 1);
      return counts;
    },
    renew() {
      for (const { renew } of servers) renew();
    },
    async close(time_ms) {
      await sleep(acceptMs); // connections that the kernel has made already are senders too
      for (const { server } of servers) server.close();
      await quiet(open, time_ms);
    },
  };
}

/** Tells senders that it ends, reads until they are quiet, and closes. */
async function quiet(open: ReadonlySet<Connection>, time_ms: number): Promise<void> {
  for (const { socket } of open) socket.end();
  const end = Date.now() + time_ms;
  while (open.size > 0 && Date.now() < end) {
    for (const { socket, heard } of open) {
      if (!socket.isPaused() && Date.now() - heard > quietMs) socket.destroy();
    }
    await sleep(20);
  }
  for (const { socket } of open) socket.destroy();
  while (open.size > 0) await sleep(1);
}

interface Listener {
  server: Server;
  renew: () => void;
}

type Admit = (door: DoorKind, socket: Socket) => Connection | undefined;

function plainServer(context: StreamsContext, admit: Admit): Listener {
  const server = createTcpServer({ allowHalfOpen: false }, (socket) => {
    const connection = admit('tcp', socket);
    socket.on('error', () => socket.destroy()); // a sender that went away
    if (connection !== undefined) serve(context, connection, []);
  });
  return { server, renew: () => undefined };
}

function secureServer(context: StreamsContext, admit: Admit, files: TlsFiles): Listener {
  const made = tlsContext(files);
  const server = createTlsServer(made.options, (socket: TLSSocket) => {
    const connection = admit('tls', socket);
    socket.on('error', () => socket.destroy());
    if (connection !== undefined) serve(context, connection, namesOf(socket));
  });
  server.on('tlsClientError', (error, socket) => {
    context.closed('tls', plainAddress(socket.remoteAddress ?? ''), reasonOf(error));
    socket.destroy();
  });
  return { server, renew: () => made.renew((options) => server.setSecureContext(options)) };
}

/** Reads one connection to its end. */
function serve(
  context: StreamsContext,
  connection: Connection,
  certificates: readonly string[],
): void {
  const { limits, full } = context;
  const { door, socket, address } = connection;
  const port = socket.localPort ?? 0;
  const sender = { address, port, certificates, encrypted: door === 'tls' };
  const framing = createFraming(limits.value(SYSLOG_MESSAGE_BYTES));
  const take = (messages: Framed[]) => {
    for (const message of messages) context.take(door, sender, message);
  };
  socket.setKeepAlive(true, keepAliveMs);
  socket.setTimeout(limits.value(SYSLOG_IDLE_MS), () => cut('idle'));
  socket.on('data', (chunk: Buffer) => {
    connection.heard = Date.now();
    try {
      take(framing.push(chunk));
    } catch (error) {
      if (!(error instanceof FramingBroken)) throw error;
      cut('framing_broken');
    }
    if (full()) socket.pause();
  });
  socket.once('end', () => take(framing.end()));
  socket.once('close', () => take(framing.end()));
  if (full()) socket.pause();

  function cut(reason: string): void {
    context.closed(door, address, reason);
    socket.destroy();
  }
}

const sleep = (time_ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, time_ms));

/** A short name for why a TLS handshake failed. */
function reasonOf(error: Error): string {
  const code = (error as { code?: unknown }).code;
  if (code === 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE') return 'certificate_missing';
  return typeof code === 'string' && /CERT|SELF_SIGNED|ISSUER|VERIFY/.test(code)
    ? 'certificate_invalid'
    : 'tls_handshake_failed';
}
