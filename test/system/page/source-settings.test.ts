// Changing a source after it was made: its settings, its secret, asking its product, and whose the
// messages of an unknown sender are.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { until } from '../../e2e-api/server-process.ts';
import { axeFindings, picture, postWebhook, withWorld } from './world.ts';

const TOKEN = 'ghp-token-of-the-tests';

/** GitHub's audit log with five records of today, on this machine. */
async function openGithub(t: TestContext): Promise<string> {
  const records = Array.from({ length: 5 }, (_, n) => ({
    _document_id: `doc-${n}`,
    action: 'repo.create',
    actor: 'octavia',
    created_at: Date.now() - 60_000 + n * 1000,
  }));
  const product = createServer((request, response) => {
    const isUs = request.headers.authorization === `Bearer ${TOKEN}`;
    response.writeHead(isUs ? 200 : 401).end(isUs ? JSON.stringify(records) : '{}');
  });
  await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    product.closeAllConnections();
    product.close();
  });
  return `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
}

test('settings are changed in the page; Acta then asks the product and compares', async (t) => {
  const api = await openGithub(t);
  await withWorld(
    async ({ server, open }) => {
      await server.call('POST', '/v1/sources', { type: 'github', name: 'acme' });
      const page = await open('/sources/acme');
      await page.getByText('Nothing is set beside its secret.').waitFor();
      await page.getByRole('button', { name: 'Change', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Organisation or enterprise').fill('acme');
      await dialog.getByText('Asked by Acta').click();
      await dialog.getByLabel(/^Token that reads/).fill(TOKEN);
      await dialog.getByLabel(/^Address of the API/).fill(api);
      await picture(page, 'source-settings');
      assert.deepEqual(await axeFindings(page), []);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('set, and never shown').waitFor();

      await page.getByRole('button', { name: 'Ask now' }).click();
      await page.getByRole('button', { name: 'Compare with GitHub' }).click();
      await picture(page, 'source-compare');
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      const compared = page.locator('[data-comparison="done"]');
      await compared.getByText('Nothing was missing').waitFor();
      await picture(page, 'source-pull');
      assert.deepEqual(await axeFindings(page), []);

      await page.getByRole('button', { name: 'Change', exact: true }).click();
      await dialog.getByLabel('Forget it').check();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText(/Acta can read the audit log of GitHub by itself/).waitFor();
      const { json } = await server.call('GET', '/v1/sources/acme');
      assert.deepEqual((json as { credentials: string[] }).credentials, []);
    },
    async () => undefined,
    { ACTA_EGRESS_ALLOW: 'http://127.0.0.1' },
  );
});

test('a secret is changed in the page, and the one before holds beside it', async () => {
  await withWorld(async ({ server, open }) => {
    const made = await server.call('POST', '/v1/sources', { type: 'github', name: 'acme' });
    const { secret: before } = made.json as { secret: string };
    const page = await open('/sources/acme');
    await page.getByRole('button', { name: 'New secret' }).click();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: 'Change the secret' }).click();
    const shown = page.getByRole('dialog').locator('code');
    await shown.waitFor();
    const secret = (await shown.textContent())!;
    assert.match(secret, /^[\w-]{43}$/);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    for (const each of [secret, before]) {
      const source = { name: 'acme', secret: each };
      assert.equal(await postWebhook(server, source, 'ping', { zen: each.slice(0, 4) }), 200);
    }
  });
});

test('an unknown sender of syslog is given to a source, and its messages are taken', async () => {
  const env = { ACTA_SYSLOG_TCP: '127.0.0.1:0' };
  await withWorld(
    async ({ server, open }) => {
      await server.call('POST', '/v1/sources', { type: 'linux', name: 'hosts' });
      const { json } = await server.call('GET', '/v1/source-types');
      const linux = (json as { items: { type: string; setup: { copy?: string }[] }[] }).items.find(
        ({ type }) => type === 'linux',
      );
      const port = Number(/port="(\d+)"/.exec(linux?.setup[0]?.copy ?? '')?.[1]);
      const socket = createConnection(port, '127.0.0.1');
      await once(socket, 'connect');
      const line = (n: number) =>
        `<86>1 2026-11-19T08:15:0${n}Z web-1 sshd 7 - - Accepted password for ada from 203.0.113.7 port 2 ssh2\n`;
      socket.write(line(1));
      const page = await open('/sources');
      await page.getByText('1 unknown sender of syslog').waitFor();
      await picture(page, 'unknown-senders');
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole('button', { name: 'This is …' }).click();
      await picture(page, 'unknown-sender');
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole('button', { name: 'Take its messages' }).click();
      await page.getByText('1 unknown sender of syslog').waitFor({ state: 'detached' });
      socket.write(line(2));
      const found = await until(
        () => server.call('GET', '/v1/events?q=source:hosts'),
        ({ json: answer }) => (answer as { events: unknown[] }).events.length === 1,
      );
      const [event] = (found.json as { events: { action: string }[] }).events;
      assert.equal(event?.action, 'ssh.signed_in');
      socket.destroy();
    },
    async () => undefined,
    env,
  );
});
