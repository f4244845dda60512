// What Acta does not hear, at a glance: the overview, the calendar, a source's rhythm.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Started } from '../../e2e-api/server-process.ts';
import { axeFindings, picture, send, withWorld } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days ago, counted from the beginning of today. */
const OUTAGE = { from: 12, to: 9 };

/** A source whose history of forty days came at once, with three days missing, and a mute one. */
async function seedHistory(server: Started): Promise<void> {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const since = new Date(today - 40 * DAY_MS).toISOString();
  for (const name of ['ci', 'mute']) {
    await server.call('POST', '/v1/sources', { type: 'events', name });
  }
  await server.call('PATCH', '/v1/sources/ci/coverage', { since });
  const made = await server.call('POST', '/v1/keys', {
    name: 'ci',
    role: 'collector',
    source: 'ci',
  });
  const { key } = made.json as { key: string };
  const lost = [today - OUTAGE.from * DAY_MS, today - OUTAGE.to * DAY_MS] as const;
  const events: object[] = [];
  for (let time = today - 40 * DAY_MS; time < Date.now() - HOUR_MS; time += HOUR_MS) {
    if (time >= lost[0] && time < lost[1]) continue;
    events.push({
      action: 'pipeline_run.finished',
      time: new Date(time + HOUR_MS / 3).toISOString(),
      actor: { type: 'bot', id: 'ci:bot', name: 'build-bot' },
      target: { type: 'pipeline', id: 'pay', name: 'pay' },
    });
  }
  const body = JSON.stringify(events.slice(0, -1));
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await server.call('POST', '/v1/events', body, headers);
  assert.equal(answer.status, 200, answer.text);
  await send(server, events.slice(-1));
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`one sees at a glance what is not heard, ${colorScheme}`, async () => {
    await withWorld(async ({ open }) => {
      for (const width of [1280, 390]) {
        const viewport = { width, height: width === 390 ? 844 : 800 };
        const page = await open('/sources', { viewport, colorScheme, hasTouch: width === 390 });
        const overview = page.locator('[data-not-heard]');
        await overview.getByText('mute').waitFor();
        assert.equal(await overview.getAttribute('data-not-heard'), '1');
        const partial = page.locator('.calendar-table a.day[data-state="partial"]');
        await partial.first().waitFor();
        assert.equal(await page.locator('a.day[data-state="complete"]').count(), 37);
        assert.match((await partial.nth(1).getAttribute('aria-label')) ?? '', /silent/);
        await picture(page, `coverage-${width}-${colorScheme}`);
        assert.deepEqual(await axeFindings(page), []);
        await page.goto('/sources/ci');
        await page.getByRole('heading', { name: 'Rhythm' }).waitFor();
        await page.getByText(/^Learned from/).waitFor();
        await picture(page, `coverage-source-${width}-${colorScheme}`);
        assert.deepEqual(await axeFindings(page), []);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        assert.ok(over <= 0, `${over} px too wide`);
        await page.context().close();
      }
    }, seedHistory);
  });
}

test('days are gone through by keys, and a day opens its events', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/sources');
    const today = page.locator('a.day[data-state="open"]').first();
    await today.focus();
    await page.keyboard.press('ArrowLeft');
    await page
      .locator('.calendar-shown')
      .getByText(/complete, 24 events/)
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/events?**');
    assert.match(page.url(), /q=source:ci&from=\d{4}-\d\d-\d\d/);
    await page.locator('.list-space > .row').first().waitFor();
  }, seedHistory);
});

test('when a source is silent can be set in its page', async () => {
  await withWorld(async ({ server, open }) => {
    const page = await open('/sources/ci');
    await page.getByLabel('Called silent').selectOption('time');
    await page.getByRole('textbox', { name: 'After' }).fill('36h');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const { json } = await server.call('GET', '/v1/sources/ci');
    const { coverage } = json as { coverage: { settings: { silence: string } } };
    assert.equal(coverage.settings.silence, '36h');
  }, seedHistory);
});
