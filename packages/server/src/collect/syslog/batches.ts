// Messages that wait to be recorded: in order for each source, together up to a limit. What the
// ledger can't take now waits and is tried again; a text that no adapter can read is the intake's
// to hold.
import type { Intake } from '../../ingest/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { ActaError, messageOf } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import { isPlainRecord } from '../../sources/json-text.ts';
import { SYSLOG_BATCH_MESSAGES, SYSLOG_WAITING_BYTES, SYSLOG_WAITING_MESSAGES } from './limits.ts';
import type { Assurance } from './routes.ts';

export interface Destination {
  source: string;
  assurance: Assurance;
}

export interface Batches {
  /** Takes a message in any case; the caller looks at `full` before it reads more. */
  put(to: Destination, text: string): void;
  full(): boolean;
  /** Called each time that there is room again. */
  onRoom(listener: () => void): void;
  waiting(): { messages: number; bytes: number };
  /** Resolves once all is recorded, or after `time_ms` with how many messages are not. */
  drain(time_ms: number): Promise<number>;
}

export interface BatchesContext {
  intake: Pick<Intake, 'acceptAuthenticated' | 'noteRefused'>;
  clock: Clock;
  limits: Limits;
  logger: Logger;
  /** Names a message that has no id of its own; never the same twice. */
  newId: () => string;
  /** Counts messages that could not be recorded. */
  lost: (reason: string, count: number) => void;
}

interface Queue extends Destination {
  texts: string[];
  /** When the first of them came. */
  since: number;
  running: boolean;
}

const batchBytes = 1_048_576;
const gatherMs = 10;
const retryMs = [50, 100, 250, 500, 1_000, 2_000] as const;
/** Errors of our own making are tried so often, then message by message. */
const bugTries = 2;

export function createBatches(context: BatchesContext): Batches {
  const { clock, limits } = context;
  const max = {
    messages: limits.value(SYSLOG_WAITING_MESSAGES),
    bytes: limits.value(SYSLOG_WAITING_BYTES),
    batch: limits.value(SYSLOG_BATCH_MESSAGES),
  };
  const queues = new Map<string, Queue>();
  const waiting = { messages: 0, bytes: 0 };
  const listeners: (() => void)[] = [];
  const empty: (() => void)[] = [];
  const state = { stopped: false };
  const full = () => waiting.messages >= max.messages || waiting.bytes >= max.bytes;

  async function run(queue: Queue): Promise<void> {
    await sleep(gatherMs);
    while (queue.texts.length > 0 && !state.stopped) {
      const texts = queue.texts.splice(0, sizeOf(queue.texts, max.batch));
      const received = queue.since;
      queue.since = clock.now();
      await deliver(context, queue, texts, received, () => state.stopped);
      if (state.stopped) return;
      const was = full();
      waiting.messages -= texts.length;
      waiting.bytes -= bytesOf(texts);
      if (was && !full()) for (const listener of listeners) listener();
      if (waiting.messages === 0) for (const done of empty.splice(0)) done();
    }
    queue.running = false;
  }

  return {
    put({ source, assurance }, text) {
      const key = `${assurance} ${source}`;
      let queue = queues.get(key);
      if (queue === undefined) {
        queue = { source, assurance, texts: [], since: 0, running: false };
        queues.set(key, queue);
      }
      if (queue.texts.length === 0) queue.since = clock.now();
      queue.texts.push(text);
      waiting.messages++;
      waiting.bytes += text.length;
      if (queue.running) return;
      queue.running = true;
      void run(queue);
    },
    full() {
      if (!full()) return false;
      limits.reached(waiting.bytes >= max.bytes ? SYSLOG_WAITING_BYTES : SYSLOG_WAITING_MESSAGES);
      return true;
    },
    onRoom: (listener) => void listeners.push(listener),
    waiting: () => ({ ...waiting }),
    async drain(time_ms) {
      if (waiting.messages === 0) return 0;
      const { promise, resolve } = Promise.withResolvers<void>();
      empty.push(resolve);
      const timer = setTimeout(resolve, time_ms);
      await promise;
      clearTimeout(timer);
      state.stopped = true;
      if (waiting.messages > 0) context.lost('stopped', waiting.messages);
      return waiting.messages;
    },
  };
}

const bytesOf = (texts: readonly string[]): number =>
  texts.reduce((sum, { length }) => sum + length, 0);

/**
 * How many of the texts go together: up to a number and a size, and one alone that JSON readers
 * would refuse, so that it takes no others with it.
 */
function sizeOf(texts: readonly string[], max: number): number {
  let bytes = 0;
  let count = 0;
  for (const text of texts) {
    bytes += text.length;
    const odd = !isPlainRecord(text);
    if (count > 0 && (count === max || bytes > batchBytes || odd)) break;
    count++;
    if (odd) break;
  }
  return count;
}

/** Hands texts in until they are recorded, held or refused for good. */
async function deliver(
  context: BatchesContext,
  to: Destination,
  texts: readonly string[],
  received: number,
  stopped: () => boolean,
): Promise<void> {
  for (let tries = 0; !stopped(); tries++) {
    const answer = await handIn(context, to, texts, received);
    if (answer === 'done') return;
    if (answer instanceof ActaError ? false : tries >= bugTries) {
      if (texts.length === 1) {
        context.lost('error', 1);
        context.logger.error('a syslog message could not be recorded', {
          source: to.source,
          error: answer,
        });
        return;
      }
      for (const text of texts) await deliver(context, to, [text], received, stopped);
      return;
    }
    if (tries === 3) {
      const reason = messageOf(answer);
      context.logger.warn('syslog waits for the log', { source: to.source, reason });
    }
    await sleep(retryMs[Math.min(tries, retryMs.length - 1)] as number);
  }
}

async function handIn(
  { intake, newId, lost }: BatchesContext,
  { source, assurance }: Destination,
  texts: readonly string[],
  received: number,
): Promise<unknown> {
  const body = Buffer.from(texts.join('\n'), 'utf8');
  const by = { via: 'syslog', assurance, lines: true, nameRecord: newId } as const;
  try {
    await intake.acceptAuthenticated(source, { headers: {}, body, received }, by);
    return 'done';
  } catch (error) {
    if (!(error instanceof ActaError) || error.status >= 500) return error;
    if (error.status === 400) return 'done'; // unreadable: it lies in quarantine
    lost(error.code, texts.length);
    intake.noteRefused(source, error.code);
    return 'done';
  }
}

const sleep = (time_ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, time_ms));
