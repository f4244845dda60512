// Every command with its one line; a command's own file is read when it is called.
import type { CommandDeclaration } from '../command.ts';

export interface LazyCommand {
  name: string;
  summary: string;
  load: () => Promise<CommandDeclaration>;
}

export const commands: LazyCommand[] = [
  lazy('serve', 'Run the server', async () => (await import('./serve.ts')).serve),
  lazy('search', 'Find events', async () => (await import('./search.ts')).search),
  lazy('tail', 'Follow events as they arrive', async () => (await import('./tail.ts')).tail),
  lazy(
    'show',
    'Show one event, its proof or its raw text',
    async () => (await import('./show.ts')).show,
  ),
  lazy('send', 'Send events', async () => (await import('./send.ts')).send),
  lazy('run', 'Run a pipeline step and record it', async () => (await import('./run.ts')).run),
  lazy(
    'verify',
    'Check a log or an evidence pack',
    async () => (await import('./verify.ts')).verify,
  ),
  lazy(
    'export',
    'Export events, or an evidence pack',
    async () => (await import('./export.ts')).exportEvents,
  ),
  lazy(
    'import',
    'Import exported records and old logs',
    async () => (await import('./import.ts')).importRecords,
  ),
  lazy('log', 'Work with the Merkle tree itself', async () => (await import('./log.ts')).log),
  lazy('source', 'Manage sources', async () => (await import('./source.ts')).source),
  lazy(
    'rule',
    'Detection rules: list, check, try, turn on and off',
    async () => (await import('./rule.ts')).rule,
  ),
  lazy(
    'alert',
    'Alerts: list, look into, acknowledge, resolve, silence',
    async () => (await import('./alert.ts')).alert,
  ),
  lazy('sink', 'Manage where alerts are told', async () => (await import('./sink.ts')).sink),
  lazy('key', 'Manage API keys', async () => (await import('./key.ts')).key),
  lazy(
    'rebuild-index',
    'Make the search index again from the log',
    async () => (await import('./rebuild-index.ts')).rebuildIndex,
  ),
  lazy(
    'doctor',
    'Check this machine and the server',
    async () => (await import('./doctor.ts')).doctor,
  ),
  lazy(
    'demo',
    'Play a demo organisation into a server',
    async () => (await import('./demo.ts')).demo,
  ),
  lazy(
    'completion',
    'Print a completion script',
    async () => (await import('./completion.ts')).completion,
  ),
];

function lazy(name: string, summary: string, load: () => Promise<CommandDeclaration>): LazyCommand {
  return { name, summary, load };
}
