// What Acta records of itself: left out of the first view, in sight, and back at one step.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings, send, teamEvent, withWorld } from './world.ts';

const HIDDEN = '-(source:acta (actor:acta OR effect:read))';
const queryOf = (page: Page) => new URL(page.url()).searchParams.get('q');
const settled = (page: Page, q: string | null) =>
  page.waitForFunction((wanted) => new URL(location.href).searchParams.get('q') === wanted, q);

test('the first view leaves out Acta’s own record, says so, and gives it back', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/');
    await settled(page, HIDDEN);
    const chip = page.getByRole('listitem').filter({ hasText: 'Acta’s own hidden' });
    await chip.waitFor();
    const own = page.getByRole('row').filter({ hasText: /searched|raised the alert/ });
    await page.getByRole('row').nth(3).waitFor();
    assert.equal(await own.count(), 0);
    assert.deepEqual(await axeFindings(page), []);

    await page.getByRole('button', { name: 'Show what Acta recorded of itself' }).click();
    await settled(page, null);
    await own.first().waitFor();
    await page.goBack();
    await settled(page, HIDDEN);
    await chip.waitFor();

    await page.getByRole('grid').focus();
    await page.keyboard.press('a');
    await settled(page, null);
    assert.equal(
      await page
        .getByRole('button', { name: 'Acta’s own', exact: true })
        .getAttribute('aria-pressed'),
      'true',
    );
    await page.keyboard.press('a');
    await settled(page, HIDDEN);

    // An address without a query shows everything; the way there by the page does not.
    await page.goto('/events');
    await own.first().waitFor();
    assert.equal(queryOf(page), null);
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.waitForURL(/integrity/);
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await settled(page, HIDDEN);
  });
});

test('a label with a colon in its name is found and excluded', async () => {
  await withWorld(
    async ({ open }) => {
      const page = await open('/events?q=label."team:owner":*&range=30d');
      await page.getByRole('row').nth(1).waitFor();
      assert.equal(await page.getByRole('row').count(), 2);
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page
        .getByRole('button', { name: 'Exclude from the query: team:owner pay now' })
        .click();
      await page.waitForFunction(() =>
        new URL(location.href).searchParams.get('q')?.includes('-labels.'),
      );
      assert.equal(queryOf(page), 'label."team:owner":* -labels."team:owner":"pay now"');
      await page.getByText('Nothing matches').waitFor();
    },
    async (server) => {
      await send(server, [teamEvent(1), { ...teamEvent(2), labels: { 'team:owner': 'pay now' } }]);
    },
  );
});
