// Settings: flag > environment > acta.yaml > default. Everything that is wrong is named with where
// it stands, all at once; secrets come from the environment only and are never repeated.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse as parseYaml } from 'yaml';
import { ADMIN_TOKEN_MIN_CHARS } from '../access/index.ts';
import { issueWords } from '../http/issue-words.ts';
import type { Issuer } from '../identity/index.ts';
import { messageOf } from '../lib/errors.ts';
import { SETTINGS } from './settings.ts';
import type { Config, Setting } from './settings.ts';

/** The settings can't be used; `usage` where the command line is a reason (exit 2). */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly usage: boolean;

  constructor(problems: string[], usage = false) {
    super(problems.join('\n'));
    this.usage = usage;
  }
}

export interface ConfigSources {
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  cwd: string;
}

type Values = Record<string, unknown>;

const SWITCHES = ['accept-rollback', 'demo', 'help'] as const;
const DEFAULT_FILE = 'acta.yaml';

interface Flags {
  values: Record<string, string | boolean | undefined>;
}

/** Whether `--help` was asked for. */
export function wantsHelp(argv: readonly string[]): boolean {
  return argv.includes('--help') || argv.includes('-h');
}

/** What is wrong in a value, with where in it. */
function placed({ path, message }: { path: readonly PropertyKey[]; message: string }): string {
  return path.length === 0 ? message : `at ${path.map(String).join('.')} ${message}`;
}

/** Reads and checks all settings. Throws ConfigError. */
export function readConfig({ argv, env, cwd }: ConfigSources): Config {
  const flags = readFlags(argv);
  const file = readFile(flags, env, cwd);
  const problems: string[] = [...file.problems];
  const values: Values = {};
  let wrongUse = false;
  for (const setting of SETTINGS) {
    const [value, from] = pick(setting, flags, env, file);
    const result = setting.schema.safeParse(value, { error: issueWords });
    if (result.success) values[setting.path] = result.data;
    else {
      const why = result.error.issues.map(placed).join('; ');
      problems.push(`${setting.path} (${from}) is not valid: ${why}`);
      wrongUse ||= from.startsWith('--');
    }
  }
  const admin_token = env['ACTA_ADMIN_TOKEN'] || undefined;
  if (admin_token !== undefined && admin_token.length < ADMIN_TOKEN_MIN_CHARS) {
    problems.push(
      `ACTA_ADMIN_TOKEN has ${admin_token.length} characters; it needs at least ${ADMIN_TOKEN_MIN_CHARS}. Make one with: openssl rand -hex 32`,
    );
  }
  const tls = values['syslog.tls'] as unknown[] | undefined;
  const pair = ['syslog.tls_certificate', 'syslog.tls_key'];
  if ((tls?.length ?? 0) > 0 && pair.some((path) => values[path] === undefined)) {
    problems.push(`syslog.tls needs ${pair.join(' and ')}`);
  }
  if (problems.length > 0) throw new ConfigError(problems, wrongUse);
  return assemble(values, cwd, flags, admin_token);
}

function readFlags(argv: readonly string[]): Flags {
  const options: Record<string, { type: 'string' | 'boolean' }> = { config: { type: 'string' } };
  for (const name of SWITCHES) options[name] = { type: 'boolean' };
  for (const { flag, path } of SETTINGS) {
    if (flag !== undefined) options[flag] = { type: path === 'log.public' ? 'boolean' : 'string' };
  }
  try {
    const parsed = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    return { values: parsed.values };
  } catch (error) {
    throw new ConfigError([`${messageOf(error)} See --help.`], true);
  }
}

interface SettingsFile {
  path: string;
  values: Values;
  problems: string[];
}

function readFile(flags: Flags, env: ConfigSources['env'], cwd: string): SettingsFile {
  const named = (flags.values['config'] as string | undefined) ?? env['ACTA_CONFIG'];
  const path = resolve(cwd, named ?? DEFAULT_FILE);
  if (!existsSync(path)) {
    if (named === undefined) return { path, values: {}, problems: [] };
    throw new ConfigError([`There is no settings file ${path} (--config or ACTA_CONFIG).`]);
  }
  let content: unknown;
  try {
    content = parseYaml(readFileSync(path, 'utf8')) ?? {};
  } catch (error) {
    throw new ConfigError([`${path} is not YAML: ${messageOf(error)}`]);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigError([`${path} does not hold settings by name.`]);
  }
  const values = flatten(content as Values);
  const known = new Set(SETTINGS.map((setting) => setting.path));
  const problems = Object.keys(values)
    .filter((name) => !known.has(name))
    .map((name) => `${name} (in ${path}) is no setting; docs/reference/settings.md lists them`);
  return { path, values, problems };
}

/** `{log: {public: true}}` → `{'log.public': true}`; what is a setting itself stays whole. */
function flatten(values: Values, prefix = ''): Values {
  const flat: Values = {};
  for (const [name, value] of Object.entries(values)) {
    const path = prefix + name;
    const isSetting = SETTINGS.some((setting) => setting.path === path);
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isGroup && !isSetting) Object.assign(flat, flatten(value as Values, `${path}.`));
    else flat[path] = value;
  }
  return flat;
}

/** The value that wins, and where it stands. */
function pick(
  { path, flag, env: variable }: Setting,
  flags: Flags,
  env: ConfigSources['env'],
  file: SettingsFile,
): [value: unknown, from: string] {
  const given = flag === undefined ? undefined : flags.values[flag];
  if (given !== undefined) return [given, `--${flag}`];
  const inEnv = variable === undefined ? undefined : env[variable];
  if (inEnv !== undefined && inEnv !== '') return [inEnv, `${variable}`];
  return [file.values[path] ?? undefined, `in ${file.path}`];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

function assemble(
  values: Values,
  cwd: string,
  flags: Flags,
  admin_token: string | undefined,
): Config {
  // Each value was checked by its own schema, which gives the type that Config says.
  const get = (path: string) => values[path] as never;
  const headFile: string | undefined = get('log.head_file');
  const webDir: string | undefined = get('web.dir');
  const overlay: string | undefined = get('detection.overlay');
  return {
    port: get('port'),
    host: get('host'),
    data: resolve(cwd, get('data')),
    log_level: get('log_level'),
    public_url: get('public_url') ?? null,
    trusted_proxies: get('trusted_proxies'),
    log: {
      origin: get('log.origin'),
      public: get('log.public'),
      head_file: headFile === undefined ? undefined : resolve(cwd, headFile),
    },
    index: { url: get('index.url') },
    detection: {
      shipped: get('detection.shipped'),
      rules: (get('detection.rules') as string[]).map((folder) => resolve(cwd, folder)),
      overlay: overlay === undefined ? undefined : resolve(cwd, overlay),
    },
    syslog: syslogConfig(get, cwd),
    files: { roots: (get('files.roots') as string[]).map((root) => resolve(cwd, root)) },
    web_dir: webDir === undefined ? undefined : resolve(cwd, webDir),
    sessions: {
      idle_ms: get('sessions.idle_minutes') * MINUTE_MS,
      absolute_ms: get('sessions.absolute_hours') * HOUR_MS,
    },
    verification_interval_ms: get('verification.interval_hours') * HOUR_MS,
    egress: { allow: get('egress.allow') },
    workload: { issuers: withFiles(get('workload.issuers'), cwd) },
    limits: get('limits'),
    admin_token,
    accept_rollback: flags.values['accept-rollback'] === true,
    demo: flags.values['demo'] === true,
  };
}

function syslogConfig(get: (path: string) => never, cwd: string): Config['syslog'] {
  const file = (name: string): string | undefined => {
    const path: string | undefined = get(`syslog.${name}`);
    return path === undefined ? undefined : resolve(cwd, path);
  };
  return {
    udp: get('syslog.udp'),
    tcp: get('syslog.tcp'),
    tls: get('syslog.tls'),
    tls_certificate: file('tls_certificate'),
    tls_key: file('tls_key'),
    tls_client_ca: file('tls_client_ca'),
    public_host: get('syslog.public_host'),
  };
}

/** Files of keys are named as the settings file names all others. */
function withFiles(issuers: readonly Issuer[], cwd: string): Issuer[] {
  return issuers.map(({ jwks_file, ...rest }) => ({
    ...rest,
    ...(jwks_file === undefined ? {} : { jwks_file: resolve(cwd, jwks_file) }),
  }));
}

/** What `--help` prints. */
export function usage(): string {
  const lines = SETTINGS.filter(({ flag }) => flag !== undefined).map(
    ({ flag, env, description }) => `  --${flag!.padEnd(14)} ${description} [${env}]`,
  );
  return [
    'Starts Acta: everything embedded, at http://127.0.0.1:8480 unless told otherwise.',
    '',
    'Options:',
    ...lines,
    '  --config         Settings file. Default: acta.yaml [ACTA_CONFIG]',
    '  --demo           Play a 90-day demo organisation into an empty data directory.',
    '  --accept-rollback  Serve a data directory older than the head remembered outside; recorded.',
    '',
    'ACTA_ADMIN_TOKEN in the environment is an administrator token of at least 32 characters.',
    'docs/reference/settings.md has every setting and limit.',
    '',
  ].join('\n');
}
