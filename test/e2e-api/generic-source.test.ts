// A tool of one's own, from its first record to a mapping over all that came.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Renormalisation, RenormalisePreview, SourceSample, TryAnswer } from '@acta/sdk';
import { until, withServer, type Started } from './server-process.ts';

const record = (n: number) => ({
  ts: 1_763_540_000 + n,
  by: { login: n % 2 === 0 ? 'ada' : 'bo' },
  verb: n % 3 === 0 ? 'OPEN' : 'LOCK',
  door: `d-${n % 5}`,
  api_key: 'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
});

const mapping = {
  v: 1,
  fields: {
    time: { path: 'ts', format: 'epoch_s' },
    'actor.id': '{by.login}',
    'target.type': 'door',
    'target.id': '{door}',
    native: 'door.{verb}',
    action: { path: 'verb', map: { OPEN: 'session.signed_in', LOCK: 'session.signed_out' } },
  },
};

async function indexed(server: Started): Promise<void> {
  const { json } = await server.call('GET', '/v1/integrity');
  await until(
    () => server.call('GET', '/v1/integrity'),
    (answer) => answer.json.indexed_through >= json.size,
  );
}

async function finished(server: Started, id: string): Promise<Renormalisation> {
  const answer = await until(
    () => server.call('GET', `/v1/renormalisations/${id}`),
    ({ json }) => json.status !== 'running',
  );
  return answer.json;
}

const total = async (server: Started, q: string): Promise<number> => {
  await indexed(server);
  return (await server.call('GET', `/v1/events?q=${encodeURIComponent(q)}&limit=1`)).json.total;
};

test('records come first, the mapping later; what was received is mapped again', async () => {
  await withServer(async (server) => {
    const made = await server.call('POST', '/v1/sources', { type: 'generic', name: 'doors' });
    const authorization = `Bearer ${made.json.secret}`;
    const lines = Array.from({ length: 30 }, (_, n) => JSON.stringify(record(n))).join('\n');
    const taken = await server.call('POST', '/intake/doors', lines, { authorization });
    assert.equal(taken.json.accepted, 30, taken.text);
    await indexed(server);

    const { items } = (await server.call('GET', '/v1/sources/doors/samples')).json as {
      items: SourceSample[];
    };
    assert.equal(items.length, 25);
    assert.ok(items.every(({ raw }) => raw.includes('masked:') && !raw.includes('sk_live')));
    const unmapped = (await server.call('GET', '/v1/sources/doors/unmapped')).json;
    assert.deepEqual(
      unmapped.items.map((one: { events: number }) => one.events).toSorted(),
      [10, 20],
    );

    const samples = items.slice(0, 3).map(({ raw }) => ({ raw }));
    const tried = await server.call('POST', '/v1/source-types/generic/try', { mapping, samples });
    const [first] = (tried.json as TryAnswer).samples;
    assert.deepEqual(first?.events[0]?.event.target, {
      type: 'door',
      id: JSON.parse(samples[0]!.raw).door,
    });

    const dry = await server.call('POST', '/v1/sources/doors/renormalise', {
      dry_run: true,
      mapping,
    });
    const preview = dry.json as RenormalisePreview;
    assert.deepEqual([preview.considered, preview.changed, preview.complete], [30, 30, true]);
    assert.equal(preview.examples[0]?.after.target.type, 'door');

    const saved = await server.call('PUT', '/v1/sources/doors/mapping', { mapping, base: 0 });
    assert.equal(saved.json.version, 1, saved.text);
    const job = await server.call('POST', '/v1/sources/doors/renormalise', {});
    assert.equal(job.status, 202, job.text);
    const done = await finished(server, job.json.id);
    assert.deepEqual(
      [done.status, done.recorded, done.changed],
      ['done', 30, 30],
      JSON.stringify(done),
    );

    assert.equal(await total(server, 'source:doors mark:renormalised'), 30);
    assert.equal(await total(server, 'source:doors -mark:renormalised'), 30);
    const found = await server.call('GET', '/v1/events?q=mark:renormalised&limit=1');
    const [again] = found.json.events;
    assert.equal(again.revision, 1);
    const origin = await server.call('GET', `/v1/events/${again.revision_of}`);
    assert.equal(origin.json.action, 'system.other');
    assert.equal(origin.json.source.name, 'doors');

    // The same again has nothing to add; a further mapping is a further revision of the first.
    const second = await server.call('POST', '/v1/sources/doors/renormalise', {});
    const same = await finished(server, second.json.id);
    assert.deepEqual([same.recorded, same.unchanged], [0, 30], JSON.stringify(same));
    const changed = { ...mapping, fields: { ...mapping.fields, 'actor.type': 'service' } };
    await server.call('PUT', '/v1/sources/doors/mapping', { mapping: changed });
    const third = await server.call('POST', '/v1/sources/doors/renormalise', {});
    assert.equal((await finished(server, third.json.id)).recorded, 30);
    assert.equal(await total(server, 'revision:2'), 30);

    // New records go through the mapping; the log says who did what.
    const fresh = await server.call('POST', '/intake/doors', JSON.stringify(record(40)), {
      authorization,
    });
    assert.equal(fresh.json.accepted, 1);
    assert.equal(
      await total(server, 'source:doors action:session.signed_out -mark:renormalised'),
      1,
    );
    assert.equal(await total(server, 'action:source.mapping_changed'), 2);
    assert.equal(await total(server, 'action:source.renormalised'), 3);
    assert.equal(await total(server, 'action:raw.revealed'), 1);
  });
});

test('an action for a type that an adapter does not know: the events before follow', async () => {
  await withServer(async (server) => {
    const made = await server.call('POST', '/v1/sources', { type: 'vault', name: 'v' });
    const headers = {
      authorization: `Bearer ${made.json.secret}`,
      'content-type': 'application/json',
    };
    const entry = {
      time: '2026-11-19T08:15:02Z',
      type: 'response',
      auth: { display_name: 'ada', entity_id: 'e-1' },
      request: { id: 'r-1', operation: 'polish', path: 'kettle/one', mount_type: 'kettle' },
    };
    const taken = await server.call('POST', '/intake/v', JSON.stringify(entry), headers);
    assert.equal(taken.status, 200, taken.text);
    await indexed(server);
    const { items } = (await server.call('GET', '/v1/sources/v/unmapped')).json;
    const [{ native }] = items;
    const overrides = { v: 1, types: { [native]: 'secret.accessed' } };
    const saved = await server.call('PUT', '/v1/sources/v/mapping', { overrides });
    assert.equal(saved.status, 200, saved.text);
    const job = await server.call('POST', '/v1/sources/v/renormalise', {});
    assert.equal((await finished(server, job.json.id)).recorded, 1);
    assert.equal(await total(server, `source:v action:secret.accessed mark:renormalised`), 1);
    assert.deepEqual((await server.call('GET', '/v1/sources/v/unmapped')).json.items, []);
  });
});
