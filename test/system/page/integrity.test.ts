import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, send, teamEvent, withWorld } from './world.ts';

test('the whole log is verified, and the browser proves that it continues the log it saw', async () => {
  await withWorld(async ({ server, open }) => {
    const page = await open('/integrity');
    await page.locator('[data-consistency="first"]').waitFor();
    await page.getByRole('button', { name: /^Verify .* now$/ }).click();
    await page.locator('[data-verification="passed"]').waitFor();
    await picture(page, 'integrity');

    const seen = await page.evaluate(() => localStorage.getItem('acta.head'));
    const { size } = JSON.parse(seen!) as { size: number };
    await send(
      server,
      Array.from({ length: 300 }, (_, n) => teamEvent(n)),
    );
    await page.reload();
    await page.locator('[data-consistency="grown"]').waitFor();
    const now = await page.evaluate(() => localStorage.getItem('acta.head'));
    assert.ok((JSON.parse(now!) as { size: number }).size > size);

    await page.evaluate((head) => {
      const forged = { ...(JSON.parse(head!) as object), root: btoa('x'.repeat(32)) };
      localStorage.setItem('acta.head', JSON.stringify(forged));
    }, seen);
    await page.reload();
    await page.locator('[data-consistency="broken"]').waitFor();
    await picture(page, 'integrity-broken');
  });
});
