import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { until } from '../../e2e-api/server-process.ts';
import { axeFindings, picture, postWebhook, withWorld } from './world.ts';

const pushed = {
  ref: 'refs/heads/main',
  before: '1'.repeat(40),
  after: '2'.repeat(40),
  created: false,
  deleted: false,
  forced: true,
  commits: [],
  head_commit: null,
  pusher: { name: 'mona', email: 'mona@example.com' },
  repository: { id: 7, name: 'pay', full_name: 'acme/pay', owner: { login: 'acme', id: 1 } },
  sender: { login: 'mona', id: 77, type: 'User' },
};

test('the wizard leads from a product to its first event', async () => {
  await withWorld(async ({ server, open }) => {
    const page = await open('/sources');
    await page.getByRole('heading', { name: 'Sources' }).waitFor();
    await page.getByRole('link', { name: 'Add a source' }).first().click();
    await page.getByRole('searchbox', { name: 'Search products' }).fill('code');
    await page.getByRole('button', { name: /^GitLab/ }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Okta/ }).count(), 0);
    await page.getByRole('button', { name: /^GitHub/ }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('acme');
    await picture(page, 'source-wizard');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: 'Create the source' }).click();
    await page.getByText('Waiting for the first event.').waitFor();
    const [url, secret] = await page.locator('.secret-lines code').allTextContents();
    assert.equal(url, `${server.url}/intake/acme`);
    await picture(page, 'source-secret');
    assert.deepEqual(await axeFindings(page), []);

    assert.equal(await postWebhook(server, { name: 'acme', secret: 'wrong' }, 'push', pushed), 401);
    const alert = page.getByRole('alert');
    await alert.getByText(/A delivery came with a wrong signature/).waitFor();
    await alert.getByText(/1 delivery refused/).waitFor();

    const status = await postWebhook(server, { name: 'acme', secret: secret! }, 'push', pushed);
    assert.equal(status, 200);
    await page.locator('[data-first="seen"]').waitFor();
    await page.locator('[data-first="seen"]').getByText(/mona/).waitFor();
    await picture(page, 'source-first-event');
    await page.getByRole('link', { name: 'Open the event' }).click();
    await page
      .getByRole('complementary', { name: 'Event' })
      .getByText(/acme\/pay/)
      .first()
      .waitFor();
  });
});

test('a source can be looked at, paused, resumed and deleted', async () => {
  await withWorld(async ({ server, open }) => {
    const made = await server.call('POST', '/v1/sources', { type: 'github', name: 'acme' });
    const { secret } = made.json as { secret: string };
    await postWebhook(server, { name: 'acme', secret }, 'push', pushed);
    const page = await open('/sources/acme');
    await page.getByText('Healthy').waitFor();
    await picture(page, 'source');
    assert.deepEqual(await axeFindings(page), []);

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Pause the source' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();

    await page.getByRole('button', { name: 'Delete' }).click();
    await page
      .getByRole('dialog')
      .getByText(/stay in the log/)
      .waitFor();
    await page.getByRole('button', { name: 'Delete the source' }).click();
    await page.waitForURL('**/sources');
    await page.getByRole('heading', { name: 'No source yet' }).waitFor();
    await picture(page, 'sources-empty');
  });
});

test('a delivery in quarantine is corrected and taken', async () => {
  await withWorld(async ({ server, open }) => {
    const made = await server.call('POST', '/v1/sources', { type: 'github', name: 'acme' });
    const { secret } = made.json as { secret: string };
    const broken = `${JSON.stringify(pushed).slice(0, -1)},}`;
    const signature = createHmac('sha256', secret).update(broken).digest('hex');
    const sent = await server.call('POST', '/intake/acme', broken, {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': 'd-1',
      'x-hub-signature-256': `sha256=${signature}`,
    });
    assert.equal(sent.status, 400);
    const page = await open('/sources/acme');
    await page.getByRole('button', { name: 'Replay 1 delivery' }).click();
    await page.getByText('0 taken, 1 still not understood.').waitFor();
    await page.getByRole('button', { name: 'View' }).click();
    await page.getByRole('button', { name: 'Correct the text' }).click();
    await page.getByRole('textbox', { name: 'Corrected text' }).fill(JSON.stringify(pushed));
    await picture(page, 'quarantine-correct');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: 'Replay the corrected text' }).click();
    await page.getByText(/^Empty. Deliveries that were/).waitFor();
    const found = await until(
      () => server.call('GET', '/v1/events?q=source:acme'),
      ({ json }) => (json as { events: unknown[] }).events.length === 1,
    );
    const [event] = (found.json as { events: { source: { via: string } }[] }).events;
    assert.equal(event?.source.via, 'corrected');
  });
});
