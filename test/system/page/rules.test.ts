// Rules in the page: what runs and what doesn't, and a rule of one's own from a template to its
// first alert.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { alertsAre, attack, did, withWatch } from './watch.ts';
import { axeFindings, looksOf, picture, postWebhook, send } from './world.ts';

const ruleRow = (page: Page, title: string) =>
  page.locator('.rules-table tbody tr').filter({ hasText: title }).first();
const editor = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

test('the list says what runs, what came of it, and why a rule does not run', async () => {
  await withWatch(async ({ server, open }) => {
    await attack(server);
    const page = await open('/rules');
    await ruleRow(page, 'Deployed by nobody we know').getByText('%known_people%').waitFor();
    await ruleRow(page, 'Branch protection removed')
      .getByRole('link', { name: '2 alerts' })
      .waitFor();
    await picture(page, 'rules-list');
    assert.deepEqual(await axeFindings(page), []);

    await page.getByRole('searchbox', { name: 'Search rules' }).fill('folder-1 deployment');
    await page.waitForURL(/q=folder-1\+deployment/);
    const failed = ruleRow(page, 'Deployment to production failed');
    await failed.getByRole('switch').click();
    await page.getByRole('dialog').getByText('Its 2 open alerts stay.').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: 'Turn the rule off' }).click();
    await failed.locator('[aria-checked="false"]').waitFor();
    await page.getByRole('button', { name: /^Off/ }).click();
    await page.waitForURL(/state=off/);
    assert.equal(await page.locator('.rules-table tbody tr').count(), 1);
  });
});

test('a rejected rule runs once its placeholder is set, and versions can be taken back', async () => {
  await withWatch(async ({ open }) => {
    const page = await open('/rules?state=rejected');
    await page.getByRole('link', { name: 'Deployed by nobody we know' }).click();
    await page.getByText('It does not run').waitFor();
    await page.getByRole('textbox', { name: 'Placeholders' }).fill('known_people: ana, octocat');
    await page.getByRole('combobox', { name: 'Level' }).selectOption('high');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByText('It does not run').waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Placeholders' }).fill('known_people: ana');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    const versions = page.getByRole('region', { name: 'Versions' });
    await versions.getByRole('button', { name: 'What version 2 changed' }).click();
    const dialog = page.getByRole('dialog', { name: 'Version 2' });
    await dialog.locator('del').getByText('octocat').waitFor();
    await picture(page, 'rule-version');
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press('Escape');
    await versions.getByRole('button', { name: 'What version 1 changed' }).click();
    await page.getByRole('button', { name: 'Restore version 1' }).click();
    await page.waitForFunction(() => {
      const field = document.querySelector<HTMLTextAreaElement>('#overlay-placeholders');
      return field?.value === 'known_people: ana, octocat';
    });
  });
});

test('a rule is written, checked as one types, tried on history and an event, and fires', async () => {
  await withWatch(async ({ server, open }) => {
    await attack(server);
    const page = await open('/rules');
    await page.getByRole('link', { name: 'Write a rule' }).click();
    await page.getByRole('button', { name: /^One event/ }).click();
    await page.getByText('1 rule without a problem').waitFor();
    await page.locator('.fixtures').getByText('a pipeline deploys').waitFor();

    await editor(page, 'Rule').fill('title: Repository cloned\nlogsource:\n  product: acta\n');
    await editor(page, 'Fixtures').fill('');
    await page.locator('.problems li').first().waitFor();
    await picture(page, 'rule-wrong');
    assert.deepEqual(await axeFindings(page), []);
    await editor(page, 'Rule').press('Control+End');
    await page.keyboard.type('dete');
    await page.locator('.code-offers').getByText('detection').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('\nselection:\naction: repository.cloned');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('condition: selection\n');
    await page.getByText('1 rule without a problem').waitFor();

    await editor(page, 'Fixtures').fill(
      '- title: cloned\n  fires: false\n  event: { action: repository.cloned }\n',
    );
    await page.locator('.fixtures [data-wrong]').getByText('fires, should not').waitFor();
    await page.getByText('1 fixture does not do what it should.').waitFor();
    await editor(page, 'Fixtures').fill(
      '- title: cloned\n  fires: true\n  event: { action: repository.cloned }\n',
    );
    await page.locator('.fixtures li:not([data-wrong])').waitFor();

    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('Would have fired once in 90 days').waitFor();
    const found = page.locator('.examples').getByText(/mallory/);
    await found.waitFor();
    const { json } = await server.call('GET', '/v1/events?q=action:repository.cloned');
    const [event] = (json as { events: { id: string }[] }).events;
    await page.getByRole('textbox', { name: 'Event id' }).fill(event!.id);
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('.explained').getByText('matches').waitFor();
    await picture(page, 'rule-tried');
    assert.deepEqual(await axeFindings(page), []);

    await page.getByRole('button', { name: 'Save and enable' }).click();
    await page.waitForURL(/\/rules\/[0-9a-f-]{36}$/);
    await page.getByText('Written here').first().waitFor();
    await page.getByRole('region', { name: 'Who is told' }).getByText('Nobody').waitFor();
    await picture(page, 'rule-own');
    await send(server, [did('repository.cloned', 'ana', 'acme/web', 0)]);
    await alertsAre(server, 6);
    await page.goto('/alerts');
    await page.locator('.alert-row').getByText('Repository cloned').waitFor();
  });
});

test('what happened once begins a rule, and what it found on history stays', async () => {
  await withWatch(async ({ server, open }) => {
    await attack(server);
    const page = await open('/events?q=action%3Arepository.cloned&range=30d');
    await page.locator('.list-space > .row').first().locator('.cell-time').click();
    await page.getByRole('link', { name: 'Write a rule' }).click();
    await page.getByText('1 rule without a problem').waitFor();
    await page.locator('.fixtures li:not([data-wrong])').nth(1).waitFor();
    const text = await editor(page, 'Rule').inputValue();
    assert.match(text, /^title: Repository cloned$/m);
    assert.match(text, /^ {4}# target\.name: acme\/pay$/m);
    await picture(page, 'rule-from-event');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('.explained').getByText('matches').waitFor();

    await page.getByRole('button', { name: 'Save and enable' }).click();
    await page.waitForURL(/\/rules\/[0-9a-f-]{36}$/);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('Would have fired once in 90 days').waitFor();
    await page.reload();
    await page.getByText('Would have fired once in 90 days').waitFor();
  });
});

test('fields of the product and values that rules know are completed', async () => {
  await withWatch(async ({ server, open }) => {
    const source = { type: 'github', name: 'acme', settings: { organization: 'acme' } };
    const made = await server.call('POST', '/v1/sources', source);
    assert.equal(made.status, 201, made.text);
    const { secret } = made.json as { secret: string };
    const payload = { ref: 'refs/heads/main', forced: true, repository: { full_name: 'acme/pay' } };
    assert.equal(await postWebhook(server, { name: 'acme', secret }, 'push', payload), 200);
    const page = await open('/rules/new');
    await page.getByRole('button', { name: /^Nothing/ }).click();
    await editor(page, 'Rule').fill(
      'title: x\nlogsource:\n  product: github\n  service: webhook\ndetection:\n  selection:\n',
    );
    await page.waitForResponse(/\/v1\/rules\/fields\?product=github&service=webhook/);
    await editor(page, 'Rule').press('Control+End');
    await page.keyboard.type('    full');
    const offers = page.locator('.code-offers');
    await offers.getByText('repository.full_name').waitFor();
    await offers.getByText('in every record of late').waitFor();
    await picture(page, 'rule-fields');
    await page.keyboard.press('Tab');
    await page.keyboard.type('acme/pay');

    await editor(page, 'Rule').fill(
      'title: x\nlogsource:\n  product: acta\ndetection:\n  selection:\n    action: branch_prot',
    );
    await editor(page, 'Rule').press('Control+End');
    await page.keyboard.type('e');
    await offers.getByText('branch_protection.removed').waitFor();
    // A value may be meant as it stands: Enter leaves it.
    await page.keyboard.press('Enter');
    assert.match(await editor(page, 'Rule').inputValue(), /action: branch_prote\n/);
  });
});

test('the rules that come with Acta are there, each with fixtures that do as they say', async () => {
  await withWatch(
    async ({ open }) => {
      const page = await open('/rules?origin=acta&q=github+branch');
      await page.locator('.rules-table tbody tr').first().getByRole('link').first().click();
      const fixtures = page.getByRole('region', { name: 'Fixtures' });
      await fixtures.locator('li').first().waitFor();
      assert.equal(await fixtures.locator('[data-wrong]').count(), 0);
      await picture(page, 'rule-shipped');
      assert.deepEqual(await axeFindings(page), []);
    },
    { ACTA_DETECTION_SHIPPED: 'true' },
  );
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`rules and their editor hold at every width, ${colorScheme}`, async () => {
    await withWatch(async ({ open }) => {
      const wrong: string[] = [];
      for (const viewport of [
        { width: 1280, height: 800 },
        { width: 390, height: 844 },
      ]) {
        const page = await open('/rules', {
          viewport,
          colorScheme,
          hasTouch: viewport.width < 500,
        });
        await page.locator('.rules-table tbody tr').first().waitFor();
        wrong.push(...(await looksOf(page, `rules-${viewport.width}-${colorScheme}`)));
        await page.getByRole('link', { name: 'Branch protection removed' }).click();
        await page.locator('.fixtures li').first().waitFor();
        wrong.push(...(await looksOf(page, `rule-${viewport.width}-${colorScheme}`)));
        await page.goto('/rules/new');
        await page.getByRole('button', { name: /^Too many/ }).click();
        await page.locator('.fixtures li').first().waitFor();
        wrong.push(...(await looksOf(page, `rule-editor-${viewport.width}-${colorScheme}`)));
        await page.context().close();
      }
      assert.deepEqual(wrong, []);
    });
  });
}
