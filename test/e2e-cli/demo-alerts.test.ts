import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playDemo } from '@acta/cli/demo';
import { createClient, type Alert } from '@acta/sdk';
import { createWorld, TOKEN } from './world.ts';

const DAY = 86_400_000;
/** Alerts above medium that a day without an attack may raise. */
const BUDGET = 5;

const dayOf = (time: string): string => time.slice(0, 10);

/** Waits until all that is durable is judged. */
async function untilJudged(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    const lag = /^acta_detection_lag_entries (\d+)/m.exec(await answer.text())?.[1];
    assert(lag !== undefined, 'the lag is told');
    if (lag === '0') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('each attack of the demo raises its alerts, and ordinary days hardly any', async (t) => {
  const world = await createWorld(t);
  await world.start();
  const given = { url: world.url, token: TOKEN, days: 14, now: Date.parse('2026-11-20T10:00:00Z') };
  const { highlights } = await playDemo(given);
  await untilJudged(world.url);
  const client = createClient({ url: world.url, token: TOKEN });
  const alerts: Alert[] = [];
  let cursor: string | null = null;
  do {
    const page: { alerts: Alert[]; next: string | null } = await client.alerts.list({
      level: 'medium,high,critical',
      limit: 100,
      ...(cursor === null ? {} : { cursor }),
    });
    alerts.push(...page.alerts);
    cursor = page.next;
  } while (cursor !== null);

  for (const { title, alerts: wanted, time } of highlights) {
    for (const rule of wanted) {
      const found = alerts.find(
        (alert) =>
          alert.rule.title === rule &&
          Date.parse(alert.first) >= time - 1 &&
          Date.parse(alert.first) < time + DAY / 2,
      );
      assert(found, `${title}: ${rule}`);
      assert.equal(found.historical, false);
      assert(found.events.length > 0);
    }
  }
  const attacked = new Set(highlights.map(({ time }) => dayOf(new Date(time).toISOString())));
  const loud = alerts.filter(({ rule }) => ['high', 'critical'].includes(rule.level));
  const ordinary = loud.filter(({ first }) => !attacked.has(dayOf(first)));
  for (const [day, raised] of Map.groupBy(ordinary, ({ first }) => dayOf(first))) {
    assert(raised.length < BUDGET, `${day}: ${raised.map(({ rule }) => rule.title).join(', ')}`);
  }
});
