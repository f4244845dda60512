// The doors that listen or look by themselves: syslog and files. They start last and end first.
import {
  createFilesDoor,
  createSyslogDoor,
  pathProblem,
  settingProblem,
  type Listening,
  type SettingProblem,
  type SyslogContext,
} from '../collect/index.ts';
import { allSettings, allSteps, type SyslogReach } from '../sources/door-settings.ts';
import type { Adapter } from '../sources/types.ts';
import type { SourceType, UnknownSender } from '@acta/sdk';
import type { Store } from '../store/index.ts';
import type { Config } from './settings.ts';

export interface Senders {
  /** Starts all. Throws ActaError that says why it can't. */
  start(): Promise<void>;
  /** A source was added, changed or removed. */
  changed(): Promise<void>;
  /** To be called every few seconds. */
  tick(): void;
  /** Takes what is on its way, records it, and ends. */
  close(): Promise<void>;
  /** A type of source with what its doors need. */
  describe(adapter: Adapter): Pick<SourceType, 'settings' | 'setup'>;
  /** Who sends syslog that no source claims, the newest first. */
  unknown(): UnknownSender[];
  /** What is wrong with the settings of a source, or null. */
  problemOf(settings: Readonly<Record<string, unknown>>): SettingProblem | null;
}

export interface SendersContext extends Omit<
  SyslogContext,
  'settings' | 'sources' | 'readsHeaders'
> {
  config: Config;
  store: Pick<Store, 'sources' | 'cursors'>;
  adapters: readonly Adapter[];
}

/** Types whose adapters read the header of a syslog message themselves. */
const headerReaders = new Set(['syslog', 'linux', 'postgresql', 'jenkins']);

export function createSenders(context: SendersContext): Senders {
  const { config, store, adapters } = context;
  const { tls_certificate: certificate, tls_key: key, tls_client_ca: client_ca } = config.syslog;
  const takers = new Set(
    adapters.filter(({ doors }) => doors.includes('syslog')).map(({ type }) => type),
  );
  const syslog = createSyslogDoor({
    ...context,
    settings: {
      ...config.syslog,
      tls_files:
        certificate === undefined || key === undefined
          ? undefined
          : { certificate, key, client_ca },
    },
    sources: async () => (await store.sources.list()).filter(({ type }) => takers.has(type)),
    readsHeaders: (type) => headerReaders.has(type),
  });
  const { roots } = config.files;
  const followers = new Map(
    adapters
      .filter(({ doors }) => doors.includes('file'))
      .map((adapter) => [adapter.type, adapter]),
  );
  const files = createFilesDoor({
    ...context,
    roots,
    cursors: store.cursors,
    sources: async () => (await store.sources.list()).filter(({ type }) => followers.has(type)),
    wholeLines: (type, lines, settings) =>
      followers.get(type)?.wholeLines?.(lines, settings) ?? lines.length,
  });
  let reach: SyslogReach | null = null;
  return {
    async start() {
      reach = reachOf(await syslog.listen(), config);
      await files.changed();
    },
    async changed() {
      await syslog.changed();
      await files.changed();
    },
    tick: () => syslog.tick(),
    async close() {
      await Promise.all([syslog.close(), files.close()]);
    },
    describe: (adapter) => ({ settings: allSettings(adapter), setup: allSteps(adapter, reach) }),
    unknown: () => syslog.unknownSenders(),
    problemOf: (settings) => settingProblem(settings, (path) => pathProblem(path, roots)),
  };
}

/**
 * What setup steps tell senders: the first listener of each kind. Without a public name the page
 * puts in the host that it was reached by.
 */
function reachOf(
  listening: readonly Listening[],
  { syslog, public_url }: Config,
): SyslogReach | null {
  if (listening.length === 0) return null;
  const portOf = (kind: string) => listening.find(({ door }) => door === kind)?.port;
  const host =
    syslog.public_host ?? (public_url === null ? '{host}' : new URL(public_url).hostname);
  return { host, udp: portOf('udp'), tcp: portOf('tcp'), tls: portOf('tls') };
}
