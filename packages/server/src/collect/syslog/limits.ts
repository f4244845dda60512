import type { Limit } from '../../lib/limits.ts';

export const SYSLOG_MESSAGE_BYTES: Limit = {
  name: 'syslog.message_bytes',
  default: 65_536,
  description: 'One syslog message; what is longer is cut there. rsyslog sends 8 KiB unless told.',
};

export const SYSLOG_CONNECTIONS: Limit = {
  name: 'syslog.connections',
  default: 1_000,
  description: 'Open syslog connections, TCP and TLS together; more are closed at once.',
};

export const SYSLOG_CONNECTIONS_PER_ADDRESS: Limit = {
  name: 'syslog.connections_per_address',
  default: 100,
  description: 'Open syslog connections of one address, so that one can’t take all.',
};

export const SYSLOG_IDLE_MS: Limit = {
  name: 'syslog.idle_ms',
  default: 86_400_000,
  description:
    'A syslog connection without a byte for so long is closed: a day, since senders lose what they write into one that was.',
};

export const SYSLOG_WAITING_MESSAGES: Limit = {
  name: 'syslog.waiting_messages',
  default: 20_000,
  description:
    'Messages that wait to be recorded: beyond it TCP and TLS are not read, and UDP is lost and counted.',
};

export const SYSLOG_WAITING_BYTES: Limit = {
  name: 'syslog.waiting_bytes',
  default: 33_554_432,
  description: 'The same in bytes of text.',
};

export const SYSLOG_BATCH_MESSAGES: Limit = {
  name: 'syslog.batch_messages',
  default: 1_000,
  description: 'Messages of one source that are recorded at once.',
};

export const SYSLOG_ADDRESSES: Limit = {
  name: 'syslog.addresses',
  default: 10_000,
  description: 'Addresses of unknown senders that are counted apart; the oldest gives way.',
};
