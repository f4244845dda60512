// Every screen, light and dark, wide and narrow: clean for axe, nothing clipped sideways, nothing
// that jumps. The pictures go to test-output/screenshots, for eyes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings, picture, row, rowsShown, withWorld } from './world.ts';

const LAYOUT_SHIFT_MAX = 0.02;

const SCREENS: Record<string, (page: Page) => Promise<void>> = {
  events: async (page) => {
    await page.goto('/events?range=7d');
    await rowsShown(page);
    await page.locator('.bars').waitFor();
  },
  event: async (page) => {
    await SCREENS['events']!(page);
    await row(page, 3).locator('.cell-time').click();
    await page.getByRole('tab', { name: 'Overview' }).waitFor();
  },
  integrity: async (page) => {
    await page.goto('/integrity');
    await page.locator('[data-consistency]').waitFor();
  },
  sources: async (page) => {
    await page.goto('/sources');
    await page.getByRole('heading', { name: 'Sources', exact: true }).waitFor();
    await page.getByText('acme').first().waitFor();
  },
  settings: async (page) => {
    await page.goto('/settings');
    await page.getByText('reader').first().waitFor();
  },
};

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen holds at every width, ${colorScheme}`, async () => {
    await withWorld(async ({ server, open }) => {
      await server.call('POST', '/v1/sources', { type: 'github', name: 'acme' });
      await server.call('POST', '/v1/keys', { name: 'reader', role: 'auditor' });
      const wrong: string[] = [];
      for (const viewport of SIZES) {
        const phone = viewport.width < 500;
        const page = await open('/events', { viewport, colorScheme, hasTouch: phone });
        for (const [name, show] of Object.entries(SCREENS)) {
          const where = `${name} ${viewport.width} ${colorScheme}`;
          await show(page);
          await picture(page, `${name}-${viewport.width}-${colorScheme}`);
          const findings = viewport.width === 1280 ? [] : await axeFindings(page);
          for (const finding of findings) wrong.push(`${where}: ${finding}`);
          const { over, shift } = await page.evaluate(() => ({
            over: document.documentElement.scrollWidth - window.innerWidth,
            shift: window.layoutShift,
          }));
          if (over > 0) wrong.push(`${where}: ${over} px too wide`);
          if (shift > LAYOUT_SHIFT_MAX) wrong.push(`${where}: layout shift ${shift}`);
        }
        await page.context().close();
      }
      assert.deepEqual(wrong, []);
    });
  });
}
