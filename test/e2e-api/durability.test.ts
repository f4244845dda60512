// What was answered is there, in order and once, however the server ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Home, Started } from './server-process.ts';
import { ADMIN_TOKEN, newHome, sentEvent, start } from './server-process.ts';

interface Acknowledged {
  id: string;
  index: number;
  n: number;
}

/** Sends from `lanes` at once until the server is gone; gives what was acknowledged. */
async function load(server: Started, lanes: number, ready: () => void): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  let next = 0;
  const lane = async () => {
    for (;;) {
      const from = next;
      next += 10;
      const events = Array.from({ length: 10 }, (_, at) => sentEvent(from + at));
      try {
        const answer = await fetch(`${server.url}/v1/events`, {
          method: 'POST',
          headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
          body: JSON.stringify(events),
        });
        if (answer.status === 503) continue;
        const { receipts } = (await answer.json()) as { receipts: { id: string; index: number }[] };
        receipts.forEach((receipt, at) => acknowledged.push({ ...receipt, n: from + at }));
        if (acknowledged.length >= 500) ready();
      } catch {
        if (server.process.exitCode !== null || server.process.signalCode !== null) return;
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return acknowledged;
}

/** Every acknowledged event stands at its index, and the log verifies. */
async function check(home: Home, acknowledged: Acknowledged[]): Promise<void> {
  const server = await start(home);
  try {
    assert.ok(acknowledged.length >= 500);
    assert.equal(new Set(acknowledged.map(({ index }) => index)).size, acknowledged.length);
    const sample = acknowledged.filter((_, n) => n % 97 === 0 || n >= acknowledged.length - 20);
    for (const { id, index, n } of sample) {
      const answer = await server.call('GET', `/v1/events/${id}`);
      assert.equal(answer.status, 200, `${id} at ${index} is lost`);
      assert.equal(answer.json.index, index);
      assert.equal(answer.json.actor.id, `u${n}`);
    }
    const started = (await server.call('POST', '/v1/integrity/verify')).json;
    let verification = started;
    while (verification.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 50));
      verification = (await server.call('GET', `/v1/integrity/verifications/${started.id}`)).json;
    }
    assert.equal(verification.state, 'passed', JSON.stringify(verification.findings));
    assert.ok(verification.checked >= acknowledged.length);
  } finally {
    await server.stop();
  }
}

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`${signal} under load loses nothing that was answered`, async () => {
    const home = newHome();
    try {
      const server = await start(home);
      const exited = once(server.process, 'exit');
      let told = false;
      const acknowledged = await load(server, 8, () => {
        if (!told) server.process.kill(signal);
        told = true;
      });
      const [code] = await exited;
      if (signal === 'SIGTERM') assert.equal(code, 0, server.output());
      await check(home, acknowledged);
    } finally {
      home.remove();
    }
  });
}
