import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { circleci } from './index.ts';

const sha = 'b7'.repeat(20);
const hook = (more: JsonObject = {}, type = 'workflow-completed'): JsonObject => ({
  type,
  id: 'e-1',
  happened_at: '2026-11-19T08:15:02.114332Z',
  webhook: { id: 'h-1', name: 'acta' },
  project: { id: 'p-1', name: 'pay', slug: 'github/acme/pay' },
  organization: { id: 'o-1', name: 'acme' },
  workflow: { id: 'w-1', name: 'deploy', status: 'success', url: 'https://app.example/w-1' },
  pipeline: {
    id: 'pl-1',
    number: 130,
    trigger: { type: 'webhook' },
    vcs: {
      target_repository_url: 'https://github.com/acme/pay',
      revision: sha,
      branch: 'main',
      commit: { subject: 'OPS-812 two more workers', author: { name: 'Nora' } },
    },
  },
  ...more,
});

test('a workflow: what, when, of which project, commit and ticket; nobody named', () => {
  const { event, delivery } = oneItem(circleci, hook());
  assert.deepEqual(
    [delivery, event.action, event.outcome, event.time],
    ['e-1', 'workflow_run.completed', 'success', '2026-11-19T08:15:02.114Z'],
  );
  assert.equal(event.actor.type, 'unknown');
  assert.equal(event.target.parent?.parent?.name, 'acme');
  assert.deepEqual(event.pipeline, {
    stage: 'build',
    run: 'w-1',
    commit: sha,
    ref: 'refs/heads/main',
  });
  assert.equal(event.why?.ticket, 'OPS-812');
});

test('a job, by the user that the pipeline is attributed to', () => {
  const body = hook(
    {
      job: { id: 'j-1', name: 'test', number: 1, status: 'failed' },
      pipeline: {
        trigger: { type: 'gitlab' },
        trigger_parameters: {
          circleci: { actor_id: 'u-1' },
          gitlab: { user_username: 'nora', commit_title: 'Faster' },
          git: { tag: 'v1.2', branch: '', checkout_sha: sha, ref: 'refs/tags/v1.2' },
        },
      },
    },
    'job-completed',
  );
  const { event } = oneItem(circleci, body);
  assert.deepEqual([event.action, event.outcome], ['job.completed', 'failure']);
  assert.deepEqual(event.actor, { type: 'user', id: 'circleci:u-1', name: 'nora' });
  assert.deepEqual([event.pipeline?.job, event.pipeline?.ref], ['j-1', 'refs/tags/v1.2']);
});

test('statuses, pull requests, unknown types', () => {
  const of = (status: string) => oneItem(circleci, hook({ workflow: { id: 'w', status } })).event;
  assert.equal(of('canceled').action, 'workflow_run.cancelled');
  assert.equal(of('unauthorized').outcome, 'denied');
  assert.equal(of('constructor').outcome, 'unknown');
  const vcs = { target_repository_url: 'https://github.com/acme/pay', branch: 'pull/41' };
  const { pipeline } = oneItem(circleci, hook({ pipeline: { vcs } })).event;
  assert.deepEqual([pipeline?.change, pipeline?.ref], ['acme/pay#41', undefined]);
  assert.equal(oneItem(circleci, hook({}, 'ping')).event.action, 'webhook.pinged');
  assert.equal(oneItem(circleci, hook({}, 'toString')).unmapped, true);
  assert.throws(() => normalizeText(circleci, {}), { code: 'type_missing' });
});

const record = (action: string, more: JsonObject = {}): JsonObject => ({
  id: 'a-1',
  action,
  version: 1,
  occurred_at: '2026-11-19T08:15:02.114332901Z',
  actor: { id: 'u-1', type: 'user', name: 'nora' },
  target: { id: 'c-1', type: 'context', name: 'production' },
  scope: { id: 'o-1', type: 'org', name: 'acme' },
  organization: { id: 'o-1', type: 'organization', name: 'acme' },
  success: true,
  request: { id: 'r-1', ip_address: '192.0.2.7' },
  ...more,
});

test('audit records, one on a line', () => {
  const lines = `${JSON.stringify(record('context.secrets.accessed'))}\n${JSON.stringify(
    record('workflow-job-start', { success: false, target: { id: 'j-1', type: 'job' } }),
  )}\n`;
  const { items } = normalizeText(circleci, lines);
  const [read, started] = items.map(({ event }) => event);
  assert.deepEqual(
    [read?.action, read?.outcome, read?.time, items[0]?.delivery],
    ['secret.accessed', 'success', '2026-11-19T08:15:02.114Z', 'a-1'],
  );
  assert.deepEqual(read?.actor, { type: 'user', id: 'circleci:u-1', name: 'nora' });
  assert.deepEqual([read?.target.name, read?.target.parent?.name], ['production', 'acme']);
  assert.deepEqual(read?.context, { ip: '192.0.2.7', request: { id: 'r-1' } });
  assert.deepEqual([started?.action, started?.outcome], ['job.started', 'failure']);
  assert.equal(started?.pipeline?.job, 'j-1');
  const system = record('schedule-update', { actor: { id: 's', type: 'system' } });
  assert.equal(oneItem(circleci, system).event.actor.type, 'service');
  assert.equal(oneItem(circleci, record('constructor')).event.action, 'pipeline.other');
});

test('the CSV export, with JSON in its cells', () => {
  const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
  const names = 'id,action,actor,target,occurred_at,success';
  const actor = cell({ id: 'u-1', type: 'user', name: 'nora' });
  const target = cell({ id: 'c-1', type: 'context', name: 'a, "b"' });
  const good = `a-1,context.create,${actor},${target},2026-11-19T08:15:02.114332901Z,true`;
  const { items, failed } = normalizeText(circleci, `${names}\n${good}\na-2,context.delete\n`);
  assert.equal(items.length, 1);
  const { event, raw, delivery } = items[0] ?? assert.fail();
  assert.deepEqual([event.action, event.outcome, delivery], ['variable.created', 'success', 'a-1']);
  assert.deepEqual([event.actor.name, event.target.name], ['nora', 'a, "b"']);
  assert.equal(raw, `${names}\n${good}`);
  assert.deepEqual(
    failed.map(({ code }) => code),
    ['csv_row_invalid'],
  );
});

test('v1 of the list is checked over the exact bytes, and nothing else', () => {
  const body = Buffer.from(JSON.stringify(hook()));
  const v1 = createHmac('sha256', 'old').update(body).digest('hex');
  const check = (headers: Record<string, string>, bytes = body) => {
    const result = circleci.verify({ headers, body: bytes, received: 0 }, ['new', 'old'], {});
    return result.ok ? `${result.assurance} ${result.via}` : result.code;
  };
  const name = 'circleci-signature';
  assert.equal(check({ [name]: `v1=${v1}` }), 'source_signed webhook');
  assert.equal(check({ [name]: `v2=abc,v1=${v1},v3=def` }), 'source_signed webhook');
  assert.equal(check({ [name]: `v2=${v1}` }), 'signature_malformed');
  assert.equal(check({ [name]: `v1=${v1}` }, Buffer.from('{}')), 'signature_mismatch');
  assert.equal(check({ [name]: 'v1=00', authorization: 'Bearer old' }), 'signature_malformed');
  assert.equal(check({}), 'signature_missing');
  assert.equal(check({ authorization: 'Bearer old' }), 'source_authenticated stream');
  assert.equal(check({ authorization: 'Bearer no' }), 'credential_mismatch');
});
