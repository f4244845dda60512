import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, type World } from './testing/world.ts';

const json = (name: string) => ({ name, title: name, kind: 'json' as const, required: false });
const generic = {
  type: 'generic',
  title: 'Generic',
  summary: 'Anything.',
  setup: [],
  settings: [json('mapping'), json('overrides')],
};
const mapping = { v: 1, fields: { 'actor.id': '{user}', 'target.id': '{door}' } };

async function withSource(work: (world: World, call: Call) => Promise<void>): Promise<void> {
  const world = await createWorld();
  world.context.sources.types = () => [
    generic,
    { ...generic, type: 'github', settings: [json('overrides')] },
  ];
  const call: Call = async (method, url, payload) => {
    const answer = await world.app.inject({
      method,
      url,
      headers: world.keys.admin,
      ...(payload && { payload }),
    });
    return { status: answer.statusCode, json: answer.body === '' ? null : answer.json() };
  };
  await call('POST', '/v1/sources', { type: 'generic', name: 'doors' });
  await call('POST', '/v1/sources', { type: 'github', name: 'acme' });
  world.recorded.length = 0;
  await work(world, call);
  await world.close();
}

type Call = (
  method: 'GET' | 'PUT' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
) => Promise<{ status: number; json: ReturnType<typeof JSON.parse> }>;

test('a mapping is saved with its versions; each change is an event with its difference', async () => {
  await withSource(async (world, call) => {
    const url = '/v1/sources/doors/mapping';
    assert.deepEqual((await call('GET', url)).json, {
      version: 0,
      mapping: null,
      overrides: null,
      versions: [],
    });
    assert.equal((await call('PUT', url, { mapping, note: 'first' })).json.version, 1);
    const next = { ...mapping, fields: { ...mapping.fields, 'actor.id': '{by}' } };
    const second = await call('PUT', url, { mapping: next, base: 1 });
    assert.deepEqual(second.json.mapping, next);
    assert.deepEqual((await world.store.sources.byName('doors'))?.settings['mapping'], next);
    assert.equal((await call('PUT', url, { mapping, base: 1 })).status, 409);
    const { json: first } = await call('GET', `${url}/versions/1`);
    assert.deepEqual([first.mapping, first.note], [mapping, 'first']);
    assert.equal((await call('PUT', url, { mapping: first.mapping })).json.version, 3);
    assert.equal((await call('PUT', url, { mapping: null })).json.mapping, null);
    assert.equal((await call('GET', `${url}/versions/9`)).status, 404);
    const [, change] = world.recorded;
    assert.equal(change?.action, 'source.mapping_changed');
    assert.deepEqual(change?.changes, [
      { field: 'settings.mapping.fields.actor.id', from: '{user}', to: '{by}' },
    ]);
  });
});

test('other settings of the source and its mapping leave each other alone', async () => {
  await withSource(async (world, call) => {
    await call('PUT', '/v1/sources/doors/mapping', { mapping });
    assert.equal((await call('PATCH', '/v1/sources/doors', { paused: true })).status, 200);
    assert.deepEqual((await world.store.sources.byName('doors'))?.settings, { mapping });
    assert.equal(
      (await call('PATCH', '/v1/sources/doors', { settings: { mapping: 'text' } })).status,
      400,
    );
  });
});

test('a wrong mapping is not saved, and each place is named', async () => {
  await withSource(async (world, call) => {
    const url = '/v1/sources/doors/mapping';
    const wrong = { v: 1, fields: { action: 'door.ajar', 'actor.id': '{' } };
    const { status, json: problem } = await call('PUT', url, { mapping: wrong });
    assert.deepEqual([status, problem.code], [400, 'mapping_invalid']);
    assert.deepEqual(
      problem.errors.map((one: { path: string }) => one.path),
      ['/mapping/fields/action', '/mapping/fields/actor.id'],
    );
    const overrides = { v: 1, types: { x: 'no.action' } };
    assert.equal((await call('PUT', url, { overrides })).json.errors[0].path, '/overrides/types/x');
    assert.equal((await call('PUT', '/v1/sources/acme/mapping', { mapping })).status, 400);
    const types = { x: 'repository.archived' };
    const saved = await call('PUT', '/v1/sources/acme/mapping', { overrides: { v: 1, types } });
    assert.equal(saved.status, 200);
    assert.equal(world.recorded.length, 1);
  });
});

test('trying answers problems, or asks for nothing but the samples', async () => {
  await withSource(async (world, call) => {
    const url = '/v1/source-types/generic/try';
    const samples = [{ raw: '{"user":"ada"}' }];
    const wrong = await call('POST', url, { mapping: { v: 2 }, samples });
    assert.deepEqual([wrong.json.problems[0].path, wrong.json.samples], ['/mapping/v', []]);
    const seen: unknown[] = [];
    world.context.mappings.tryRecords = (...given) => (seen.push(given), []);
    await call('POST', url, { mapping, samples });
    assert.deepEqual(seen, [['generic', { mapping }, samples]]);
    assert.equal((await call('POST', '/v1/source-types/no/try', { samples })).status, 400);
    assert.equal((await call('POST', url, { samples: [] })).status, 400);
    assert.equal(world.recorded.length, 0);
  });
});

test('documents that are not saved can be previewed, and not run', async () => {
  await withSource(async (_world, call) => {
    const url = '/v1/sources/doors/renormalise';
    assert.equal((await call('POST', url, { dry_run: true, mapping })).status, 200);
    assert.equal((await call('POST', url, { mapping })).status, 400);
    assert.equal((await call('POST', url, { dry_run: true, mapping: {} })).status, 400);
    assert.equal((await call('POST', url, {})).status, 202);
    assert.equal((await call('POST', url, { from: 'soon' })).status, 400);
  });
});
