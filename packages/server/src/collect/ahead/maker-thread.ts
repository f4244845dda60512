// One thread that makes entries, behind promises. It is started when it is first asked; whatever it
// can't do, or not yet, is answered with null.
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../lib/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { FromMaker, MadeAhead, MakerData, RequestAhead, ToMaker } from './messages.ts';

/** After the thread ended by itself. */
const RESTART_MS = 10_000;
/** Several requests' values fit: a collection then finds most of them gone, and copies few. */
const YOUNG_MIB = 96;

export interface MakerThread {
  /** Bytes of the bodies that wait for it. */
  waiting(): number;
  /** Null at once where it does not stand ready. */
  make(request: RequestAhead): Promise<MadeAhead | null> | null;
  /** Takes the memory of what it made, once nobody needs that any more. */
  giveBack(made: MadeAhead): void;
  close(): Promise<void>;
}

interface Asked {
  bytes: number;
  answer(made: MadeAhead | null): void;
}

export function createMakerThread(data: MakerData, logger: Logger): MakerThread {
  let asked: Asked[] = [];
  let waiting = 0;
  let worker: Worker | undefined;
  let isReady = false;
  let closed = false;
  let not_before = 0;

  const settle = (made: MadeAhead | null): void => {
    const first = asked.shift();
    if (first === undefined) return;
    waiting -= first.bytes;
    if (asked.length === 0) worker?.unref();
    first.answer(made);
  };

  const ended = (reason: string): void => {
    worker = undefined;
    isReady = false;
    for (const each of asked) each.answer(null);
    asked = [];
    waiting = 0;
    if (closed) return;
    not_before = performance.now() + RESTART_MS;
    logger.warn('a thread that makes entries ended; the intake goes on without', { reason });
  };

  const start = (): void => {
    if (closed || worker !== undefined || performance.now() < not_before) return;
    const started = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    worker = started;
    started.unref();
    started.on('message', (message: FromMaker) => {
      if (message.type === 'ready') isReady = true;
      else settle(message.type === 'made' ? withBuffers(message.made) : null);
    });
    let reason = '';
    started.on('error', (error) => (reason = messageOf(error)));
    started.on('exit', (code) => ended(reason || `it ended with ${code}`));
  };

  const say = (message: ToMaker, hand: ArrayBuffer[] = []): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    worker?.postMessage(message, hand);
  };

  return {
    waiting: () => waiting,
    make(request) {
      start();
      if (worker === undefined || !isReady) return null;
      const bytes = request.body.length;
      waiting += bytes;
      worker.ref();
      const answered = new Promise<MadeAhead | null>((answer) => asked.push({ bytes, answer }));
      say({ type: 'make', request });
      return answered;
    },
    giveBack({ entries }) {
      const [stored, rows] = [entries.stored.buffer, entries.rows.buffer] as ArrayBuffer[];
      if (stored === undefined || rows === undefined) return;
      say({ type: 'memory', stored, rows }, [stored, rows]);
    },
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}

/** Buffers come as plain bytes from another thread. */
function withBuffers(made: MadeAhead): MadeAhead {
  const { entries } = made;
  entries.stored = bufferOf(entries.stored);
  entries.rows = bufferOf(entries.rows);
  return made;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
