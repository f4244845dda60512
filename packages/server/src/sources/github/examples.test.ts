// Every event type of @octokit/webhooks-examples gives an event with who, what and target.
import { catalogue, eventSchema } from '@acta/event';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { Json } from '../reader.ts';
import { github } from './index.ts';

interface ExampleSet {
  name: string;
  examples: Json[];
}
const require = createRequire(import.meta.url);
const sets = ['api.github.com', 'ghes-31', 'ghes-32', 'ghes-33', 'ghes-34', 'ghes-35'].map(
  (folder) => ({
    folder,
    events: require(`@octokit/webhooks-examples/${folder}/index.json`) as ExampleSet[],
  }),
);

function normalize(name: string, example: Json) {
  const body = Buffer.from(JSON.stringify(example));
  const headers = {
    'x-github-event': name,
    'x-github-delivery': '72d3162e-0000-4000-8000-000000000001',
    'content-type': 'application/json',
  };
  return github.normalize({ headers, body, received: 0, via: 'webhook' }, {});
}

/** Events that no audit asks for: they keep their own name under `<category>.other`. */
const unmapped = new Set(['cache_sync', 'content_reference']);

for (const { folder, events } of sets) {
  test(`examples of ${folder}`, () => {
    for (const { name, examples } of events) {
      for (const example of examples) checkExample(name, example);
    }
  });
}

function checkExample(name: string, example: Json): void {
  const { items, delivery, failed } = normalize(name, example);
  assert.equal(items.length, 1, name);
  assert.deepEqual(failed, []);
  assert.equal(delivery, '72d3162e-0000-4000-8000-000000000001');
  const { event, raw, unmapped: other } = items[0] as (typeof items)[number];
  assert.equal(raw, JSON.stringify(example));
  assert.ok(event.native?.startsWith(name), name);
  assert.ok(catalogue.has(event.action), `${event.action} of ${event.native}`);
  assert.ok(github.actions.includes(event.action), event.action);
  assert.equal(other, unmapped.has(name), `${event.native} → ${event.action}`);
  assert.notEqual(event.actor.type, 'unknown', name);
  assert.notEqual(event.target.type, 'unknown', name);
  const full = {
    v: 1,
    id: '0192f8c2-0000-8000-8000-000000000000',
    received: '2026-01-01T00:00:00.000Z',
    time: '2026-01-01T00:00:00.000Z',
    source: { type: 'github', name: 'acme' },
    category: 'change',
    effect: 'update',
    severity: 'info',
    ...event,
  };
  const checked = eventSchema.safeParse(full);
  assert.ok(checked.success, `${name}: ${JSON.stringify(checked.error?.issues[0])}`);
}

test('what matters for delivery joins by commit and reference', () => {
  const joined = [
    'push',
    'pull_request',
    'workflow_run',
    'workflow_job',
    'check_run',
    'deployment',
  ];
  for (const { name, examples } of sets[0]?.events ?? []) {
    if (!joined.includes(name)) continue;
    for (const example of examples) {
      const pipeline = normalize(name, example).items[0]?.event.pipeline;
      assert.match(pipeline?.commit ?? '', /^[0-9a-f]{40}$/, name);
      assert.ok(pipeline?.stage, name);
    }
  }
});
