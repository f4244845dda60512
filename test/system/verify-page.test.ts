// verify.html in a real browser, from disk, without network: what it says of packs good and bad.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { createCipher } from '../../packages/server/src/lib/cipher.ts';
import { createRandom } from '../../packages/server/src/lib/random.ts';
import { createReports, type StoredExport } from '../../packages/server/src/reports/index.ts';
import { memoryLog, START } from '../../packages/server/src/reports/testing/memory-log.ts';
import { loadVerifyPage } from '../../packages/server/src/reports/verify-page/load.ts';

const CHROMIUM = process.env['ACTA_CHROMIUM'] ?? '/usr/bin/chromium';

async function packIn(dir: string) {
  const log = await memoryLog(600);
  const rows = new Map<string, StoredExport>();
  const reports = await createReports({
    dir: join(dir, 'exports'),
    cipher: createCipher(new Uint8Array(32).fill(7), createRandom()),
    ledger: log.ledger,
    index: log.index,
    store: {
      save: async (row) => void rows.set(row.job.id, row),
      get: async (id) => rows.get(id) ?? null,
      list: async () => [...rows.values()],
      remove: async () => undefined,
    },
    clock: { now: () => START },
    version: '1',
    newId: () => randomUUID(),
  });
  const reader = { id: 'k', name: 'ada', withheld: [], raw: true };
  const input = { q: 'severity:high', from: null, to: null, format: 'pack' as const };
  const { id } = await reports.create(reader, { ...input, population: true });
  while ((await reports.file(id)) === null) await new Promise((resolve) => setTimeout(resolve, 20));
  const path = join(dir, 'pack.zip');
  await writeFile(path, Readable.from((await reports.file(id))!.content()));
  await reports.close();
  return { path, vkey: log.vkey };
}

async function verdict(page: Page, file: string, key: string): Promise<string> {
  await page.reload();
  await page.setInputFiles('#file', file);
  await page.fill('#key', key);
  await page.click('#check');
  await page.waitForSelector('.verdict');
  return (await page.textContent('.verdict')) ?? '';
}

test('verify.html checks a pack offline', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'acta-verify-page-'));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  t.after(async () => {
    await browser.close();
    await rm(dir, { recursive: true });
  });
  const { path, vkey } = await packIn(dir);
  await writeFile(join(dir, 'verify.html'), await loadVerifyPage());
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(pathToFileURL(join(dir, 'verify.html')).href);

  assert.equal(await verdict(page, path, vkey), '✓ Verified');
  assert.match(
    (await page.textContent('#result')) ?? '',
    /nothing matching can have been left out/,
  );
  assert.match(await verdict(page, path, ''), /^\? Consistent in itself, not checked/);
  assert.match(await verdict(page, path, `log ${vkey}\nquorum none\n`), /^✓ Verified/);
  assert.match(await verdict(page, path, (await memoryLog(1)).vkey), /^✗ Does not verify/);
  assert.match(await verdict(page, path, 'no key at all'), /^Could not check/);

  const bytes = await readFile(path);
  bytes[Math.floor(bytes.length * 0.4)]! ^= 2;
  await writeFile(join(dir, 'tampered.zip'), bytes);
  assert.match(
    await verdict(page, join(dir, 'tampered.zip'), vkey),
    /^(✗ Does not|Could not check)/,
  );
  await writeFile(join(dir, 'cut.zip'), bytes.subarray(0, bytes.length - 30));
  assert.match(await verdict(page, join(dir, 'cut.zip'), vkey), /^Could not check: /);
  assert.deepEqual(problems, []);
});
