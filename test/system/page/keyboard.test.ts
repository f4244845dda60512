import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeFindings, picture, queryBar, rowsShown, withWorld } from './world.ts';

test('the whole way by keyboard: query, rows, event, proof, palette, other screens', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/events?range=30d');
    await rowsShown(page);
    const keys = page.keyboard;
    await keys.press('/');
    assert.ok(await queryBar(page).evaluate((input) => input === document.activeElement));
    await keys.type('outcome:failure');
    await keys.press('Escape');
    await keys.press('Enter');
    await page.waitForURL(/q=outcome:failure/);
    await rowsShown(page);
    await keys.press('Escape');
    await keys.press('j');
    await keys.press('j');
    await keys.press('k');
    await keys.press('Enter');
    await page.waitForURL(/event=/);
    const heading = page.locator('.drawer-sentence');
    await heading.waitFor();
    assert.ok(await heading.evaluate((node) => node === document.activeElement));
    await keys.press('p');
    await page.getByRole('button', { name: 'Verify in this browser' }).press('Enter');
    await page.locator('[data-verdict="verified"]').waitFor();
    await keys.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('event'));

    await keys.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await picture(page, 'help');
    assert.deepEqual(await axeFindings(page), []);
    await keys.press('Escape');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor({ state: 'detached' });

    await keys.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).waitFor();
    await picture(page, 'palette');
    assert.deepEqual(await axeFindings(page), []);
    await keys.type('integ');
    await keys.press('Enter');
    await page.waitForURL('**/integrity');
    await keys.press('g');
    await keys.press('s');
    await page.waitForURL('**/sources');
    await keys.press('g');
    await keys.press('e');
    await page.waitForURL(/\/events\?q=-/);
  });
});
