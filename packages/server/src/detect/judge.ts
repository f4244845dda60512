// A detecting thread behind promises. One thing at a time is asked of it.
import type { Overlay } from '@acta/sigma';
import { Worker } from 'node:worker_threads';
import type { Detection, SavedState } from './detector.ts';
import type {
  DetectingData,
  FromThread,
  JudgeStats,
  RuleChange,
  RuleText,
  ToThread,
} from './messages.ts';
import { createPacker, type PackEntries } from './packed.ts';

export interface Judge {
  judge(entries: Parameters<PackEntries>[0]): Promise<Detection[]>;
  advance(now: number): Promise<Detection[]>;
  snapshot(): Promise<SavedState>;
  /** Goes on with other rules in the same thread; a rejected change leaves those of before. */
  use(rules: readonly RuleText[], overlay: Overlay): Promise<void>;
  stats(): JudgeStats;
  /** False once the thread ended. */
  isAlive(): boolean;
  /** Resolves once the thread is gone; what it is asked after that is refused. */
  close(): Promise<void>;
}

/** Starts a thread with a set of rules. When it ends by itself, what it was asked is rejected. */
export async function startJudge(data: DetectingData): Promise<Judge> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: data });
  const waiting: { resolve(message: FromThread): void; reject(error: Error): void }[] = [];
  let stats: JudgeStats = { groups: 0, evictions: 0, matches: 0, events: 0 };
  let ended: Error | undefined;

  const end = (error: Error): void => {
    if (ended !== undefined) return;
    ended = error;
    for (const each of waiting.splice(0)) each.reject(error);
  };
  worker.on('message', (message: FromThread) => {
    if (message.type === 'done') stats = message.stats;
    waiting.shift()?.resolve(message);
  });
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`the detecting thread ended with ${code}`)));

  const ask = (message?: ToThread): Promise<FromThread> => {
    if (ended !== undefined) return Promise.reject(ended);
    const answer = new Promise<FromThread>((resolve, reject) => waiting.push({ resolve, reject }));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    if (message !== undefined) worker.postMessage(message);
    return answer;
  };
  const detections = async (message: ToThread): Promise<Detection[]> => {
    const answer = await ask(message);
    return answer.type === 'done' ? answer.detections : [];
  };

  const pack = createPacker();
  let texts: readonly RuleText[] = data.rules;
  await ask();
  return {
    judge: (entries) => detections({ type: 'entries', packed: pack(entries) }),
    advance: (now) => detections({ type: 'advance', now }),
    async snapshot() {
      const answer = await ask({ type: 'snapshot' });
      if (answer.type !== 'state') throw new Error('the detecting thread gave no state');
      return answer.state;
    },
    async use(rules, overlay) {
      const change = { rules: changesBetween(texts, rules), overlay };
      const answer = await ask({ type: 'change', change });
      if (answer.type === 'refused') throw new Error(answer.reason);
      texts = rules;
    },
    stats: () => stats,
    isAlive: () => ended === undefined,
    async close() {
      ended ??= new Error('the detecting thread is closed');
      await worker.terminate();
    },
  };
}

/** The texts wanted, those that the thread has by their numbers. */
function changesBetween(
  before: readonly RuleText[],
  wanted: readonly RuleText[],
): RuleChange['rules'] {
  const known = new Map(before.map(({ file }, at) => [file, at]));
  return wanted.map((each) => {
    const at = known.get(each.file);
    return at !== undefined && before[at]!.text === each.text ? at : each;
  });
}

const NOTHING: SavedState = { hashes: {}, latest: 0, groups: [], historical: [] };

/** Judges by no rules at all: neither a thread nor the entries' bytes are needed for that. */
export const idleJudge: Judge = {
  judge: () => Promise.resolve([]),
  advance: () => Promise.resolve([]),
  snapshot: () => Promise.resolve(NOTHING),
  use: () => Promise.resolve(),
  stats: () => ({ groups: 0, evictions: 0, matches: 0, events: 0 }),
  isAlive: () => true,
  close: () => Promise.resolve(),
};
