// The thread that makes entries ahead, so that large requests leave the server's own one to what
// must happen in order.
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../lib/clock.ts';
import { createLimits } from '../../lib/limits.ts';
import { createMetrics } from '../../lib/metrics.ts';
import { createRandom } from '../../lib/random.ts';
import { createMaker } from './make.ts';
import type { FromMaker, MadeAhead, MakerData, RequestAhead, ToMaker } from './messages.ts';

const { secret, masking_key, limits } = workerData as MakerData;
const make = createMaker({
  secret,
  masking_key,
  limits: createLimits(limits, createMetrics()),
  clock: systemClock,
  random: createRandom(),
});

/** What can't be read is refused by the intake, in its own words. */
function made(request: RequestAhead): MadeAhead | null {
  try {
    return make.entries(request);
  } catch {
    return null;
  }
}

function say(message: FromMaker, hand: ArrayBuffer[] = []): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort!.postMessage(message, hand);
}

parentPort!.on('message', (message: ToMaker) => {
  if (message.type === 'memory') {
    make.giveBack(message.stored, message.rows);
    return;
  }
  const answer = made(message.request);
  if (answer === null) {
    say({ type: 'left' });
    return;
  }
  const { stored, rows } = answer.entries;
  say({ type: 'made', made: answer }, [stored.buffer, rows.buffer] as ArrayBuffer[]);
});
say({ type: 'ready' });
