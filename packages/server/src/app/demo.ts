import type { Logger } from '../lib/logger.ts';
import type { Server } from './server.ts';

const PLAYED = 'demo.played';

/** Plays the demo organisation through the ordinary intake, once for a data directory. */
export async function playDemoInto(
  server: Server,
  say: (text: string) => void,
  logger: Logger,
  stopping: AbortSignal,
): Promise<void> {
  const { store, access, tools } = server.foundation;
  if ((await store.settings.get(PLAYED)) !== undefined) {
    say('The demo was played into this data directory before.');
    return;
  }
  const { playDemo, formatDemoSummary } = await import('@acta/cli/demo');
  const { id, key } = await access.keyring.create({ name: 'demo', role: 'admin' }, 'acta');
  try {
    say('Playing a 90-day demo organisation …');
    const summary = await playDemo({ url: server.url, token: key });
    await store.settings.set(PLAYED, true, new Date(tools.clock.now()).toISOString());
    say(formatDemoSummary(summary));
  } catch (error) {
    if (stopping.aborted) return;
    logger.error('the demo could not be played', { error });
    say('The demo could not be played to its end; see the log above.');
  } finally {
    await access.keyring.revoke(id);
  }
}
