// The detecting thread: opens sealed entries and judges them, so that neither rules nor their
// regular expressions take time from intake.
import { createRuleset, parseRules } from '@acta/sigma';
import { openRecord, type ActaEvent } from '@acta/event';
import { parentPort, workerData } from 'node:worker_threads';
import { createDetector, type Judged } from './detector.ts';
import type { DetectingData, FromThread, ToThread } from './messages.ts';

const { rules, overlay, correlations, lateness_ms, state } = workerData as DetectingData;
const parsed = rules.flatMap(({ file, text }) => parseRules(text, file).rules);
const detector = createDetector({
  ruleset: createRuleset(parsed, overlay),
  correlations,
  lateness_ms,
});
if (state !== null) detector.restore(state);

const say = (message: FromThread): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort!.postMessage(message);
};

parentPort!.on('message', (message: ToThread) => {
  switch (message.type) {
    case 'entries': {
      const judged = message.entries.map(([index, leaf, record]): Judged => ({
        index,
        event: openRecord(leaf, record).event as ActaEvent,
      }));
      const detections = detector.take(judged);
      const next = (judged.at(-1)?.index ?? -1) + 1;
      say({ type: 'done', next, detections, stats: detector.stats() });
      break;
    }
    case 'advance':
      say({
        type: 'done',
        next: null,
        detections: detector.advance(message.now),
        stats: detector.stats(),
      });
      break;
    default:
      say({ type: 'state', state: detector.snapshot() });
  }
});
say({ type: 'ready' });
