import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADMIN_TOKEN } from '../../e2e-api/server-process.ts';
import { axeFindings, picture, rowsShown, withWorld } from './world.ts';

test('signing in: by the printed link, once; by a key; and back to where one wanted to go', async () => {
  await withWorld(async ({ server, visit }) => {
    const page = await visit(`/sign-in#${server.signInToken}`);
    await page.waitForURL(/\/events\?q=-/);
    await rowsShown(page);
    assert.equal(page.url().includes(server.signInToken), false);
    await page.context().close();

    const late = await visit(`/sign-in#${server.signInToken}`);
    await late
      .getByRole('alert')
      .getByText(/used already/)
      .waitFor();
    await picture(late, 'sign-in-refused');
    assert.deepEqual(await axeFindings(late), []);

    await late.getByLabel('API key').fill('wrong');
    await late.getByRole('button', { name: 'Sign in' }).click();
    await late
      .getByRole('alert')
      .getByText(/No such key/)
      .waitFor();
    await late.context().close();

    const wanted = await visit('/sources?x=1');
    await wanted.waitForURL(/sign-in\?next=/);
    await wanted.getByLabel('API key').fill(ADMIN_TOKEN);
    await wanted.getByRole('button', { name: 'Sign in' }).click();
    await wanted.waitForURL(/\/sources\?x=1$/);
    await wanted.getByRole('link', { name: 'Settings' }).click();
    await wanted.getByRole('button', { name: 'Sign out' }).click();
    await wanted.waitForURL('**/sign-in');
    await wanted.goto('/events');
    await wanted.waitForURL(/sign-in\?next=/);
  });
});
