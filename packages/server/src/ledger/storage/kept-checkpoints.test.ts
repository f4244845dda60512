import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { manualClock } from '../../lib/clock.ts';
import { silentLogger } from '../../lib/logger.ts';
import { nodeFileSystem } from '../../lib/node-file-system.ts';
import { TestLog } from '../testing/test-log.ts';
import { draftOf, draftsOf, temporaryFolder } from '../testing.ts';
import { openKeptCheckpoints } from './kept-checkpoints.ts';

const start_ms = Date.parse('2026-11-19T08:15:02.000Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const note = (size: number) =>
  `acta.test/log\n${size}\n${'A'.repeat(43)}=\n\n— acta.test/log AAAAAAAA\n`;

test('the first checkpoint and the last of each hour are kept, after a month of each day', async (t) => {
  const dir = await temporaryFolder(t);
  const open = () => openKeptCheckpoints({ fs: nodeFileSystem(), dir, logger: silentLogger() });
  let kept = await open();
  await kept.offer({ checkpoint: note(0), size: 0, time_ms: start_ms });
  for (let n = 1; n <= 40 * 24 * 2; n += 1) {
    const time_ms = start_ms + n * (HOUR_MS / 2);
    await kept.offer({ checkpoint: note(n), size: n, time_ms });
    if (n === 300) kept = await open();
  }
  const names = await readdir(dir);
  assert.ok(names.length > 31 * 24 && names.length < 32 * 24 + 12, `${names.length}`);
  assert.equal((await kept.atOrBefore(0))?.size, 0);
  const some = await kept.atOrBefore(1500);
  assert.ok(some !== null && some.size <= 1500 && some.size > 1497, `${some?.size}`);
  assert.equal(some.checkpoint, note(some.size));
  for (const days of [1, 14, 39]) {
    const size = kept.sizeBefore(start_ms + days * DAY_MS);
    assert.ok(size <= days * 48 && size > days * 48 - 48, `${days} days: ${size}`);
  }
  assert.equal(kept.sizeBefore(start_ms - 1), 0);
});

test('duplicates are known for 14 days, and the log stays whole after them', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  const clock = manualClock(start_ms);
  await log.open({ clock });
  await log.append(draftsOf(0, 300));
  await log.ledger.flushTiles();
  clock.add(13 * DAY_MS);
  assert.equal((await log.append([draftOf(7)]))[0]?.duplicate, true);
  await log.append([draftOf(300)]);
  await log.close();
  clock.add(DAY_MS + HOUR_MS);
  await log.open({ clock });
  const [old, recent] = await log.ledger.append([draftOf(7), draftOf(300)]);
  assert.equal(old?.duplicate, undefined, 'an id of 14 days ago is no longer known');
  assert.equal(old?.index, 301);
  assert.equal(recent?.duplicate, true);
  await log.close();
});

test('a log keeps its past: consistent with its head, and verification holds to it', async (t) => {
  const log = new TestLog(await temporaryFolder(t));
  const clock = manualClock(start_ms);
  await log.open({ clock });
  for (const hour of [0, 1, 2]) {
    await log.append(draftsOf(hour * 300, 300));
    await log.check();
    clock.add(HOUR_MS);
  }
  const sizes = [];
  for (const size of [0, 299, 300, 599, 600, 900]) {
    sizes.push((await log.ledger.checkpointAtOrBefore(size))?.size);
  }
  assert.deepEqual(sizes, [0, 0, 300, 300, 600, 600]);
  assert.deepEqual((await log.ledger.verify()).findings, []);
  const dir = join(log.dir, 'data/state/checkpoints');
  const [, name] = await readdir(dir);
  const text = await readFile(join(dir, name!), 'utf8');
  await writeFile(join(dir, name!), text.replace(/\n300\n/, '\n301\n'));
  const { findings } = await log.ledger.verify();
  assert.deepEqual(
    findings.map(({ what, where }) => [what, where]),
    [['kept checkpoint damaged', `state/checkpoints/${name}`]],
  );
  assert.equal((await log.ledger.checkpointAtOrBefore(300))?.size, 0);
  await log.close();
});
