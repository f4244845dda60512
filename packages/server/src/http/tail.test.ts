import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import type { World } from './testing/world.ts';
import { createWorld, testEvent } from './testing/world.ts';

interface Message {
  id?: string;
  event?: string;
  data?: string;
}

/** Listens on a free port; gives a way to open tails and read their messages. */
async function listening(world: World) {
  await world.app.ready();
  const server = createHttpServer((request, response) => world.app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    async open(query: string, headers: Record<string, string> = {}) {
      const stop = new AbortController();
      const answer = await fetch(`http://127.0.0.1:${port}/v1/events/tail${query}`, {
        headers: { ...world.keys.admin, ...headers },
        signal: stop.signal,
      });
      return { answer, stop, messages: messagesOf(answer) };
    },
    async close() {
      world.closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await world.close();
    },
  };
}

async function* messagesOf(answer: Response): AsyncGenerator<Message> {
  let text = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop()!;
    for (const part of parts) {
      const message: Message = {};
      for (const line of part.split('\n')) {
        const [, name, value] = /^(id|event|data): (.*)$/.exec(line) ?? [];
        if (name !== undefined) message[name as keyof Message] = value!;
      }
      if (message.data !== undefined) yield message;
    }
  }
}

async function take(messages: AsyncGenerator<Message>, count: number): Promise<Message[]> {
  const taken: Message[] = [];
  while (taken.length < count) {
    const next = await messages.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

test('a tail brings what comes, in order, each event with its place as id', async () => {
  const world = await createWorld();
  const server = await listening(world);
  world.ledger.add(testEvent(0));
  const { answer, messages, stop } = await server.open('');
  assert.match(String(answer.headers.get('content-type')), /^text\/event-stream/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  world.ledger.add(testEvent(1), testEvent(2));
  world.ledger.add(testEvent(3));
  const got = await take(messages, 3);
  assert.deepEqual(
    got.map((message) => message.id),
    ['1', '2', '3'],
  );
  const event = JSON.parse(got[0]!.data!);
  assert.equal(event.index, 1);
  assert.equal(event.raw, undefined);
  stop.abort();
  await server.close();
});

test('after an id that the log has not reached, a tail brings what comes', async () => {
  const world = await createWorld();
  const server = await listening(world);
  world.ledger.add(testEvent(0));
  for (const [query, headers] of [
    ['', { 'last-event-id': '999999' }],
    ['?last_event_id=999999', {}],
  ] as const) {
    const { messages, stop } = await server.open(query, headers);
    world.ledger.add(testEvent(1));
    const [message] = await take(messages, 1);
    assert.equal(message?.id, String(world.ledger.head().size - 1), query);
    stop.abort();
  }
  await server.close();
});

test('Last-Event-ID resumes without loss over any gap, and the header wins', async () => {
  const world = await createWorld();
  const server = await listening(world);
  const count = 10_000;
  for (let n = 0; n < count; n += 500) {
    world.ledger.add(...Array.from({ length: 500 }, (_, at) => testEvent(n + at)));
  }
  const seen: number[] = [];
  let last = '';
  for (const want of [3, 4000, 5996]) {
    const headers: Record<string, string> = last === '' ? {} : { 'last-event-id': last };
    const { messages, stop } = await server.open('?last_event_id=0', headers);
    for (const message of await take(messages, want)) {
      seen.push(Number(message.id));
      last = message.id!;
    }
    stop.abort();
  }
  world.ledger.add(testEvent(count));
  const { messages, stop } = await server.open('', { 'last-event-id': last });
  const rest = await take(messages, count + 1 - (Number(last) + 1));
  for (const message of rest) seen.push(Number(message.id));
  stop.abort();
  assert.deepEqual(
    seen,
    Array.from({ length: count }, (_, n) => n + 1),
  );
  await server.close();
});

test('a query selects, a scope hides, a wrong place is refused, the number is limited', async () => {
  const world = await createWorld();
  const server = await listening(world);
  const { answer, messages, stop } = await server.open('?q=outcome:failure');
  assert.equal(answer.status, 200);
  world.ledger.add(testEvent(1), testEvent(2, { outcome: 'failure' }));
  assert.deepEqual(
    (await take(messages, 1)).map((message) => message.id),
    ['1'],
  );
  stop.abort();
  const wrong = await server.open('', { 'last-event-id': 'x' });
  assert.equal(wrong.answer.status, 400);
  world.context.limits.value = () => 0;
  const full = await server.open('');
  assert.equal(full.answer.status, 503);
  assert.equal(((await full.answer.json()) as { code: string }).code, 'too_many_tails');
  await server.close();
});

test('when the server stops its tails end', async () => {
  const world = await createWorld();
  const server = await listening(world);
  const { messages } = await server.open('');
  world.closing.abort();
  assert.equal((await messages.next()).done, true);
  await server.close();
});

test('a tail ends when its key is revoked, and tells how far it is while nothing matches', async () => {
  const limits = createLimits({ 'http.tail_heartbeat_ms': 20 }, createMetrics());
  const world = await createWorld({ limits });
  const server = await listening(world);
  const { keyring } = world.context.access;
  const { id, key } = await keyring.create({ name: 'x', role: 'viewer' }, 'test');
  const { messages } = await server.open('?q=outcome:failure', { authorization: `Bearer ${key}` });
  world.ledger.add(testEvent(1), testEvent(2));
  const [covered] = await take(messages, 1);
  assert.deepEqual(covered, { event: 'covered', id: '1', data: '{"through_index":2}' });
  await keyring.revoke(id);
  assert.equal((await messages.next()).done, true);
  await server.close();
});
