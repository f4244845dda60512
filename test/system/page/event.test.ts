import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings, picture, row, rowsShown, withWorld } from './world.ts';

interface Evidence {
  leaf: string;
  disclosures: string[];
}

// Only the team's own events: what the log says of this sign-in comes when it comes.
const MERGED = '/events?q=action:pull_request.merged&range=30d';

async function openProof(page: Page): Promise<void> {
  await page.goto(MERGED);
  await rowsShown(page);
  await row(page, 2).locator('.cell-time').click();
  await page.getByRole('tab', { name: 'Proof' }).click();
  await page.getByRole('button', { name: 'Verify in this browser' }).click();
  await page.locator('[data-verdict]').waitFor();
}

/** Lets the proof's answer through changed, as a dishonest server would. */
async function tamper(page: Page, change: (evidence: Evidence) => void): Promise<void> {
  await page.unroute('**/proof?*');
  await page.route('**/proof?*', async (route) => {
    const response = await route.fetch();
    const evidence = (await response.json()) as Evidence;
    change(evidence);
    await route.fulfill({ response, json: evidence });
  });
}

const changeText = (base64: string, from: string, to: string) => {
  const text = Buffer.from(base64, 'base64').toString();
  assert.ok(text.includes(from), `${from} in ${text}`);
  return Buffer.from(text.replace(from, to)).toString('base64');
};

test('an event opens beside the list, with diff, identity and neighbours by arrow keys', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/events?q=action:branch_protection.removed&range=30d');
    await rowsShown(page);
    await row(page, 0).locator('.cell-time').click();
    const drawer = page.getByRole('complementary', { name: 'Event' });
    await drawer.getByRole('heading', { name: /protection/ }).waitFor();
    assert.deepEqual(await drawer.locator('.diff-side code').allTextContents(), ['true', 'false']);
    await drawer
      .getByText(/^(Claimed|Source authenticated)$/)
      .first()
      .waitFor();
    const first = new URL(page.url()).searchParams.get('event');
    await page.keyboard.press('ArrowDown');
    await page.waitForURL((url) => url.searchParams.get('event') !== first);
    await picture(page, 'drawer');

    await drawer.getByRole('tab', { name: 'History' }).click();
    await drawer.getByRole('heading', { name: /Same run/ }).waitFor();
    await drawer.getByRole('link', { name: /^Everything by/ }).waitFor();
    await drawer.getByText('opened it').first().waitFor();
    await picture(page, 'drawer-history');

    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('event'));
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('role'));
    assert.equal(focused, 'grid');
  });
});

test('a proof is checked in the browser, and no tampering passes', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/events');
    await openProof(page);
    await page.locator('[data-verdict="verified"]').waitFor();
    const checks = page.locator('[data-check]');
    const names = await checks.evaluateAll((all) => all.map((one) => one.dataset['check']));
    assert.deepEqual(names, ['disclosures', 'inclusion', 'checkpoint', 'signature', 'events']);
    await page.getByText(/Trusted on first use/).waitFor();
    await row(page, 2)
      .getByRole('img', { name: /checked in this browser/ })
      .waitFor();
    await picture(page, 'proof');
    assert.deepEqual(await axeFindings(page), []);

    const failedChecks = async (change: (evidence: Evidence) => void) => {
      await tamper(page, change);
      await openProof(page);
      await page.locator('[data-verdict="failed"]').waitFor();
      const failed = page.locator('[data-ok="false"]');
      return failed.evaluateAll((all) => all.map((one) => one.dataset['check']));
    };
    const leaf = await failedChecks((evidence) => {
      evidence.leaf = changeText(evidence.leaf, '"v":1', '"v":1 ');
    });
    assert.deepEqual(leaf, ['inclusion']);
    await row(page, 2).getByRole('img', { name: 'Does not verify' }).waitFor();
    await picture(page, 'proof-tampered');

    const disclosure = await failedChecks((evidence) => {
      evidence.disclosures[1] = evidence.disclosures[1]!.slice(0, -4) + 'AAAA';
    });
    assert.deepEqual(disclosure, ['disclosures', 'events']);
  });
});

test('an event that the page shows otherwise than the log proves it turns red', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/events');
    await page.route(/\/v1\/events\/[0-9a-f-]{36}$/, async (route) => {
      const response = await route.fetch();
      const event = (await response.json()) as { actor: { name: string } };
      event.actor.name = 'somebody-else';
      await route.fulfill({ response, json: event });
    });
    await openProof(page);
    await page.locator('[data-verdict="failed"]').waitFor();
    await page.locator('[data-check="events"][data-ok="false"]').getByText(/actor/).waitFor();
  });
});

test('a key that changed since it was first seen is said loudly', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/events');
    await openProof(page);
    await page.evaluate(() => {
      const trust = JSON.parse(localStorage.getItem('acta.trust')!) as { vkeys: string[] };
      const other = 'acta.local/other+' + trust.vkeys[0]!.split('+').slice(1).join('+');
      localStorage.setItem('acta.trust', JSON.stringify({ ...trust, vkeys: [other] }));
    });
    await page.reload();
    await rowsShown(page);
    await page.getByRole('button', { name: 'Verify in this browser' }).click();
    await page.getByRole('alert').first().waitFor();
    await page.locator('.note.bad').first().waitFor();
  });
});

test('the raw record is revealed on purpose, and the reveal is recorded', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/events?q=actor:octocat&range=30d');
    await rowsShown(page);
    await row(page, 1).locator('.cell-time').click();
    await page.getByRole('tab', { name: 'Raw' }).click();
    assert.equal(await page.locator('.json').count(), 0);
    await page.getByLabel(/^Reason/).fill('looking into OPS-812');
    await page.getByRole('button', { name: 'Reveal and record it' }).click();
    await page.locator('.json').getByText('"number"').waitFor();
    await picture(page, 'raw');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('revealed the raw record').waitFor();
  });
});

test('marked events are compared side by side', async () => {
  await withWorld(async ({ open }) => {
    const page = await open(MERGED);
    await rowsShown(page);
    for (const key of ['j', 'x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByText('3 selected').waitFor();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Compare events' });
    await dialog.getByRole('cell', { name: 'actor.name' }).waitFor();
    await dialog.getByRole('columnheader').nth(3).waitFor();
    assert.equal(await dialog.getByRole('columnheader').count(), 4);
    await picture(page, 'compare');
    assert.deepEqual(await axeFindings(page), []);
  });
});
