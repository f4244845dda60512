// Syslog over UDP (RFC 5426): one message a datagram. What the network or the kernel drops nobody
// sees here; what there is no room for is counted.
import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Logger } from '../../lib/logger.ts';
import { plainAddress } from '../networks.ts';
import type { Sender } from './routes.ts';

export interface Datagrams {
  /** Starts a listener; gives its port. */
  listen(host: string, port: number): Promise<number>;
  ports(): readonly number[];
  /** Takes what the kernel has received already, then closes. */
  close(): Promise<void>;
}

/** The kernel doubles what it is asked for and caps it at net.core.rmem_max. */
const bufferBytes = 8_388_608;
const lastLookMs = 50;

export function createDatagrams(context: {
  logger: Logger;
  take: (sender: Sender, message: Buffer) => void;
}): Datagrams {
  const sockets: Socket[] = [];
  return {
    async listen(host, port) {
      const socket = createSocket({
        type: isIPv6(host) ? 'udp6' : 'udp4',
        recvBufferSize: bufferBytes,
      });
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.bind(port, host, () => {
          socket.off('error', reject);
          resolve();
        });
      });
      const bound = socket.address().port;
      socket.on('error', (error) => context.logger.error('syslog over UDP', { error }));
      socket.on('message', (message: Buffer, { address }: RemoteInfo) => {
        const plain = plainAddress(address);
        context.take({ address: plain, port: bound, certificates: [], encrypted: false }, message);
      });
      sockets.push(socket);
      return bound;
    },
    ports: () => sockets.map((socket) => socket.address().port),
    async close() {
      if (sockets.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, lastLookMs));
      for (const socket of sockets.splice(0)) socket.close();
    },
  };
}
