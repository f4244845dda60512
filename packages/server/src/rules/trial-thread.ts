// A thread that tries one text of a user and ends. What the text costs beyond its limits kills the
// thread, not the server.
import { parentPort, workerData } from 'node:worker_threads';
import { runTrial } from './trial.ts';
import type { Trial } from './trial-messages.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
parentPort!.postMessage(runTrial(workerData as Trial));
