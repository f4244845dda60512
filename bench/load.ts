// A load generator that costs little itself: raw sockets, requests encoded beforehand, one request
// in flight on each connection. Answers latencies and what the server said.
import { connect, type Socket } from 'node:net';

export interface Load {
  host: string;
  port: number;
  token: string;
  connections: number;
  /** Bodies in order; connections take the next one as they become free. */
  bodies: Iterator<{ body: Buffer; events: number; type?: string }>;
  /** Pauses so that no more than this many events leave in a second. */
  events_per_s?: number;
}

export interface LoadResult {
  events: number;
  requests: number;
  seconds: number;
  /** Milliseconds, sorted. */
  latencies: Float64Array;
  statuses: Record<string, number>;
}

export const quantile = (sorted: Float64Array, q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

/** Sends one request and resolves with its status once the whole answer has come. */
function exchange(socket: Socket, parts: Buffer[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let head = '';
    let wanted = -1;
    let got = 0;
    const onData = (chunk: Buffer): void => {
      if (wanted < 0) {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        wanted = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        got = head.length - end - 4;
      } else got += chunk.length;
      if (got < wanted) return;
      socket.off('data', onData);
      socket.off('error', reject);
      resolve(head.slice(9, 12));
    };
    socket.on('data', onData);
    socket.on('error', reject);
    socket.cork();
    for (const part of parts) socket.write(part);
    socket.uncork();
  });
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Drives the load to the end of `bodies`. 503 is honoured: the same body is sent again. */
export async function drive(load: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let events = 0;
  let requests = 0;
  const started = performance.now();
  const worker = async (): Promise<void> => {
    const socket = connect(load.port, load.host).setNoDelay(true);
    await new Promise((resolve) => socket.once('connect', resolve));
    for (let next = load.bodies.next(); !next.done; next = load.bodies.next()) {
      const { body, events: count, type = 'application/json' } = next.value;
      // Counted before the wait: else all connections wait for the same moment and send at once.
      events += count;
      if (load.events_per_s) {
        const due = started + (events / load.events_per_s) * 1000;
        const wait = due - performance.now();
        if (wait > 1) await sleep(wait);
      }
      const head = Buffer.from(
        `POST /v1/events HTTP/1.1\r\nhost: ${load.host}\r\nauthorization: Bearer ${load.token}\r\n` +
          `content-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      for (;;) {
        const sent = performance.now();
        const status = await exchange(socket, [head, body]);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === '503') {
          await sleep(50);
          continue;
        }
        latencies.push(performance.now() - sent);
        requests += 1;
        break;
      }
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: load.connections }, worker));
  const seconds = (performance.now() - started) / 1000;
  return { events, requests, seconds, latencies: Float64Array.from(latencies).sort(), statuses };
}
