import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createWorld, testEvent } from './testing/world.ts';
import { SHIPPED } from './testing/rules.ts';

const world = await createWorld();
after(() => world.close());
world.ledger.add(testEvent(1), testEvent(2));

type Rpc = {
  result?: {
    content?: { text: string }[];
    structuredContent?: Record<string, unknown>;
    isError?: boolean;
    tools?: { name: string; inputSchema: { type: string } }[];
    protocolVersion?: string;
  };
  error?: { code: number };
};

async function rpc(method: string, params: object = {}, role: 'auditor' | 'viewer' = 'auditor') {
  const payload = { jsonrpc: '2.0', id: 1, method, params };
  const headers = world.keys[role];
  const answer = await world.app.inject({ method: 'POST', url: '/mcp', headers, payload });
  return answer.json<Rpc>();
}

const call = async (name: string, args: object, role: 'auditor' | 'viewer' = 'auditor') =>
  (await rpc('tools/call', { name, arguments: args }, role)).result!;

test('a client is greeted in a version that both know, and told of the tools', async () => {
  const greeted = await rpc('initialize', { protocolVersion: '2025-06-18' });
  assert.equal(greeted.result?.protocolVersion, '2025-06-18');
  const newest = await rpc('initialize', { protocolVersion: '1999-01-01' });
  assert.equal(newest.result?.protocolVersion, '2025-11-25');
  const { result } = await rpc('tools/list');
  assert.deepEqual(
    result?.tools?.map(({ name }) => name),
    [
      'search_events',
      'get_event',
      'list_alerts',
      'get_alert',
      'list_rules',
      'get_rule',
      'explain_rule',
    ],
  );
  assert.ok(result?.tools?.every(({ inputSchema }) => inputSchema.type === 'object'));
  assert.equal((await rpc('resources/list')).error?.code, -32_601);
});

test('tools read what their caller may read, and each call is recorded', async () => {
  const found = await call('search_events', { q: 'action:branch_protection.removed' });
  assert.equal(found.structuredContent?.['total'], 2);
  const event = await call('get_event', { id: testEvent(1).id });
  assert.equal(event.structuredContent?.['raw'], undefined);
  assert.deepEqual(
    world.recorded.slice(-4).map(({ action, target }) => [action, target.id]),
    [
      ['tool.called', 'search_events'],
      ['search.executed', 'action:branch_protection.removed'],
      ['tool.called', 'get_event'],
      ['event.viewed', testEvent(1).id],
    ],
  );
  const rules = await call('list_rules', { match: 'repository.created' });
  assert.equal(rules.structuredContent?.['total'], 1);
  const explained = await call('explain_rule', { rule: SHIPPED, event: testEvent(2).id });
  assert.match(explained.content![0]!.text, /"matched":false/);
  assert.deepEqual((await call('list_alerts', {})).structuredContent?.['alerts'], []);
});

test('what is wrong or not allowed is told to the model', async () => {
  assert.match((await call('get_event', { id: 'none' })).content![0]!.text, /There is no event/);
  assert.equal((await call('get_event', {})).isError, true);
  const denied = await call('list_rules', {}, 'viewer');
  assert.match(denied.content![0]!.text, /does not have the permission rules\.read/);
  assert.equal(world.recorded.at(-1)!.outcome, 'denied');
  assert.equal((await rpc('tools/call', { name: 'delete_everything' })).error?.code, -32_602);
});

test('notifications have no answer, and what is no message is refused', async () => {
  const send = (payload: object) =>
    world.app.inject({ method: 'POST', url: '/mcp', headers: world.keys.auditor, payload });
  const told = await send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  assert.deepEqual([told.statusCode, told.body], [202, '']);
  assert.equal((await send([])).statusCode, 400);
  assert.equal(
    (await world.app.inject({ method: 'POST', url: '/mcp', payload: {} })).statusCode,
    401,
  );
});
