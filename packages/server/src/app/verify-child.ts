// The process that verify-process.ts starts.
import { constants, setPriority } from 'node:os';
import { messageOf } from '../lib/errors.ts';
import { verifyData } from './verify-data.ts';
import type { VerifyMessage } from './verify-process.ts';

/** Progress is told so often at most, in milliseconds. */
const PROGRESS_MS = 250;

const tell = (message: VerifyMessage): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, () => resolve());
  });

setPriority(constants.priority.PRIORITY_LOW);
// A parent that is gone asks for nothing any more.
process.on('disconnect', () => process.exit(1));
const [dir = '', head_file] = process.argv.slice(2);
let told = 0;
try {
  const { size, checked, findings } = await verifyData({
    dir,
    head_file,
    env: process.env,
    onProgress(progress) {
      if (Date.now() - told < PROGRESS_MS) return;
      told = Date.now();
      void tell({ progress });
    },
  });
  await tell({ result: { size, checked, findings } });
} catch (error) {
  await tell({ error: messageOf(error) });
}
process.exit(0);
