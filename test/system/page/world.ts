// A server with a few hundred events of an invented team, a Chromium, and a signed-in page.
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { ADMIN_TOKEN, newHome, start, until, type Started } from '../../e2e-api/server-process.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SCREENSHOTS = join(ROOT, 'test-output', 'screenshots');
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync';
const HOUR_MS = 3_600_000;

export interface World {
  server: Started;
  browser: Browser;
  /** A signed-in page at an address of the server. */
  open: (path: string, options?: BrowserContextOptions) => Promise<Page>;
  /** The same without a session. */
  visit: (path: string, options?: BrowserContextOptions) => Promise<Page>;
}

/** Runs `work` with a server, its events and a browser, and ends them whatever happens. */
export async function withWorld(
  work: (world: World) => Promise<void>,
  seed: (server: Started) => Promise<void> = seedEvents,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  if (!existsSync(join(ROOT, 'web/dist/index.html'))) {
    throw new Error('web/dist is missing: run `npm start` once, or `npx vite build` in web/');
  }
  const home = newHome(env);
  const server = await start(home);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(' ') });
  try {
    await seed(server);
    await work(worldOf(server, browser));
  } finally {
    await browser.close();
    await server.stop();
    home.remove();
  }
}

function worldOf(server: Started, browser: Browser): World {
  const visit: World['visit'] = async (path, options = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      baseURL: server.url,
      ...options,
    });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.addInitScript(watchLayoutShift);
    await page.goto(path);
    return page;
  };
  const open: World['open'] = async (path, options) => {
    const page = await visit('/favicon.svg', options);
    const answer = await page.request.post('/v1/session', {
      data: { token: ADMIN_TOKEN },
      headers: { origin: server.url },
    });
    if (!answer.ok()) throw new Error(`sign-in failed: ${answer.status()} ${await answer.text()}`);
    await page.goto(path);
    return page;
  };
  return { server, browser, open, visit };
}

declare global {
  interface Window {
    layoutShift: number;
  }
}

function watchLayoutShift(): void {
  window.layoutShift = 0;
  type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Shift[]) {
      if (!entry.hadRecentInput) window.layoutShift += entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

export const PEOPLE = ['octocat', 'Ana Lima', 'j.keller', 'release-bot'];
const REPOSITORIES = ['acme/pay', 'acme/web', 'acme/infra'];
const ACTIONS = ['pull_request.merged', 'deployment.succeeded', 'branch_protection.removed'];

/** Event `n` of the invented team, `n` hours ago; every tenth was denied, every seventh failed. */
export function teamEvent(n: number): object {
  const who = PEOPLE[n % PEOPLE.length]!;
  return {
    action: ACTIONS[n % ACTIONS.length],
    time: new Date(Date.now() - (n + 1) * 0.4 * HOUR_MS).toISOString(),
    outcome: n % 10 === 9 ? 'denied' : n % 7 === 6 ? 'failure' : 'success',
    actor: { type: who.includes('bot') ? 'bot' : 'user', id: `team:${who}`, name: who },
    target: { type: 'repository', id: `repo:${n % 3}`, name: REPOSITORIES[n % 3] },
    context: { ip: `203.0.113.${n % 200}`, user_agent: 'acme-deploy/2.1' },
    pipeline: {
      run: `run-${Math.floor(n / 4)}`,
      ref: 'refs/heads/main',
      environment: n % 2 === 0 ? 'production' : 'staging',
    },
    ...(n % 3 === 2 ? { changes: [{ field: 'enforce_admins', from: true, to: false }] } : {}),
    raw: JSON.stringify({ number: n, actor: who, nested: { list: [1, 2, 3], ok: true } }),
  };
}

export async function seedEvents(server: Started): Promise<void> {
  const events = Array.from({ length: 300 }, (_, n) => teamEvent(299 - n));
  await send(server, events);
}

/** Sends events and waits until they can be found. */
export async function send(server: Started, events: object[]): Promise<void> {
  const answer = await server.call('POST', '/v1/events', events);
  if (answer.status !== 200) throw new Error(`not taken: ${answer.status} ${answer.text}`);
  const receipts = (answer.json as { receipts: { index: number }[] }).receipts;
  const last = receipts.at(-1)!.index;
  await until(
    () => server.call('GET', '/v1/integrity'),
    ({ json }) => (json as { indexed_through: number }).indexed_through > last,
  );
}

/** Posts a GitHub webhook as GitHub signs it. */
export async function postWebhook(
  server: Started,
  source: { name: string; secret: string },
  type: string,
  payload: object,
): Promise<number> {
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', source.secret).update(body).digest('hex');
  const answer = await server.call('POST', `/intake/${source.name}`, body, {
    'content-type': 'application/json',
    'x-github-event': type,
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${signature}`,
  });
  return answer.status;
}

/** Keeps a picture of the page beside the tests' output, for eyes. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** What axe finds wrong, as one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

const LAYOUT_SHIFT_MAX = 0.02;

/** Pictures the page, and says what is wrong with how it looks: axe, width, jumps. */
export async function looksOf(page: Page, name: string): Promise<string[]> {
  await picture(page, name);
  const wrong = (await axeFindings(page)).map((finding) => `${name}: ${finding}`);
  const { over, shift } = await page.evaluate(() => ({
    over: document.documentElement.scrollWidth - window.innerWidth,
    shift: window.layoutShift,
  }));
  if (over > 0) wrong.push(`${name}: ${over} px too wide`);
  if (shift > LAYOUT_SHIFT_MAX) wrong.push(`${name}: layout shift ${shift}`);
  return wrong;
}

export const row = (page: Page, n: number) => page.locator('.list-space > .row').nth(n);

/** Waits until the list shows rows of the search that the address names. */
export async function rowsShown(page: Page): Promise<void> {
  await page.locator('.list-space > .row').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.list[data-stale]'));
}

export const queryBar = (page: Page) => page.getByRole('combobox', { name: 'Query' });

export async function search(page: Page, q: string): Promise<void> {
  await queryBar(page).fill(q);
  await queryBar(page).press('Enter');
}
