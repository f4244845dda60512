import { readFileSync } from 'node:fs';
import type { Counter, Metrics } from '../../lib/metrics.ts';

export type DoorKind = 'udp' | 'tcp' | 'tls';

export interface SyslogMeters {
  messages: Counter;
  lost: Counter;
  unknown: Counter;
  closed: Counter;
  foreign: Counter;
}

/** The metrics of the syslog doors; gauges are read when they are asked for. */
export function syslogMeters(
  metrics: Metrics,
  read: {
    connections: () => ReadonlyMap<DoorKind, number>;
    waiting: () => { messages: number; bytes: number };
    udpPorts: () => readonly number[];
  },
): SyslogMeters {
  metrics.gauge('acta_syslog_connections', 'Open syslog connections.', ['door'], (gauge) => {
    for (const [door, count] of read.connections()) gauge.set({ door }, count);
  });
  metrics.gauge(
    'acta_syslog_waiting_messages',
    'Syslog messages that wait to be recorded.',
    [],
    (gauge) => gauge.set(read.waiting().messages),
  );
  metrics.gauge(
    'acta_syslog_udp_dropped',
    'Datagrams that the kernel dropped at the socket since it was opened, where it tells.',
    [],
    (gauge) => gauge.set(kernelDrops(read.udpPorts())),
  );
  return {
    messages: metrics.counter('acta_syslog_messages_total', 'Syslog messages received.', ['door']),
    lost: metrics.counter(
      'acta_syslog_lost_total',
      'Syslog messages that were not recorded: no room (UDP), a paused or removed source, an error, the end.',
      ['reason'],
    ),
    unknown: metrics.counter(
      'acta_syslog_unknown_total',
      'Syslog messages of senders that no source claims.',
      ['door', 'reason'],
    ),
    closed: metrics.counter(
      'acta_syslog_connections_closed_total',
      'Syslog connections that Acta closed, and why.',
      ['door', 'reason'],
    ),
    foreign: metrics.counter(
      'acta_syslog_not_utf8_total',
      'Syslog messages that were not UTF-8 and were read as Latin-1.',
      ['door'],
    ),
  };
}

/** The last column of the kernel's tables of UDP sockets (Linux); 0 where there are none. */
function kernelDrops(ports: readonly number[]): number {
  const wanted = new Set(ports.map((port) => port.toString(16).toUpperCase().padStart(4, '0')));
  let drops = 0;
  for (const table of ['/proc/self/net/udp', '/proc/self/net/udp6']) {
    for (const line of tableOf(table).split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/);
      if (wanted.has(columns[1]?.split(':')[1] ?? '')) drops += Number(columns.at(-1)) || 0;
    }
  }
  return drops;
}

function tableOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
