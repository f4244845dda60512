// kill -9 at random moments under load: every answer that came out stands, in order, proven, once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestLog } from './testing/test-log.ts';
import { draftOf, temporaryFolder } from './testing.ts';

const ROUNDS = process.env.ACTA_LONG === '1' ? 200 : 10;
const CHECK_EVERY = process.env.ACTA_LONG === '1' ? 10 : 5;
const limits = { 'ledger.wal_segment_events': 500 };

interface Killed {
  /** Receipts as `index:id`, by number of the draft. */
  answers: Map<number, string>;
  /** The largest number of a draft that may have been sent. */
  sent: number;
}

/** Runs the writer until it has answered and some random time has passed; kills it. */
async function runAndKill(dir: string, first: number, delay_ms: number): Promise<Killed> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'crash-writer.ts'), dir, `${first}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.setEncoding('utf8');
  const ended = new Promise<void>((resolve) => {
    child.stdout.on('end', resolve);
  });
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: string) => {
      output += text;
      resolve();
    });
    void ended.then(resolve);
  });
  await sleep(delay_ms);
  child.kill('SIGKILL');
  await ended;
  const answers = new Map<number, string>();
  let sent = first;
  for (const line of output.split('\n').slice(1, -1)) {
    const [from, receipts] = line.split(' ');
    receipts!.split(',').forEach((receipt, i) => {
      answers.set(Number(from) + i, receipt);
      sent = Math.max(sent, Number(from) + i);
    });
  }
  assert.match(output, /^open \d+\n/, 'the writer opened the log');
  return { answers, sent: sent + 1000 };
}

test(`kill -9, ${ROUNDS} times`, async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  let first = 0;
  let answered = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { answers, sent } = await runAndKill(log.dir, first, Math.floor(Math.random() * 250));
    for (const [number, receipt] of answers) {
      const [index, id] = receipt.split(':');
      log.acknowledge({ index: Number(index), id: id! }, draftOf(number));
    }
    answered += answers.size;
    first = sent;
    if (round % CHECK_EVERY !== 0) continue;
    await log.open({ limits });
    await log.check();
    await log.close();
  }
  assert.ok(answered > 0, 'something was answered');
  assert.equal(log.acknowledged.size, answered, 'no answer came twice');
});
