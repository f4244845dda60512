import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { picture, queryBar, row, rowsShown, search, withWorld } from './world.ts';

const query = (page: Page) => new URL(page.url()).searchParams.get('q') ?? '';

async function refusalPointsAtTheColumn(page: Page): Promise<void> {
  await search(page, 'actor:octocat (target:acme/pay OR');
  const problem = page.getByRole('alert');
  await problem.getByText(/Column 34/).waitFor();
  const caret = await problem.locator('pre').textContent();
  assert.equal(caret?.indexOf('^'), 33);
  await picture(page, 'query-error');
  await page.goto('/events?q=colour:red');
  await page.getByRole('heading', { name: 'The query can’t be read' }).waitFor();
  await page.getByRole('button', { name: 'Correct it' }).click();
  await page
    .getByRole('alert')
    .getByText(/Column 1/)
    .waitFor();
  await queryBar(page).press('Escape');
  await page.getByRole('button', { name: 'Clear the query' }).click();
}

async function completionOffersNamesAndValues(page: Page): Promise<void> {
  await queryBar(page).fill('');
  await queryBar(page).pressSequentially('act');
  await page.getByRole('option', { name: /^actor / }).waitFor();
  await queryBar(page).press('ArrowDown');
  await queryBar(page).press('Enter');
  await queryBar(page).pressSequentially('oct');
  await page.getByRole('option', { name: /octocat/ }).waitFor();
  await picture(page, 'query-completion');
  await queryBar(page).press('ArrowDown');
  await queryBar(page).press('Enter');
  assert.equal(await queryBar(page).inputValue(), 'actor:octocat ');
  await queryBar(page).press('Escape');
  await queryBar(page).press('Enter');
  await page.waitForURL(/q=actor:octocat/);
  await rowsShown(page);
  await page.getByText('75 events').waitFor();
}

async function cellsAddAndExclude(page: Page): Promise<void> {
  const cell = row(page, 0).locator('.cell-outcome');
  await cell.hover();
  await cell.getByRole('button', { name: /^Exclude outcome/ }).click();
  await page.waitForURL(/-outcome/);
  assert.match(query(page), /^actor:octocat -outcome:\w+$/);
  await page.getByRole('button', { name: /^Remove actor:octocat/ }).click();
  await page.waitForURL((url) => !url.search.includes('octocat'));
  const facets = page.getByRole('complementary', { name: 'Counts by field' });
  await facets.getByRole('button', { name: 'Exclude target acme/web' }).click();
  await page.waitForURL(/-target/);
  await facets.getByRole('button', { name: /^production/ }).click();
  await page.waitForURL(/environment:production/);
  await facets.locator('[aria-pressed="true"]').waitFor();
}

async function brushNarrowsTheRange(page: Page): Promise<void> {
  const bars = await page.locator('.bars').boundingBox();
  assert.ok(bars);
  await page.mouse.move(bars.x + bars.width * 0.5, bars.y + 30);
  await page.mouse.down();
  await page.mouse.move(bars.x + bars.width * 0.8, bars.y + 30, { steps: 5 });
  await page.locator('.brush').waitFor();
  await page.mouse.up();
  await page.waitForURL(/from=.*to=|to=.*from=/);
  const { searchParams } = new URL(page.url());
  assert.ok(searchParams.get('from')! < searchParams.get('to')!);
  assert.equal(searchParams.get('range'), null);
  await page.goBack();
  await page.waitForURL((url) => !url.searchParams.has('from'));
}

test('searching: refusals, completion, add and exclude, brush, a link that says it all', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/events?range=7d');
    await rowsShown(page);
    await refusalPointsAtTheColumn(page);
    await completionOffersNamesAndValues(page);
    await cellsAddAndExclude(page);
    await brushNarrowsTheRange(page);

    const here = page.url();
    await page.goto(here);
    await rowsShown(page);
    assert.equal(page.url(), here);

    await search(page, 'nothing-has-this-word');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await picture(page, 'nothing-matches');
  });
});

test('a saved view brings its query and range back', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/events?q=outcome:denied&range=30d');
    await rowsShown(page);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByLabel('Name of the view').fill('Denied');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.goto('/events');
    await rowsShown(page);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: /^Denied/ }).click();
    await page.waitForURL(/q=outcome:denied&range=30d/);
    await rowsShown(page);
  });
});

test('an export runs as a job and is downloaded', async () => {
  await withWorld(async ({ open }) => {
    const page = await open('/events?q=actor:octocat&range=30d');
    await rowsShown(page);
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /NDJSON/ }).check();
    await picture(page, 'export');
    await dialog.getByRole('button', { name: /^Export/ }).click();
    const link = dialog.getByRole('link', { name: 'Download' });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const stream = await download.createReadStream();
    let text = '';
    for await (const part of stream) text += String(part);
    assert.equal(text.trim().split('\n').length, 75);
  });
});
