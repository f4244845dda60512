// Every setting once: where it may come from and what it means. docs/reference/settings.md says the
// same; a test holds the two together.
import { z } from 'zod';

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

const port = z.coerce.number().int().min(0).max(65_535);
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
    path: 'limits',
    schema: z.record(z.string(), z.number()).default({}),
    description: 'Limits by name; the second table lists them.',
  },
];

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
  web_dir: string | undefined;
  sessions: { idle_ms: number; absolute_ms: number };
  verification_interval_ms: number;
  limits: Record<string, number>;
  /** ACTA_ADMIN_TOKEN. */
  admin_token: string | undefined;
  accept_rollback: boolean;
  demo: boolean;
}
