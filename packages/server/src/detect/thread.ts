// The detecting thread: opens sealed entries and judges them, so that neither rules nor their
// regular expressions take time from intake.
import { createRuleset, parseRules, type Rule } from '@acta/sigma';
import { openRecord, type ActaEvent } from '@acta/event';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../lib/errors.ts';
import { collectStart } from '../lib/heap.ts';
import { createDetector, type Judged } from './detector.ts';
import type { DetectingData, FromThread, RuleChange, RuleText, ToThread } from './messages.ts';
import { unpackEntries } from './packed.ts';

const data = workerData as DetectingData;
const { overlay, correlations, lateness_ms, state } = data;
const parsedOf = ({ file, text, rules }: RuleText): Rule[] => rules ?? parseRules(text, file).rules;
/** What each text says. The same objects as long as a text is: their expressions are kept. */
let parsed = data.rules.map(parsedOf);
const detector = createDetector({
  ruleset: createRuleset(parsed.flat(), overlay),
  correlations,
  lateness_ms,
});
if (state !== null) detector.restore(state);

let events = 0;
/** Entries before this index are judged. */
let next = 0;
const stats = () => ({ ...detector.stats(), events });

function isWanted({ event }: Judged): boolean {
  if (data.range === undefined) return true;
  const time = Date.parse(event.time);
  return time >= data.range.from && time < data.range.to;
}

/** Entries one by one: what was judged is garbage before the next is opened. */
function* wanted(packed: Uint8Array): Generator<Judged> {
  for (const { index, leaf, record } of unpackEntries(packed)) {
    const judged = { index, event: openRecord(leaf, record).event as ActaEvent };
    next = index + 1;
    if (!isWanted(judged)) continue;
    events += 1;
    yield judged;
  }
}

/** All or nothing: where the new rules can't be made ready, those of before go on. */
function changed(change: RuleChange): FromThread {
  try {
    const next = change.rules.map((each) =>
      typeof each === 'number' ? parsed[each]! : parsedOf(each),
    );
    detector.use(createRuleset(next.flat(), change.overlay));
    parsed = next;
    return { type: 'ready' };
  } catch (error) {
    return { type: 'refused', reason: messageOf(error) };
  }
}

const say = (message: FromThread): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort!.postMessage(message);
};

parentPort!.on('message', (message: ToThread) => {
  switch (message.type) {
    case 'entries': {
      const detections = detector.take(wanted(message.packed));
      say({ type: 'done', next, detections, stats: stats() });
      break;
    }
    case 'advance':
      say({
        type: 'done',
        next: null,
        detections: detector.advance(message.now),
        stats: stats(),
      });
      break;
    case 'change':
      say(changed(message.change));
      break;
    default:
      say({ type: 'state', state: detector.snapshot() });
  }
});
collectStart();
say({ type: 'ready' });
