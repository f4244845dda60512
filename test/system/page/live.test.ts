import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture, row, rowsShown, send, teamEvent, withWorld } from './world.ts';

const newcomer = (name: string) => ({
  ...teamEvent(0),
  time: new Date().toISOString(),
  actor: { type: 'user', id: `team:${name}`, name },
});

test('a new event waits behind a pill, and flows in while live', async () => {
  await withWorld(async ({ server, open }) => {
    const page = await open('/events?q=target:acme/pay');
    await rowsShown(page);
    const before = await row(page, 0).getAttribute('id');
    await send(server, [newcomer('late-one')]);
    const pill = page.getByRole('button', { name: /1 new/ });
    await pill.waitFor();
    assert.equal(await row(page, 0).getAttribute('id'), before);
    await picture(page, 'new-pill');
    await pill.click();
    await row(page, 0).getByText('late-one').waitFor();

    await page.keyboard.press('l');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await send(server, [newcomer('live-one')]);
    await row(page, 0).getByText('live-one').waitFor();

    await page.getByRole('button', { name: 'Pause' }).click();
    await send(server, [newcomer('paused-one')]);
    await page.getByRole('button', { name: /1 new/ }).waitFor();
    assert.equal(await row(page, 0).getByText('live-one').count(), 1);

    await send(server, [{ ...newcomer('elsewhere'), target: { id: 'x', name: 'acme/other' } }]);
    await page.keyboard.press('n');
    await row(page, 0).getByText('paused-one').waitFor();
    assert.equal(await page.getByText('elsewhere').count(), 0);
  });
});
