// Every setting once: where it may come from and what it means. docs/reference/settings.md says the
// same; a test holds the two together.
import { z } from 'zod';
import type { Issuer } from '../identity/index.ts';
import { issuersSchema } from './issuers.ts';

export interface Setting {
  /** Path in acta.yaml. */
  path: string;
  /** Command line flag without its dashes; absent: not on the command line. */
  flag?: string;
  /** Environment variable; absent: not in the environment. */
  env?: string;
  schema: z.ZodType;
  description: string;
}

const aPort = 'expected a port, 0 to 65535';
const port = z.preprocess(
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
  z.number(aPort).int(aPort).min(0, aPort).max(65_535, aPort),
);
const flag = z.preprocess(
  (value) =>
    value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
  z.boolean(),
);
const text = z.string().min(1);
const positive = z.coerce.number().positive();
const list = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value),
  z.array(text),
);
/** `host:port`, `[::1]:port`, or a port of all addresses. */
const address = text.transform((value, context) => {
  const found = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)|):)?(\d{1,5})$/.exec(value);
  const port = Number(found?.[3] ?? -1);
  if (found === null || port > 65_535) {
    context.addIssue({ code: 'custom', message: `${value} is not host:port` });
    return z.NEVER;
  }
  return { host: found[1] ?? found[2] ?? '::', port };
});
const addresses = z.preprocess(
  (value) =>
    typeof value === 'number'
      ? [String(value)]
      : typeof value === 'string'
        ? value.split(',').map((item) => item.trim())
        : value,
  z.array(address),
);
const url = z.url({ protocol: /^https?$/ });
const level = z.enum(['debug', 'info', 'warn', 'error', 'silent']);

export const SETTINGS: readonly Setting[] = [
  {
    path: 'port',
    flag: 'port',
    env: 'ACTA_PORT',
    schema: port.default(8480),
    description: 'TCP port to listen on; 0 takes a free one.',
  },
  {
    path: 'host',
    flag: 'host',
    env: 'ACTA_HOST',
    schema: text.default('127.0.0.1'),
    description: 'Address to listen on. One that is not loopback needs authentication configured.',
  },
  {
    path: 'data',
    flag: 'data',
    env: 'ACTA_DATA',
    schema: text.default('./data'),
    description: 'Data directory. One process owns it.',
  },
  {
    path: 'log_level',
    flag: 'log-level',
    env: 'ACTA_LOG_LEVEL',
    schema: level.default('info'),
    description: 'debug, info, warn, error or silent; logs go to standard error.',
  },
  {
    path: 'public_url',
    flag: 'public-url',
    env: 'ACTA_PUBLIC_URL',
    schema: url.optional(),
    description:
      'Address that people and senders use, when it is not that of each request. With https the session cookie is bound to TLS.',
  },
  {
    path: 'trusted_proxies',
    env: 'ACTA_TRUSTED_PROXIES',
    schema: list.default([]),
    description: 'Addresses or networks whose X-Forwarded-For is believed.',
  },
  {
    path: 'log.origin',
    env: 'ACTA_LOG_ORIGIN',
    schema: text.optional(),
    description:
      'Name of the log in its checkpoints; made up at the first start, and never changed after.',
  },
  {
    path: 'log.public',
    flag: 'log-public',
    env: 'ACTA_LOG_PUBLIC',
    schema: flag.default(false),
    description: 'Serve /log/… to everybody. The tree holds no names, addresses or payloads.',
  },
  {
    path: 'log.head_file',
    env: 'ACTA_LOG_HEAD_FILE',
    schema: text.optional(),
    description:
      'File outside the data directory that remembers the head of the log. Default: below $XDG_STATE_HOME/acta.',
  },
  {
    path: 'detection.shipped',
    env: 'ACTA_DETECTION_SHIPPED',
    schema: flag.default(true),
    description: 'Run the rules that come with Acta.',
  },
  {
    path: 'detection.rules',
    env: 'ACTA_DETECTION_RULES',
    schema: list.default([]),
    description:
      'Folders with further Sigma rules, such as a checkout of SigmaHQ; their files are read at the start and never changed.',
  },
  {
    path: 'detection.overlay',
    env: 'ACTA_DETECTION_OVERLAY',
    schema: text.optional(),
    description:
      'File with what you change about rules of others: field aliases, rules that are off, levels, placeholders. It counts more than the one for SigmaHQ that comes with Acta.',
  },
  {
    path: 'index.url',
    env: 'ACTA_INDEX_URL',
    schema: url.optional(),
    description:
      'A ClickHouse server instead of the embedded engine, as https://user:password@host:8443/database.',
  },
  {
    path: 'web.dir',
    env: 'ACTA_WEB_DIR',
    schema: text.optional(),
    description: 'Folder of the built page. Default: web/dist of the installation.',
  },
  {
    path: 'syslog.udp',
    env: 'ACTA_SYSLOG_UDP',
    schema: addresses.default([]),
    description: 'Addresses to listen on for syslog over UDP, as host:port. Off without any.',
  },
  {
    path: 'syslog.tcp',
    env: 'ACTA_SYSLOG_TCP',
    schema: addresses.default([]),
    description: 'The same over TCP.',
  },
  {
    path: 'syslog.tls',
    env: 'ACTA_SYSLOG_TLS',
    schema: addresses.default([]),
    description: 'The same over TLS; needs a certificate and its key.',
  },
  {
    path: 'syslog.tls_certificate',
    env: 'ACTA_SYSLOG_TLS_CERTIFICATE',
    schema: text.optional(),
    description:
      'File of the listener’s certificate with its chain, in PEM. Read again when it changes.',
  },
  {
    path: 'syslog.tls_key',
    env: 'ACTA_SYSLOG_TLS_KEY',
    schema: text.optional(),
    description: 'File of its private key, in PEM.',
  },
  {
    path: 'syslog.tls_client_ca',
    env: 'ACTA_SYSLOG_TLS_CLIENT_CA',
    schema: text.optional(),
    description:
      'File of the authorities whose client certificates are taken, in PEM. With it every sender must show one.',
  },
  {
    path: 'syslog.public_host',
    env: 'ACTA_SYSLOG_PUBLIC_HOST',
    schema: text.optional(),
    description: 'Name that setup steps tell senders. Default: the host of public_url.',
  },
  {
    path: 'files.roots',
    env: 'ACTA_FILES_ROOTS',
    schema: list.default([]),
    description:
      'Folders of this machine whose files a source may follow. Whoever may change sources may read what is below them; none by default.',
  },
  {
    path: 'sessions.idle_minutes',
    schema: positive.default(480),
    description: 'A web session without a request for so long ends.',
  },
  {
    path: 'sessions.absolute_hours',
    schema: positive.default(24),
    description: 'A web session ends after so long whatever happens.',
  },
  {
    path: 'verification.interval_hours',
    schema: positive.default(24),
    description: 'How often the whole log is verified by itself.',
  },
  {
    path: 'workload.issuers',
    schema: issuersSchema,
    description:
      'Issuers of workload tokens (OpenID Connect) with audience, algorithms and rules: docs/guide/pipelines.md.',
  },
  {
    path: 'egress.allow',
    env: 'ACTA_EGRESS_ALLOW',
    schema: list.default([]),
    description:
      'Hosts, addresses and networks off the public internet that requests of our own may go to, such as gitlab.internal or 10.1.0.0/16; with http:// before it also without TLS.',
  },
  {
    path: 'limits',
    schema: z.record(z.string(), z.number()).default({}),
    description: 'Limits by name; the second table lists them.',
  },
];

export interface Address {
  host: string;
  port: number;
}

/** What the settings amount to. Times in milliseconds. */
export interface Config {
  port: number;
  host: string;
  /** Absolute. */
  data: string;
  log_level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  public_url: string | null;
  trusted_proxies: string[];
  log: { origin: string | undefined; public: boolean; head_file: string | undefined };
  index: { url: string | undefined };
  /** Absolute folders. */
  detection: { shipped: boolean; rules: string[]; overlay: string | undefined };
  syslog: {
    udp: Address[];
    tcp: Address[];
    tls: Address[];
    tls_certificate: string | undefined;
    tls_key: string | undefined;
    tls_client_ca: string | undefined;
    public_host: string | undefined;
  };
  /** Absolute folders. */
  files: { roots: string[] };
  web_dir: string | undefined;
  sessions: { idle_ms: number; absolute_ms: number };
  verification_interval_ms: number;
  egress: { allow: string[] };
  workload: { issuers: Issuer[] };
  limits: Record<string, number>;
  /** ACTA_ADMIN_TOKEN. */
  admin_token: string | undefined;
  accept_rollback: boolean;
  demo: boolean;
}
