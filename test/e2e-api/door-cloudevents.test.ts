// The SDK of CloudEvents against a running server, in every mode and at both addresses.
import { CloudEvent, HTTP, type Message } from 'cloudevents';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectorKey, eventsOf } from './door-world.ts';
import { flakyProxy } from './flaky-proxy.ts';
import { withServer } from './server-process.ts';

const event = (id: string, data: unknown = { user: 'ada' }) =>
  new CloudEvent({ id, source: '/ci', type: 'com.example.release.approved', subject: 'pay', data });

test('structured, binary and batch, through lost answers: nothing lost, nothing twice', async () => {
  await withServer(async (server) => {
    const source = {
      type: 'cloudevents',
      name: 'bus',
      settings: { secret: 'secret-of-the-bus' },
    };
    assert.equal((await server.call('POST', '/v1/sources', source)).status, 201);
    const key = await collectorKey(server, 'cloudevents', 'keyed');
    const proxy = await flakyProxy(server.url, ['lose', 'pass', 'busy', 'pass', 'cut', 'pass']);
    const send = async (path: string, authorization: string, { headers, body }: Message) => {
      for (let tries = 0; tries < 4; tries++) {
        const answer = await fetch(proxy.url + path, {
          method: 'POST',
          headers: { ...(headers as Record<string, string>), authorization },
          body: body as string,
        }).catch(() => undefined);
        if (answer?.ok) return answer.json() as Promise<{ accepted: number; duplicates: number }>;
      }
      return assert.fail(`no answer at ${path}`);
    };
    try {
      for (const [path, authorization, name] of [
        ['/intake/bus', 'Bearer secret-of-the-bus', 'bus'],
        ['/v1/events', `Bearer ${key}`, 'keyed'],
      ] as const) {
        await send(path, authorization, HTTP.structured(event('s')));
        await send(path, authorization, HTTP.binary(event('b')));
        const batch = {
          headers: { 'content-type': 'application/cloudevents-batch+json' },
          body: JSON.stringify([event('x'), event('y')]),
        };
        await send(path, authorization, batch);
        const events = await eventsOf(server, name, 4);
        assert.deepEqual(
          events.map(({ source }) => source.delivery),
          ['/ci#s', '/ci#b', '/ci#x', '/ci#y'],
        );
        assert.ok(events.every(({ actor, target }) => actor.id === 'ada' && target.id === 'pay'));
        assert.equal(events[0]?.actor.assurance, 'source_authenticated');
      }
    } finally {
      await proxy.close();
    }
  });
});
