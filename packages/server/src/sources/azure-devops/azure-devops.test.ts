import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { azureDevops } from './index.ts';

const sha = 'ab'.repeat(20);
const id = '1b2f;0000;9';
const pascal = {
  Id: id,
  CorrelationId: 'c-1',
  ActorUserId: '712594c0-94c1-679b-af6c-80752141078d',
  ActorClientId: '00000000-0000-0000-0000-000000000000',
  ActorUPN: 'ada@example.com',
  AuthenticationMechanism: 'PAT_Unscoped authorizationId: f5729c3d-951b-4a52-88d9-aa00bb11cc22',
  Timestamp: '2026-03-02T08:15:02.1145678Z',
  ScopeType: 4,
  ScopeDisplayName: 'acme (Organization)',
  ScopeId: 's-1',
  ProjectId: '00000000-0000-0000-0000-000000000000',
  IpAddress: '203.0.113.7',
  ActionId: 'Git.RepositoryRenamed',
  Data: { RepoId: 'r-1', RepoName: 'pay', PreviousRepoName: 'old' },
  Details: 'renamed',
};
const camel = Object.fromEntries(
  Object.entries(pascal).map(([key, value]) => [`${key[0]?.toLowerCase()}${key.slice(1)}`, value]),
);
const { ActionId, Timestamp, ...rest } = pascal;
const row = {
  ...rest,
  OperationName: ActionId,
  TimeGenerated: Timestamp,
  ScopeType: 'Enterprise',
  Data: JSON.stringify(pascal.Data),
};

const shapes: readonly (readonly [string, unknown])[] = [
  ['the API', { decoratedAuditLogEntries: [camel], hasMore: false }],
  ['Splunk', { time: 1, event: pascal }],
  ['Event Grid', [{ id: 'g', eventType: 'AzureDevOpsAuditEvent', data: pascal }]],
  ['Log Analytics', row],
];
for (const [name, body] of shapes) {
  test(`an audit record in the shape of ${name}`, () => {
    const { event, delivery } = oneItem(azureDevops, body);
    assert.equal(delivery, id);
    assert.equal(event.action, 'repository.renamed');
    assert.equal(event.time, '2026-03-02T08:15:02.114Z');
    assert.equal(event.actor.name, 'ada@example.com');
    assert.deepEqual(event.actor.credential, {
      type: 'pat_unscoped',
      id: 'f5729c3d-951b-4a52-88d9-aa00bb11cc22',
    });
    assert.equal(event.target.id, 'azure-devops:repository:r-1');
    assert.equal(event.target.parent?.name, 'acme');
    assert.equal(event.context?.ip, '203.0.113.7');
    assert.deepEqual(event.changes, [{ field: 'RepoName', from: 'old', to: 'pay' }]);
  });
}

test('service principals, Azure DevOps itself, and what failed', () => {
  const actor = (more: object) => oneItem(azureDevops, { ...pascal, ...more }).event.actor;
  assert.equal(actor({ ActorClientId: 'app-1' }).type, 'service_principal');
  assert.equal(actor({ ActorUPN: 'Azure DevOps Service' }).type, 'service');
  const failed = oneItem(azureDevops, {
    ...pascal,
    ActionId: 'Release.DeploymentCompleted',
    Data: { DeploymentResult: 'Failed', PipelineName: 'pay', StageName: 'production' },
  }).event;
  assert.equal(failed.outcome, 'failure');
  assert.equal(failed.pipeline?.environment, 'production');
  const other = oneItem(azureDevops, { ...pascal, ActionId: 'Token.KettleBoiled' });
  assert.ok(other.unmapped);
  assert.equal(other.event.action, 'secret.other');
});

test('a push by service hook: one event for each reference', () => {
  const none = '0'.repeat(40);
  const { items, delivery } = normalizeText(azureDevops, {
    id: 'n-1',
    subscriptionId: 's-1',
    eventType: 'git.push',
    createdDate: '2026-03-02T08:15:03.1145678Z',
    resource: {
      date: '2026-03-02T08:15:02.1145678Z',
      pushedBy: { id: 'u-1', displayName: 'Ada', uniqueName: 'ada@example.com' },
      repository: { id: 'r-1', name: 'pay', project: { id: 'p', name: 'acme' } },
      commits: [{ commitId: sha, comment: 'Fix OPS-812' }],
      refUpdates: [
        { name: 'refs/heads/main', oldObjectId: sha, newObjectId: sha },
        { name: 'refs/heads/old', oldObjectId: sha, newObjectId: none },
      ],
    },
  });
  assert.equal(delivery, 'n-1:s-1');
  assert.deepEqual(
    items.map(({ event }) => [event.action, event.pipeline?.ref]),
    [
      ['commits.pushed', 'refs/heads/main'],
      ['branch.deleted', 'refs/heads/old'],
    ],
  );
  assert.equal(items[0]?.event.time, '2026-03-02T08:15:02.114Z');
  assert.equal(items[0]?.event.actor.id, 'azure-devops:u-1');
  assert.equal(items[0]?.event.target.name, 'acme/pay');
  assert.equal(items[0]?.event.why?.ticket, 'OPS-812');
});

test('a work item is changed by whom its fields say', () => {
  const { event } = oneItem(azureDevops, {
    eventType: 'workitem.updated',
    createdDate: '2026-03-02T08:15:03Z',
    resource: {
      workItemId: 5,
      fields: {
        'System.State': { oldValue: 'New', newValue: 'Done' },
        'System.ChangedBy': { oldValue: 'x', newValue: 'Ada Ray <ada@example.com>' },
      },
    },
  });
  assert.equal(event.actor.email, 'ada@example.com');
  assert.deepEqual(event.changes?.[0], { field: 'System.State', from: 'New', to: 'Done' });
});

test('basic credentials for hooks, tokens for streams', () => {
  const code = (authorization?: string) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const result = azureDevops.verify({ headers, body: Buffer.from('{}'), received: 0 }, ['s'], {});
    return result.ok ? `${result.assurance} ${result.via}` : result.code;
  };
  const basic = Buffer.from('acta:s').toString('base64');
  assert.equal(code(`Basic ${basic}`), 'source_authenticated webhook');
  assert.equal(code('Splunk s'), 'source_authenticated stream');
  assert.equal(code('Bearer t'), 'credential_mismatch');
  assert.equal(code(), 'credential_missing');
});

test('one type of hook tells of comments made, edited and removed', () => {
  const made = '2026-03-02T08:15:02.5898890Z';
  const later = '2026-03-02T08:17:33.1238890Z';
  const hookOf = (comment: object) =>
    oneItem(azureDevops, {
      id: 'n-1',
      eventType: 'ms.vss-code.git-pullrequest-comment-event',
      createdDate: '2026-03-02T08:20:00Z',
      resource: {
        comment: { id: 2, author: { id: 'u-1', uniqueName: 'ada@example.com' }, ...comment },
        pullRequest: { pullRequestId: 7, repository: { id: 'r-1', name: 'pay' } },
      },
    }).event;
  const events = [
    hookOf({ publishedDate: made, lastUpdatedDate: made }),
    hookOf({ publishedDate: made, lastUpdatedDate: later }),
    hookOf({ publishedDate: made, lastUpdatedDate: later, isDeleted: true }),
  ];
  assert.deepEqual(
    events.map(({ action, time }) => [action, time]),
    [
      ['comment.created', '2026-03-02T08:15:02.589Z'],
      ['comment.changed', '2026-03-02T08:17:33.123Z'],
      ['comment.deleted', '2026-03-02T08:17:33.123Z'],
    ],
  );
});
