// Alerts in the page: from an event to the inbox, by keyboard to a verdict, with the evidence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { until, type Started } from '../../e2e-api/server-process.ts';
import { alertsAre, attack, did, withWatch } from './watch.ts';
import { axeFindings, looksOf, picture, send } from './world.ts';

const alertRow = (page: Page, title: string) =>
  page.locator('.alert-row').filter({ hasText: title }).first();

interface Found {
  status: string;
  verdict: string | null;
  assignee: string | null;
  rule: { title: string };
}

async function alertOf(server: Started, title: string, wanted: (alert: Found) => boolean) {
  const one = async (): Promise<Found | undefined> => {
    const { json } = await server.call('GET', '/v1/alerts');
    const found = (json as { alerts: Found[] }).alerts;
    return found.find((each) => each.rule.title === title && wanted(each));
  };
  return until(one, (alert) => alert !== undefined);
}

test('the inbox says what is watched, and fills while one looks', async () => {
  await withWatch(async ({ server, open }) => {
    const page = await open('/alerts');
    await page.getByRole('heading', { name: 'Nothing to look into' }).waitFor();
    await page.getByText(/rules look at each event/).waitFor();
    await picture(page, 'alerts-empty');
    assert.deepEqual(await axeFindings(page), []);

    await attack(server);
    await alertRow(page, 'Many denials of one actor').waitFor();
    await page.locator('.rail-badge').getByText(/\d/).waitFor();
    await send(server, [did('branch_protection.removed', 'mallory-2', 'acme/web', 1)]);
    await page.getByRole('button', { name: '1 new' }).click();
    await page.locator('.alert-row').getByText('mallory-2').waitFor();
    await picture(page, 'alerts-filled');
    assert.deepEqual(await axeFindings(page), []);
  });
});

test('the inbox by keyboard: acknowledge, assign, silence, resolve, quiet ones', async () => {
  await withWatch(async ({ server, open }) => {
    await attack(server);
    const page = await open('/alerts?by=level');
    const keys = page.keyboard;
    await alertRow(page, 'Many denials of one actor').waitFor();
    await keys.press('j');
    assert.equal(
      await page.locator('.alert-row[data-active] .name').textContent(),
      'Many denials of one actor',
    );
    await keys.press('a');
    await alertRow(page, 'Many denials').getByText('Acknowledged').waitFor();
    await keys.press('s');
    await alertRow(page, 'Many denials').getByText('In progress').waitFor();
    await keys.press('j');
    await keys.press('m');
    const silence = page.getByRole('dialog', { name: 'Silence' });
    await silence.getByRole('textbox', { name: 'Reason' }).fill('we practise');
    await picture(page, 'alert-silence');
    assert.deepEqual(await axeFindings(page), []);
    await keys.press('Enter');
    await silence.waitFor({ state: 'detached' });

    await keys.press('r');
    const resolve = page.getByRole('dialog');
    await resolve.getByRole('radio', { name: /^Test/ }).check();
    await resolve.getByRole('textbox', { name: 'Note' }).fill('a test of the bot');
    await picture(page, 'alert-resolve');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: 'Resolve the alert' }).click();
    await resolve.waitFor({ state: 'detached' });
    const resolved = await alertOf(
      server,
      'Branch protection removed',
      ({ status }) => status === 'resolved',
    );
    assert.equal(resolved?.verdict, 'test');

    // The silenced one comes back quiet: it is there on demand only.
    await send(server, [did('branch_protection.removed', 'mallory-bot', 'acme/web', 1)]);
    await page.getByRole('button', { name: '2 quiet' }).waitFor();
    await keys.press('q');
    await page.locator('.alert-row').getByText('Silenced').waitFor();

    await keys.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Acknowledge').waitFor();
  });
});

test('several alerts at once', async () => {
  await withWatch(async ({ server, open }) => {
    await attack(server);
    const page = await open('/alerts?by=rule');
    await alertRow(page, 'Deployment to production failed').waitFor();
    await page.getByRole('button', { name: /^Medium/ }).click();
    await page.waitForURL(/level=medium/);
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    const bar = page.getByRole('region', { name: 'Selection' });
    await bar.getByText('2 selected').waitFor();
    await picture(page, 'alerts-selected');
    await bar.getByRole('button', { name: 'Assign to me' }).click();
    await page.locator('.cell-assignee').getByText('Administrator').nth(1).waitFor();
    await bar.getByRole('button', { name: 'Resolve …' }).click();
    await page.getByRole('radio', { name: /^Benign/ }).check();
    await page.getByRole('button', { name: 'Resolve 2 alerts' }).click();
    await page.getByRole('heading', { name: 'No alert fits the filter' }).waitFor();
    await page.getByRole('button', { name: 'Show what is not resolved' }).click();
    await alertRow(page, 'Branch protection removed').waitFor();
  });
});

test('an alert shows its evidence, its surroundings, what to do, and what came before', async () => {
  await withWatch(async ({ server, open }) => {
    await attack(server);
    await send(server, [did('branch_protection.removed', 'mallory', 'acme/web', 2)]);
    await alertsAre(server, 5);
    const page = await open('/alerts?quiet=1');
    const ofWeb = page.locator('.alert-row').filter({ hasText: 'acme/web' });
    await ofWeb.getByRole('link', { name: 'Branch protection removed' }).click();
    const evidence = page.getByRole('region', { name: 'Evidence' });
    await evidence.locator('.list-space > .row').waitFor();
    assert.equal(await evidence.locator('.list-space > .row').count(), 1);
    const around = page.getByRole('region', { name: 'Around it' });
    await around.getByText('acme/pay').first().waitFor();
    await page
      .getByRole('region', { name: 'What to do' })
      .getByText('put the protection')
      .waitFor();
    await page.getByRole('link', { name: 'ATT&CK T1562' }).waitFor();
    await page.getByText('DRL-1.1').waitFor();
    await page.getByText('Somebody removed the protection of a branch.').waitFor();
    const risk = page.getByRole('region', { name: 'Risk of the actor' });
    await risk.getByRole('heading', { name: 'Actor’s risk 70' }).waitFor();
    await risk.getByRole('link', { name: 'Many denials of one actor' }).waitFor();
    await page.getByRole('region', { name: 'Similar alerts' }).getByText('mallory-bot').waitFor();

    await page.getByRole('textbox', { name: 'Note' }).fill('1. asked\n2. it was not meant');
    await page.getByRole('button', { name: 'Write the note' }).click();
    await page.locator('.alert-steps').getByText('it was not meant').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.locator('.alert-glance').getByText('Acknowledged').waitFor();

    await evidence.locator('.list-space > .row .cell-time').click();
    const drawer = page.getByRole('complementary', { name: 'Event' });
    await drawer.getByRole('tab', { name: 'Proof' }).click();
    await drawer.getByRole('button', { name: 'Verify in this browser' }).click();
    await drawer.locator('[data-verdict="verified"]').waitFor();
    await evidence.locator('.tick-checked').waitFor();
    await picture(page, 'alert-event');
    assert.deepEqual(await axeFindings(page), []);
    await drawer.getByRole('button', { name: 'Close the event' }).click();

    await page.keyboard.press('r');
    await page.getByRole('radio', { name: /^False positive/ }).check();
    await page.getByRole('button', { name: 'Save the filter' }).click();
    await page.getByRole('button', { name: 'The filter is in force' }).waitFor();
    await picture(page, 'alert-filter');
    await page.getByRole('button', { name: 'Resolve the alert' }).click();
    await page.getByRole('button', { name: 'Reopen' }).waitFor();
    await page.locator('.alert-glance').getByText('False positive').waitFor();
  });
});

test('the inbox stands by weight or by risk, and leads from an actor’s risk to its alerts', async () => {
  await withWatch(async ({ server, open }) => {
    await attack(server);
    const page = await open('/alerts');
    const levels = page.locator('.alert-row .cell-level');
    await page.locator('.alert-row .cell-level').nth(3).waitFor();
    assert.deepEqual(await levels.allTextContents(), [
      'Level',
      'critical',
      'high',
      'medium',
      'medium',
    ]);
    const first = page.locator('.alert-row').nth(1);
    await first.locator('.risk-mark').getByText('70').waitFor();
    await page.getByRole('combobox', { name: 'Order' }).selectOption('Riskiest actors first');
    await page.waitForURL(/first=risk/);
    await page.getByRole('button', { name: '1 quiet' }).click();
    await page.locator('.alert-row').getByText('Inhibited').waitFor();
    // Both of mallory's, then the bot's, then what is of no weight.
    await page.locator('.alert-row .risk-mark').nth(2).waitFor();
    assert.deepEqual(await page.locator('.alert-row .cell-who').allTextContents(), [
      'Actor',
      'malloryrisk 70+',
      'malloryrisk 70+',
      'mallory-botrisk 20+',
      'release-bot+',
      'release-bot+',
    ]);
    await first.getByRole('link').click();
    await page.getByRole('region', { name: 'Risk of the actor' }).getByText('Its alerts').click();
    await page.waitForURL(/actor=team/);
    await page.getByRole('button', { name: 'Show every actor' }).waitFor();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`inbox and alert hold at every width, ${colorScheme}`, async () => {
    await withWatch(async ({ server, open }) => {
      await attack(server);
      const wrong: string[] = [];
      for (const viewport of [
        { width: 1280, height: 800 },
        { width: 390, height: 844 },
      ]) {
        const page = await open('/alerts', {
          viewport,
          colorScheme,
          hasTouch: viewport.width < 500,
        });
        await alertRow(page, 'Branch protection removed').waitFor();
        wrong.push(...(await looksOf(page, `alerts-${viewport.width}-${colorScheme}`)));
        await alertRow(page, 'Branch protection removed').click();
        await page.locator('.event-rows').nth(1).waitFor();
        wrong.push(...(await looksOf(page, `alert-${viewport.width}-${colorScheme}`)));
        await page.context().close();
      }
      assert.deepEqual(wrong, []);
    });
  });
}
