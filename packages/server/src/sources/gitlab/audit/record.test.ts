import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../../adapter-testing.ts';
import { gitlab } from '../index.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const base = {
  id: 'b1f2',
  author_id: 41,
  author_name: 'Ada Ray',
  entity_id: 15,
  entity_type: 'Project',
  entity_path: 'acme/pay',
  created_at: '2026-03-02T08:15:02.114Z',
  ip_address: '203.0.113.7',
};
const read = (record: object, headers: Record<string, string> = form) =>
  oneItem(gitlab, record, headers);

test('a git operation by a deploy key, in JSON under the content type of a form', () => {
  const { event, raw, delivery } = read({
    ...base,
    author_id: -3,
    author_name: 'robot key',
    target_type: 'Project',
    target_id: 15,
    target_details: 'pay',
    event_type: 'repository_git_operation',
    details: {
      author_class: 'DeployKey',
      custom_message: { protocol: 'ssh', action: 'git-receive-pack' },
    },
  });
  assert.equal(event.action, 'commits.pushed');
  assert.equal(event.native, 'repository_git_operation');
  assert.deepEqual(event.actor, {
    type: 'deploy_key',
    id: 'gitlab:deploy_key:robot key',
    name: 'robot key',
  });
  assert.deepEqual(event.target, { type: 'repository', id: 'gitlab:project:15', name: 'acme/pay' });
  assert.deepEqual(event.context, { ip: '203.0.113.7' });
  assert.equal(event.labels?.['protocol'], 'ssh');
  assert.equal(event.time, '2026-03-02T08:15:02.114Z');
  assert.equal(delivery, 'b1f2');
  assert.ok(raw.startsWith('{"id":"b1f2"'));
});

const authors: readonly (readonly [number, string | undefined, string, string])[] = [
  [-1, undefined, 'unauthenticated', 'gitlab:unauthenticated'],
  [-2, undefined, 'deploy_token', 'gitlab:deploy_token:x'],
  [-3, undefined, 'deploy_key', 'gitlab:deploy_key:x'],
  [-7, undefined, 'service', 'gitlab:service:x'],
  [-1, 'Gitlab::Audit::CiRunnerTokenAuthor', 'runner_token', 'gitlab:runner_token:x'],
  [41, 'User', 'user', 'gitlab:41'],
  [9, 'Ci::Runner', 'runner', 'gitlab:runner:9'],
];
for (const [id, author_class, type, actorId] of authors) {
  test(`author ${id} of class ${author_class}`, () => {
    const details = author_class === undefined ? {} : { author_class };
    const { actor } = read({ ...base, author_id: id, author_name: 'x', details }).event;
    assert.equal(actor.type, type);
    assert.equal(actor.id, actorId);
  });
}

test('an author without number and name is unknown', () => {
  const { author_id: _, author_name: __, ...rest } = base;
  assert.equal(read({ ...rest, details: {} }).event.actor.type, 'unknown');
});

test('impersonation: started, stopped, and who stands behind an act in between', () => {
  const act = (details: object) =>
    read({ ...base, entity_type: 'User', event_type: 'user_impersonation', details }).event;
  assert.equal(act({ custom_message: 'Started Impersonation' }).action, 'impersonation.started');
  assert.equal(act({ custom_message: 'Stopped Impersonation' }).action, 'impersonation.ended');
  const { actor } = read({ ...base, details: { impersonated_by: 'Root', add: 'project' } }).event;
  assert.equal(actor.id, 'gitlab:41');
  assert.deepEqual(actor.on_behalf_of, { type: 'user', id: 'gitlab:Root', name: 'Root' });
});

test('one type stands for several actions', () => {
  const action = (record: object) => read({ ...base, ...record }).event.action;
  assert.equal(
    action({
      event_type: 'project_visibility_level_updated',
      details: { from: 'Private', to: 'Public' },
    }),
    'repository.made_public',
  );
  assert.equal(
    action({ event_type: 'member_created', entity_type: 'Group', details: {} }),
    'group_member.added',
  );
  assert.equal(action({ event_type: 'member_created', details: {} }), 'collaborator.added');
  assert.equal(
    action({ event_type: 'user_admin_status_updated', details: { from: false, to: true } }),
    'administrator.added',
  );
});

test('a line of audit_json.log: fields beside each other', () => {
  const line =
    '{"severity":"INFO","time":"2026-03-02T08:15:02.114Z","correlation_id":"01H","meta.remote_ip":"198.51.100.4",' +
    '"author_id":3,"author_name":"Bo","entity_id":2,"entity_type":"Project","change":"visibility","from":"Private",' +
    '"to":"Internal","target_id":2,"target_type":"Project","target_details":"acme/pay"}';
  const { items } = normalizeText(gitlab, `${line}\n${line}\n`);
  assert.equal(items.length, 2);
  const [first, second] = items;
  assert.equal(first?.raw, line);
  assert.notEqual(first?.delivery, second?.delivery);
  const event = first?.event;
  assert.equal(event?.action, 'repository.visibility_changed');
  assert.equal(event?.native, 'change:visibility');
  assert.deepEqual(event?.changes, [{ field: 'visibility', from: 'Private', to: 'Internal' }]);
  assert.equal(event?.context?.ip, '198.51.100.4');
  assert.equal(event?.context?.request?.id, '01H');
});

test('the list of the audit API', () => {
  const list = [
    {
      ...base,
      id: 7,
      details: {
        add: 'user_access',
        as: 'Guest',
        target_type: 'User',
        target_id: 9,
        target_details: 'Cy',
      },
    },
    {
      ...base,
      id: 8,
      details: { remove: 'user_access', as: 'Guest', target_type: 'User', target_id: 9 },
    },
    {
      ...base,
      id: 9,
      author_id: -1,
      author_name: 'mallory',
      details: { failed_login: 'STANDARD' },
    },
  ];
  const { items } = normalizeText(gitlab, list);
  assert.deepEqual(
    items.map(({ event, delivery }) => [event.action, event.outcome, delivery]),
    [
      ['collaborator.added', 'success', '7'],
      ['collaborator.removed', 'success', '8'],
      ['user.sign_in_failed', 'failure', '9'],
    ],
  );
  assert.deepEqual(items[0]?.event.target, {
    type: 'user',
    id: 'gitlab:9',
    name: 'Cy',
    parent: { type: 'repository', id: 'gitlab:project:15', name: 'acme/pay' },
  });
  assert.deepEqual(items[0]?.event.changes, [{ field: 'access_level', to: 'Guest' }]);
  assert.deepEqual(items[1]?.event.changes, [{ field: 'access_level', from: 'Guest' }]);
});

test('the clock of old streams is no id, and the header gives the type', () => {
  const seconds = Date.parse(base.created_at) / 1000;
  const { event, delivery } = read(
    { ...base, id: Math.floor(seconds), details: { custom_message: 'Added merge request' } },
    { ...form, 'x-gitlab-audit-event-type': 'merge_request_create' },
  );
  assert.match(delivery ?? '', /^sha256:/);
  assert.equal(event.action, 'pull_request.opened');
});

test('what failed and what was refused', () => {
  const outcome = (event_type: string) => read({ ...base, event_type, details: {} }).event.outcome;
  assert.equal(outcome('deploy_token_creation_failed'), 'failure');
  assert.equal(outcome('login_failed_with_otp_authentication'), 'failure');
  assert.equal(outcome('ip_restricted_group_accessed'), 'denied');
  assert.equal(outcome('compliance_control_status_fail'), 'failure');
  assert.equal(outcome('project_created'), 'success');
});

test('a type that no table names keeps its own name', () => {
  const { event, unmapped } = read({ ...base, event_type: 'teapot_token_boiled', details: {} });
  assert.ok(unmapped);
  assert.equal(event.action, 'secret.other');
  assert.equal(event.native, 'teapot_token_boiled');
});
