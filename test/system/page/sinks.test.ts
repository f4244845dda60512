// Sinks in the page: set up, tested against a receiver of this machine, routed to, and what did not
// arrive sent again.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { until } from '../../e2e-api/server-process.ts';
import { attack, did, withWatch } from './watch.ts';
import { axeFindings, looksOf, picture, send } from './world.ts';

const ALLOWED = { ACTA_EGRESS_ALLOW: 'http://127.0.0.1' };

interface Receiver {
  url: string;
  bodies: string[];
  /** What it answers from now on. */
  answer: { status: number; text: string };
}

async function withReceiver(work: (receiver: Receiver) => Promise<void>): Promise<void> {
  const receiver: Receiver = { url: '', bodies: [], answer: { status: 200, text: 'taken' } };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      receiver.bodies.push(body);
      response.writeHead(receiver.answer.status).end(receiver.answer.text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`;
  try {
    await work(receiver);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a sink is added and tested, its dead letters are sent again', async () => {
  await withReceiver((receiver) =>
    withWatch(async ({ server, open }) => {
      const page = await open('/sinks');
      await page.getByRole('heading', { name: 'No sink yet' }).waitFor();
      await picture(page, 'sinks-empty');
      await page.getByRole('link', { name: 'Add a sink' }).first().click();
      await page.getByRole('button', { name: /^Webhook/ }).click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('on-call');
      await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
      await picture(page, 'sink-form');
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole('button', { name: 'Create the sink' }).click();
      await page.getByText('The signing secret is shown this once.').waitFor();
      receiver.answer = { status: 422, text: 'no such team' };
      await page.getByRole('button', { name: 'Send a test message' }).click();
      await page.getByText('It was not taken: 422').waitFor();
      await page.getByText('no such team').waitFor();
      receiver.answer = { status: 200, text: 'taken' };
      await page.getByRole('button', { name: 'Send a test message' }).click();
      await page.getByText('It was taken: 200').waitFor();
      await picture(page, 'sink-tested');
      assert.deepEqual(await axeFindings(page), []);

      await page.getByRole('link', { name: 'Its deliveries' }).click();
      const ledger = page.getByRole('region', { name: 'Delivery ledger' });
      await ledger.getByText('Not taken').waitFor();

      // Slack says at once that a message is wrong: it is not tried again.
      const chat = { kind: 'slack', name: 'chat', settings: { webhook_url: receiver.url } };
      assert.equal((await server.call('POST', '/v1/sinks', chat)).status, 201);
      receiver.answer = { status: 422, text: 'no such team' };
      await attack(server);
      await page.goto('/sinks/chat');
      await page.getByRole('button', { name: 'Send 4 dead letters again' }).waitFor();
      await ledger.getByRole('button', { name: /^Attempts of Raised: Many denials/ }).click();
      await page.getByRole('dialog').getByText('no such team').waitFor();
      await picture(page, 'sink-delivery');
      assert.deepEqual(await axeFindings(page), []);
      await page.keyboard.press('Escape');

      receiver.answer = { status: 200, text: 'taken' };
      await page.getByRole('button', { name: 'Send 4 dead letters again' }).click();
      await page.getByRole('combobox', { name: 'Which deliveries' }).selectOption('delivered');
      await ledger.getByText('Many denials').first().waitFor();
      assert.ok(receiver.bodies.some((body) => body.includes('Many denials of one actor')));
      await picture(page, 'sink');
      assert.deepEqual(await axeFindings(page), []);

      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      await page.getByRole('spinbutton', { name: 'Messages a minute, at most' }).fill('30');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('30 messages a minute').waitFor();
    }, ALLOWED),
  );
});

test('routes say who is told, silences who is not', async () => {
  await withReceiver((receiver) =>
    withWatch(async ({ server, open }) => {
      for (const name of ['chat', 'on-call']) {
        const settings = { url: receiver.url };
        const made = await server.call('POST', '/v1/sinks', { kind: 'webhook', name, settings });
        assert.equal(made.status, 201, made.text);
      }
      const page = await open('/sinks');
      await page.getByRole('button', { name: 'Add a route' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add a route' });
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('office');
      await dialog.getByRole('combobox', { name: 'At least' }).selectOption('high');
      for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']) {
        await dialog.getByRole('checkbox', { name: day }).check();
      }
      await dialog.getByRole('textbox', { name: 'Time zone' }).fill('Europe/Berlin');
      await dialog.getByRole('combobox', { name: 'Rules' }).fill('branch prot');
      await page.getByRole('option', { name: /^Branch protection removed/ }).click();
      await dialog.getByRole('combobox', { name: 'Tags of the rule' }).fill('attack.*');
      await page.keyboard.press('Enter');
      await dialog.getByRole('checkbox', { name: /^on-call/ }).check();
      await picture(page, 'route-form');
      assert.deepEqual(await axeFindings(page), []);
      await dialog.getByRole('button', { name: 'Save the route' }).click();
      const routes = page.getByRole('region', { name: 'Routes' });
      await routes
        .getByText(
          'high and above, rule Branch protection removed, tagged attack.*, ' +
            'Mon–Fri 08:00–18:00 Europe/Berlin',
        )
        .waitFor();
      await routes.getByRole('switch', { name: 'Route office' }).click();
      await routes.locator('[aria-checked="false"]').waitFor();

      await page.getByRole('button', { name: 'Silence alerts' }).click();
      const form = page.getByRole('dialog', { name: 'Silence alerts' });
      await form.getByRole('combobox', { name: 'Level' }).selectOption('low');
      await form.getByRole('textbox', { name: 'Reason' }).fill('the migration of Sunday');
      await picture(page, 'silence-form');
      assert.deepEqual(await axeFindings(page), []);
      await form.getByRole('button', { name: 'Silence them' }).click();
      const silences = page.getByRole('region', { name: 'Silences', exact: true });
      await silences.getByText('the migration of Sunday').waitFor();
      await silences.getByText('In force').waitFor();
      assert.deepEqual(await looksOf(page, 'sinks'), []);
      const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const };
      const small = await open('/sinks', { ...phone, hasTouch: true });
      await small.getByText('the migration of Sunday').waitFor();
      assert.deepEqual(await looksOf(small, 'sinks-390-dark'), []);
      await small.goto('/sinks/chat');
      await small.getByText('Nothing was sent yet.').waitFor();
      assert.deepEqual(await looksOf(small, 'sink-390-dark'), []);
      await silences.getByRole('button', { name: 'End' }).click();
      await page.getByRole('button', { name: 'End it now' }).click();
      await page.getByText(/^None: every alert is told/).waitFor();

      await routes.getByRole('button', { name: 'Delete route office' }).click();
      await page.getByRole('button', { name: 'Delete the route' }).click();
      await routes.getByText('office').waitFor({ state: 'detached' });
    }, ALLOWED),
  );
});

test('from nothing to a message in Slack, by the page alone', async () => {
  await withReceiver((receiver) =>
    withWatch(async ({ server, open }) => {
      await attack(server);
      const page = await open('/rules');
      await page.getByRole('link', { name: 'Write a rule' }).click();
      await page.getByRole('button', { name: /^One event/ }).click();
      const text = page.getByRole('textbox', { name: 'Rule', exact: true });
      const template = await text.inputValue();
      await text.fill(
        template
          .replace(/^title:.*/m, 'title: Mallory refused')
          .replace(
            / {4}action:[^]*actor.type: user/,
            '    outcome: denied\n    actor.name|startswith: mal',
          ),
      );
      await page
        .getByRole('textbox', { name: 'Fixtures', exact: true })
        .fill(
          '- title: refused\n  fires: true\n  event: { outcome: denied, actor: { name: mal } }\n',
        );
      await page.locator('.fixtures li:not([data-wrong])').getByText('refused').waitFor();
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByText('Would have fired 5 times in 90 days').waitFor();
      await page.getByRole('button', { name: 'Save and enable' }).click();

      const told = page.getByRole('region', { name: 'Who is told' });
      await told.getByRole('link', { name: 'Add a sink' }).click();
      await page.getByRole('button', { name: /^Slack/ }).click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('security');
      await page.getByLabel(/^Incoming webhook/).fill(receiver.url);
      await picture(page, 'sink-slack');
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole('button', { name: 'Create the sink' }).click();
      await page.getByRole('button', { name: 'Send a test message' }).click();
      await page.getByText('It was taken: 200').waitFor();

      await page.goto('/rules?origin=own');
      await page.getByRole('link', { name: 'Mallory refused', exact: true }).click();
      await told.getByRole('button', { name: 'Route its alerts …' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add a route' });
      await dialog.getByText('Mallory refused').waitFor();
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('refused');
      await dialog.getByRole('button', { name: 'Save the route' }).click();
      await told.getByText('by the route refused').waitFor();
      await picture(page, 'rule-told');
      assert.deepEqual(await axeFindings(page), []);

      await send(server, [did('secret.read', 'malcolm', 'acme/web', 0, { outcome: 'denied' })]);
      const found = () => Promise.resolve(receiver.bodies.find((body) => body.includes('malcolm')));
      const body = await until(found, (each) => each !== undefined);
      const { text: said, blocks } = JSON.parse(body!) as { text: string; blocks: unknown[] };
      assert.match(said, /\[medium\] New alert: Mallory refused/);
      assert.ok(blocks.length > 1);
    }, ALLOWED),
  );
});
