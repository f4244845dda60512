import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, type Started } from '../../e2e-api/server-process.ts';
import { axeFindings, picture, withWorld } from './world.ts';

const deploys = [
  { ts: 1_763_540_102, by: { login: 'ada' }, verb: 'DEPLOY', app: 'checkout', result: 'ok' },
  { ts: 1_763_540_202, by: { login: 'bo' }, verb: 'UNDO', app: 'checkout', result: 'ok' },
  { ts: 1_763_540_302, by: { login: 'bo' }, verb: 'DEPLOY', app: 'pay', result: 'no' },
];

async function indexed(server: Started, size: number): Promise<void> {
  await until(
    () => server.call('GET', '/v1/integrity'),
    ({ json }) => (json as { indexed_through: number }).indexed_through >= size,
  );
}

async function takeIn(server: Started, type: string, name: string, body: string): Promise<void> {
  const made = await server.call('POST', '/v1/sources', { type, name });
  const { secret } = made.json as { secret: string };
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const taken = await server.call('POST', `/intake/${name}`, body, headers);
  assert.equal(taken.status, 200, taken.text);
  const { receipts } = taken.json as { receipts: { index: number }[] };
  await indexed(server, receipts.at(-1)!.index + 1);
}

test('a mapping is written against samples, tested, saved, and what came is mapped again', async () => {
  await withWorld(async ({ server, open }) => {
    await takeIn(
      server,
      'generic',
      'deploys',
      deploys.map((one) => JSON.stringify(one)).join('\n'),
    );
    const page = await open('/sources/deploys', { viewport: { width: 1280, height: 900 } });
    const unmapped = page.getByRole('region', { name: 'Unmapped types' });
    await unmapped.getByText('DEPLOY').waitFor();
    await picture(page, 'source-unmapped');
    assert.deepEqual(await axeFindings(page), []);
    await unmapped.getByRole('link', { name: 'Open the mapping' }).click();

    const event = page.getByRole('region', { name: 'Event', exact: true });
    await event.getByText('No action yet').waitFor();
    await picture(page, 'mapping-empty');
    assert.deepEqual(await axeFindings(page), []);

    const take = (path: string) =>
      page
        .getByRole('region', { name: 'Values of the sample' })
        .getByRole('button', { name: path })
        .click();
    await page.getByLabel('actor.id', { exact: true }).focus();
    await take('by.login');
    assert.equal(await page.getByLabel('actor.id', { exact: true }).inputValue(), '{by.login}');
    await page.getByLabel('target.id', { exact: true }).fill('{app}');
    await page.getByLabel('target.type', { exact: true }).fill('service');
    await page.getByLabel('action', { exact: true }).fill('{verb}');
    await page.getByRole('button', { name: 'Table' }).first().click();
    const table = page.getByRole('group', { name: 'Table of action' });
    await table.getByRole('button', { name: 'DEPLOY', exact: true }).click();
    await table.getByRole('button', { name: 'UNDO', exact: true }).click();
    await table.getByLabel('DEPLOY means').fill('deployment.done');
    await page.getByText('deployment.done is no action of the catalogue').waitFor();
    await picture(page, 'mapping-wrong');
    await table.getByLabel('DEPLOY means').fill('deployment.finished');
    await table.getByLabel('UNDO means').fill('deployment.rolled_back');
    await page.getByLabel('time', { exact: true }).fill('{ts}');
    await page.getByLabel('Format of the time').fill('epoch_s');
    await event.getByText('Mapped', { exact: true }).waitFor();
    await event.getByText(/deploy pay/).waitFor();
    const all = page.getByRole('region', { name: 'All samples' });
    await all.getByText('3 events · 0 without an action').waitFor();
    await picture(page, 'mapping');
    assert.deepEqual(await axeFindings(page), []);

    await page.getByRole('button', { name: 'JSON' }).click();
    assert.match(await page.getByLabel('Mapping as JSON').inputValue(), /"epoch_s"/);
    await picture(page, 'mapping-json');
    await page.getByRole('button', { name: 'Fields' }).click();

    await page.getByRole('button', { name: 'Save …' }).click();
    await page.getByText(/of all 3 events that came so far/).waitFor();
    await picture(page, 'mapping-save');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByLabel('Why').fill('first');
    await page.getByRole('button', { name: 'Save version 1' }).click();
    await page.getByRole('button', { name: 'Version 1' }).waitFor();

    await page.getByRole('button', { name: 'Map it again' }).click();
    await page.getByRole('button', { name: 'Record 3 events anew' }).click();
    await page
      .locator('[data-job="done"]')
      .getByText(/3 events recorded anew/)
      .waitFor();
    await picture(page, 'mapping-again');
    const narrow = await open('/sources/deploys/mapping', {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    await narrow.getByRole('region', { name: 'All samples' }).waitFor();
    const wide = await narrow.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${wide} px wide`);
    await narrow.screenshot({
      path: 'test-output/screenshots/mapping-390-dark.png',
      fullPage: true,
    });
    assert.deepEqual(await axeFindings(narrow), []);
  });
});

test('a type that an adapter does not know is given an action', async () => {
  await withWorld(async ({ server, open }) => {
    const entry = {
      time: '2026-11-19T08:15:02Z',
      type: 'response',
      auth: { display_name: 'ada', entity_id: 'e-1' },
      request: { id: 'r-1', operation: 'polish', path: 'kettle/one', mount_type: 'kettle' },
    };
    await takeIn(server, 'vault', 'v', JSON.stringify(entry));
    const page = await open('/sources/v', { colorScheme: 'dark' });
    await page.getByRole('button', { name: /^Map this/ }).click();
    await page.getByLabel('Action of the catalogue').fill('secret.accessed');
    await page.getByText(/· secret ·/).waitFor();
    await picture(page, 'map-this');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: /^Map polish/ }).click();
    await page.getByRole('button', { name: 'Save version 1' }).click();
    await page.getByText(/every type that came has an action/).waitFor();
  });
});
