// A live tail over real restarts: what it resumes from is the log, so nothing is missing and
// nothing twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Started } from './server-process.ts';
import { ADMIN_TOKEN, newHome, sentEvent, start } from './server-process.ts';

/** Reads matching events from `last` on until `count` came; gives their names and the last id. */
async function read(server: Started, count: number, last: string | null) {
  const stop = new AbortController();
  const answer = await fetch(`${server.url}/v1/events/tail?q=target:pay`, {
    headers: {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      ...(last === null ? {} : { 'last-event-id': last }),
    },
    signal: stop.signal,
  });
  assert.equal(answer.status, 200);
  const names: string[] = [];
  let text = '';
  let id = last;
  const pump = async () => {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop()!;
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data === undefined || part.includes('event: covered')) continue;
        id = /^id: (\d+)$/m.exec(part)![1]!;
        names.push(JSON.parse(data).actor.name);
        if (names.length === count) return;
      }
    }
  };
  return {
    done: pump().then(() => {
      stop.abort();
      return { names, id };
    }),
  };
}

test('a tail resumes over a restart without loss', async () => {
  const home = newHome();
  const send = async (server: Started, from: number, count: number) => {
    const events = Array.from({ length: count }, (_, n) => sentEvent(from + n));
    assert.equal((await server.call('POST', '/v1/events', events)).status, 200);
  };
  const first = await start(home);
  const live = await read(first, 5, null);
  await send(first, 0, 20);
  const seen = await live.done;
  await send(first, 20, 300);
  assert.equal(await first.stop(), 0);
  const second = await start(home);
  const resumed = await read(second, 335, seen.id);
  await send(second, 320, 20);
  const rest = await resumed.done;
  const all = [...seen.names, ...rest.names];
  assert.deepEqual(
    all,
    Array.from({ length: 340 }, (_, n) => `user-${n}`),
  );
  await second.stop();
  home.remove();
});
