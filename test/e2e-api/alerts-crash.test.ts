// A server killed in the middle of a correlation raises its alert all the same, and once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADMIN_TOKEN, newHome, start, until, type Started } from './server-process.ts';

/** Refusals until the rule "Many secrets refused to one identity" comes true. */
const NEEDED = 5;

const refusal = (actor: string, n: number) => ({
  action: 'secret.accessed',
  outcome: 'denied',
  actor: { type: 'user', id: actor },
  target: { type: 'secret', id: `secret/${n}` },
  source: { delivery: `${actor}-${n}` },
});

async function send(server: Started, actors: readonly string[], from: number, to: number) {
  const numbers = Array.from({ length: to - from }, (_, at) => from + at);
  const events = numbers.flatMap((n) => actors.map((actor) => refusal(actor, n)));
  const { status, text } = await server.call('POST', '/v1/events', events);
  assert.equal(status, 200, text);
}

interface Raised {
  actor: { id: string };
  rule: { title: string };
  count: number;
  findings: number;
}

async function raised(server: Started): Promise<Raised[]> {
  const { json } = await server.call('GET', '/v1/alerts?limit=100');
  return (json.alerts as Raised[])
    .filter(({ rule }) => rule.title === 'Many secrets refused to one identity')
    .toSorted((a, b) => (a.actor.id < b.actor.id ? -1 : 1));
}

async function untilJudged(server: Started): Promise<void> {
  const authorization = `Bearer ${ADMIN_TOKEN}`;
  const lag = async () => {
    const { text } = await server.call('GET', '/metrics', undefined, { authorization });
    return /^acta_detection_lag_entries (\d+)/m.exec(text)?.[1];
  };
  assert.equal(await until(lag, (found) => found === '0'), '0');
}

test('kill -9 in the middle of correlations neither loses nor doubles an alert', async () => {
  const home = newHome();
  const actors = Array.from({ length: 6 }, (_, n) => `actor-${n}`);
  let server = await start(home);
  try {
    // Killed at other moments each time: before anything is judged, in the midst of it, after it.
    for (const [round, waits] of [false, true, false].entries()) {
      const from = round;
      await send(server, actors, from, from + 1);
      if (waits) await untilJudged(server);
      await server.kill();
      server = await start(home);
    }
    await untilJudged(server);
    assert.deepEqual(await raised(server), []);

    // What completes them is durable; whether it was judged and kept is left to chance.
    await send(server, actors, 3, NEEDED);
    await server.kill();
    server = await start(home);
    const alerts = await until(
      () => raised(server),
      (found) => found.length === actors.length,
    );
    await server.kill();
    server = await start(home);
    await untilJudged(server);
    assert.deepEqual(await raised(server), alerts);
    assert.deepEqual(
      alerts.map(({ actor, count, findings }) => [actor.id, count, findings]),
      actors.map((actor) => [actor, NEEDED, 1]),
    );
    const { json } = await server.call('GET', '/v1/events?q=action:alert.raised&limit=100');
    const told = json.events.filter(
      (event: { target: { name: string } }) =>
        event.target.name === 'Many secrets refused to one identity',
    );
    assert.equal(told.length, actors.length);
  } finally {
    if (server.process.exitCode === null && server.process.signalCode === null) await server.stop();
    home.remove();
  }
});
