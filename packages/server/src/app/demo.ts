import type { Logger } from '../lib/logger.ts';
import type { Server } from './server.ts';

const PLAYED = 'demo.played';
/** A line of progress each tenth part. */
const PROGRESS_PARTS = 10;

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
    const summary = await playDemo({
      url: server.local_url,
      token: key,
      onProgress: progressIn(PROGRESS_PARTS, say),
    });
    await store.settings.set(PLAYED, true, new Date(tools.clock.now()).toISOString());
    say(
      formatDemoSummary(summary, (q: string) => `${server.url}/events?q=${encodeURIComponent(q)}`),
    );
  } catch (error) {
    if (stopping.aborted) return;
    logger.error('the demo could not be played', { error });
    say('The demo could not be played to its end; see the log above.');
  } finally {
    await access.keyring.revoke(id);
  }
}

/** Says how far it is once each part. */
function progressIn(parts: number, say: (text: string) => void) {
  let told = 0;
  return (done: number, total: number): void => {
    const part = total === 0 ? 0 : Math.floor((done / total) * parts);
    if (part <= told) return;
    told = part;
    say(`  ${Math.round((done / total) * 100)} % (${done.toLocaleString('en')} events)`);
  };
}
