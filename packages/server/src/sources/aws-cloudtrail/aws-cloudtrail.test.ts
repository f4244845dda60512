import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { awsCloudtrail } from './index.ts';

const account = '111122223333';

function record(more: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLEROLEID0001:nora@acme.example',
      arn: `arn:aws:sts::${account}:assumed-role/Admin/nora@acme.example`,
      accountId: account,
      accessKeyId: 'ASIAEXAMPLEKEYID0001',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: `arn:aws:iam::${account}:role/Admin`,
          userName: 'Admin',
        },
        attributes: { creationDate: '2026-11-19T08:00:00Z', mfaAuthenticated: 'true' },
      },
    },
    eventTime: '2026-11-19T08:15:02Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.17',
    requestParameters: { userName: 'deployer' },
    responseElements: null,
    requestID: 'r-1',
    eventID: 'e-1',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    ...more,
  };
}
const call = (source: string, eventName: string, more: JsonObject = {}) =>
  oneItem(awsCloudtrail, record({ eventSource: `${source}.amazonaws.com`, eventName, ...more }))
    .event;

test('who, what, on what, when, where, how it ended', () => {
  const { event, delivery, raw } = oneItem(awsCloudtrail, record());
  assert.equal(delivery, 'e-1');
  assert.equal(raw, JSON.stringify(record()));
  assert.deepEqual(event, {
    time: '2026-11-19T08:15:02.000Z',
    action: 'user.created',
    native: 'iam:CreateUser',
    outcome: 'success',
    actor: {
      type: 'role',
      id: `arn:aws:sts::${account}:assumed-role/Admin/nora@acme.example`,
      name: 'Admin/nora@acme.example',
      email: 'nora@acme.example',
      roles: [`arn:aws:iam::${account}:role/Admin`],
      credential: { type: 'session', id: 'ASIAEXAMPLEKEYID0001' },
      on_behalf_of: {
        type: 'user',
        id: 'nora@acme.example',
        name: 'nora@acme.example',
        email: 'nora@acme.example',
      },
    },
    target: {
      type: 'user',
      id: `arn:aws:iam::${account}:user/deployer`,
      name: 'deployer',
      parent: { type: 'account', id: `aws:${account}`, name: account },
    },
    context: {
      ip: '203.0.113.7',
      user_agent: 'aws-cli/2.17',
      session: 'AROAEXAMPLEROLEID0001:nora@acme.example',
      request: { id: 'r-1' },
    },
    changes: [{ field: 'userName', to: 'deployer' }],
    labels: { account, region: 'us-east-1', event_type: 'AwsApiCall', mfa: 'true' },
  });
});

const calls: readonly (readonly [string, string, string])[] = [
  ['cloudtrail', 'StopLogging', 'audit_logging.disabled'],
  ['cloudtrail', 'DeleteTrail', 'audit_log_stream.deleted'],
  ['cloudtrail', 'PutEventSelectors', 'audit_logging.changed'],
  ['secretsmanager', 'GetSecretValue', 'secret.accessed'],
  ['secretsmanager', 'DeleteSecret', 'secret.deleted'],
  ['ssm', 'GetParametersByPath', 'secret.accessed'],
  ['ssm', 'StartSession', 'shell.opened'],
  ['kms', 'ScheduleKeyDeletion', 'key.deletion_scheduled'],
  ['kms', 'Decrypt', 'key.used'],
  ['iam', 'CreateAccessKey', 'access_key.created'],
  ['iam', 'AttachUserPolicy', 'policy.attached'],
  ['iam', 'DeactivateMFADevice', 'mfa.factor_removed'],
  ['sts', 'AssumeRole', 'role.assumed'],
  ['sts', 'AssumeRoleWithWebIdentity', 'token.exchanged'],
  ['s3', 'PutObject', 'object.written'],
  ['s3', 'PutBucketPublicAccessBlock', 'bucket_policy.changed'],
  ['ecr', 'PutImage', 'image.pushed'],
  ['ecr', 'BatchGetImage', 'image.pulled'],
  ['codepipeline', 'PutApprovalResult', 'deployment.approved'],
  ['codepipeline', 'StartPipelineExecution', 'pipeline_run.started'],
  ['codebuild', 'UpdateProject', 'pipeline.changed'],
  ['codedeploy', 'CreateDeployment', 'deployment.created'],
  ['lambda', 'UpdateFunctionCode20150331v2', 'deployment.changed'],
  ['ecs', 'ExecuteCommand', 'container.entered'],
  ['ec2', 'AuthorizeSecurityGroupIngress', 'firewall.changed'],
  ['organizations', 'LeaveOrganization', 'organization_member.removed'],
  // No table: by verb.
  ['glue', 'CreateCrawler', 'resource.created'],
  ['glue', 'UpdateCrawler', 'resource.changed'],
  ['glue', 'DeleteCrawler', 'resource.deleted'],
  ['glue', 'ListCrawlers', 'resource.listed'],
  ['glue', 'GetCrawler', 'resource.read'],
  ['glue', 'FrobnicateCrawler', 'resource.changed'],
  ['constructor', 'constructor', 'resource.changed'],
];

for (const [service, name, action] of calls) {
  test(`${service}:${name} is ${action}`, () => {
    const { event } = { event: call(service, name) };
    assert.equal(event.action, action);
    assert.notEqual(event.target.type, 'unknown');
  });
}

test('what no table, verb or readOnly tells keeps its own name', () => {
  assert.equal(call('glue', 'FrobnicateCrawler', { readOnly: null }).action, 'system.other');
  assert.equal(call('glue', 'FrobnicateCrawler', { readOnly: true }).action, 'resource.read');
});

const outcomes: readonly (readonly [JsonObject, string])[] = [
  [{ errorCode: 'AccessDenied', errorMessage: 'not authorized' }, 'denied'],
  [{ errorCode: 'Client.UnauthorizedOperation' }, 'denied'],
  [{ errorCode: 'UnauthorizedOperation' }, 'denied'],
  [{ errorCode: 'ThrottlingException' }, 'failure'],
  [{ errorCode: 'NoSuchEntityException' }, 'failure'],
  [{ errorMessage: 'Failed authentication' }, 'failure'],
  [{}, 'success'],
];

for (const [more, outcome] of outcomes) {
  test(`outcome of ${JSON.stringify(more)} is ${outcome}`, () => {
    assert.equal(oneItem(awsCloudtrail, record(more)).event.outcome, outcome);
  });
}

test('ConsoleLogin is told apart', () => {
  const login = (result: string, more: JsonObject = {}) =>
    call('signin', 'ConsoleLogin', {
      eventType: 'AwsConsoleSignIn',
      responseElements: { ConsoleLogin: result },
      additionalEventData: { MFAUsed: 'No' },
      requestParameters: null,
      ...more,
    });
  const good = login('Success');
  assert.deepEqual(
    [good.action, good.outcome, good.labels?.['mfa']],
    ['user.signed_in', 'success', 'false'],
  );
  const bad = login('Failure', { errorMessage: 'Failed authentication' });
  assert.deepEqual(
    [bad.action, bad.outcome, bad.why?.reason],
    ['user.sign_in_failed', 'failure', 'Failed authentication'],
  );
});

const identities: readonly (readonly [string, JsonObject, string, string])[] = [
  [
    'root',
    { type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account },
    'root',
    `arn:aws:iam::${account}:root`,
  ],
  [
    'a user',
    {
      type: 'IAMUser',
      arn: `arn:aws:iam::${account}:user/nora`,
      userName: 'nora',
      accountId: account,
    },
    'user',
    `arn:aws:iam::${account}:user/nora`,
  ],
  [
    'a service',
    { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    'service',
    'aws:ec2.amazonaws.com',
  ],
  [
    'only a service behind',
    { invokedBy: 'cloudformation.amazonaws.com' },
    'service',
    'aws:cloudformation.amazonaws.com',
  ],
  [
    'another account',
    { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' },
    'account',
    'aws:444455556666:AIDAEXAMPLE',
  ],
  [
    'nobody',
    { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
    'anonymous',
    'aws:anonymous',
  ],
  [
    'a workload',
    {
      type: 'WebIdentityUser',
      principalId: 'oidc:sub',
      userName: 'repo:acme/pay:ref:refs/heads/main',
      identityProvider: 'token.actions.githubusercontent.com',
    },
    'workload',
    'aws:repo:acme/pay:ref:refs/heads/main',
  ],
];

for (const [name, userIdentity, type, id] of identities) {
  test(`actor: ${name}`, () => {
    const { actor } = oneItem(awsCloudtrail, record({ userIdentity })).event;
    assert.deepEqual([actor.type, actor.id], [type, id]);
  });
}

test('no identity and no service is unknown; a service in place of the address is named', () => {
  const of = (more: JsonObject) =>
    oneItem(awsCloudtrail, record({ userIdentity: null, ...more })).event;
  assert.equal(of({}).actor.type, 'unknown');
  const service = of({ sourceIPAddress: 'config.amazonaws.com' });
  assert.equal(service.actor.name, 'config.amazonaws.com');
  assert.equal(service.context?.ip, undefined);
  assert.equal(service.labels?.['source_service'], 'config.amazonaws.com');
});

test('the source identity of a session comes before its name', () => {
  const userIdentity = {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${account}:assumed-role/Deploy/build-17`,
    sessionContext: { sourceIdentity: 'nora', sessionIssuer: { userName: 'Deploy' } },
  };
  assert.equal(
    oneItem(awsCloudtrail, record({ userIdentity })).event.actor.on_behalf_of?.id,
    'nora',
  );
});

test('a bucket opened to anybody', () => {
  const bucketPolicy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }] };
  const event = call('s3', 'PutBucketPolicy', {
    requestParameters: { bucketName: 'pay', bucketPolicy },
  });
  assert.equal(event.action, 'bucket.made_public');
  assert.equal(event.target.id, 'arn:aws:s3:::pay');
  const acl = { bucketName: 'pay', 'x-amz-acl': ['private'] };
  assert.equal(
    call('s3', 'PutBucketAcl', { requestParameters: acl }).action,
    'bucket_policy.changed',
  );
});

test('an image joins by its digest, a build by its commit', () => {
  const imageDigest = `sha256:${'cd'.repeat(32)}`;
  const image = call('ecr', 'PutImage', {
    requestParameters: { repositoryName: 'pay', imageTag: '2.4.1' },
    responseElements: { image: { imageId: { imageDigest, imageTag: '2.4.1' } } },
  });
  assert.deepEqual(image.pipeline, {
    stage: 'artifact',
    artifact: imageDigest,
    service: 'pay',
    version: '2.4.1',
  });
  assert.equal(image.target.id, `arn:aws:ecr:us-east-1:${account}:repository/pay`);
  const resolvedSourceVersion = 'ab'.repeat(20);
  const build = call('codebuild', 'StartBuild', {
    requestParameters: { projectName: 'pay' },
    responseElements: { build: { id: 'pay:17', resolvedSourceVersion } },
  });
  assert.deepEqual(build.pipeline, {
    stage: 'build',
    run: 'pay:17',
    commit: resolvedSourceVersion,
  });
});

test('an approval that was refused', () => {
  const event = call('codepipeline', 'PutApprovalResult', {
    requestParameters: {
      pipelineName: 'pay',
      result: { status: 'Rejected', summary: 'OPS-812 not yet' },
    },
  });
  assert.deepEqual([event.action, event.why?.reason], ['deployment.rejected', 'OPS-812 not yet']);
});

const line = JSON.stringify(record());
const envelope = (detail: string) =>
  `{"version":"0","id":"b-1","detail-type":"AWS API Call via CloudTrail","source":"aws.iam","account":"${account}","time":"2026-11-19T08:15:02Z","region":"us-east-1","resources":[],"detail":${detail}}`;
const wrapped: readonly (readonly [string, string])[] = [
  ['a file', `{"Records":[${line}]}`],
  ['one record', line],
  ['lines', `${line}\n`],
  ['EventBridge', envelope(line)],
  ['SNS', JSON.stringify({ Type: 'Notification', MessageId: 'm', Message: envelope(line) })],
  ['SQS', JSON.stringify({ Records: [{ messageId: 'm', body: envelope(line) }] })],
  [
    'CloudWatch Logs',
    JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', message: line }] }),
  ],
  ['LookupEvents', JSON.stringify({ EventId: 'e-1', Username: 'nora', CloudTrailEvent: line })],
];

for (const [name, body] of wrapped) {
  test(`wrapped: ${name}`, () => {
    const item = oneItem(awsCloudtrail, body);
    assert.equal(item.raw, line);
    assert.equal(item.delivery, 'e-1');
    assert.equal(item.event.action, 'user.created');
  });
}

test('columns in lower case', () => {
  const lower = JSON.parse(
    JSON.stringify(record()).replace(
      /"([A-Za-z]+)":/g,
      (_, key: string) => `"${key.toLowerCase()}":`,
    ),
  ) as JsonObject;
  assert.deepEqual(
    oneItem(awsCloudtrail, lower).event.actor.id,
    `arn:aws:sts::${account}:assumed-role/Admin/nora@acme.example`,
  );
});

const told: readonly (readonly [string, string, JsonObject, string, string])[] = [
  [
    'CodePipeline Pipeline Execution State Change',
    'aws.codepipeline',
    { pipeline: 'pay', state: 'FAILED', 'execution-id': 'x' },
    'pipeline_run.completed',
    'failure',
  ],
  [
    'CodePipeline Action Execution State Change',
    'aws.codepipeline',
    { pipeline: 'pay', state: 'SUCCEEDED', type: { category: 'Approval' } },
    'deployment.approved',
    'success',
  ],
  [
    'CodePipeline Action Execution State Change',
    'aws.codepipeline',
    { pipeline: 'pay', state: 'FAILED', type: { category: 'Deploy' } },
    'deployment.failed',
    'failure',
  ],
  [
    'CodeBuild Build State Change',
    'aws.codebuild',
    { 'project-name': 'pay', 'build-status': 'SUCCEEDED' },
    'build.completed',
    'success',
  ],
  [
    'CodeDeploy Deployment State-change Notification',
    'aws.codedeploy',
    { application: 'pay', state: 'SUCCESS' },
    'deployment.succeeded',
    'success',
  ],
  [
    'ECR Image Action',
    'aws.ecr',
    { 'repository-name': 'pay', 'action-type': 'PUSH', result: 'FAILURE' },
    'image.pushed',
    'failure',
  ],
  [
    'ECR Image Scan',
    'aws.ecr',
    { 'repository-name': 'pay', 'scan-status': 'COMPLETE' },
    'image.scanned',
    'success',
  ],
  [
    'CodeCommit Repository State Change',
    'aws.codecommit',
    { repositoryName: 'pay', event: 'referenceDeleted', referenceType: 'tag' },
    'tag.deleted',
    'success',
  ],
  [
    'CodeCommit Pull Request State Change',
    'aws.codecommit',
    {
      repositoryNames: ['pay'],
      event: 'pullRequestApprovalStateChanged',
      approvalStatus: 'REVOKE',
    },
    'pull_request.approval_withdrawn',
    'success',
  ],
  ['Something New', 'aws.new', {}, 'system.other', 'unknown'],
];

for (const [type, source, detail, action, outcome] of told) {
  test(`EventBridge: ${type} ${JSON.stringify(detail)}`, () => {
    const { event, delivery } = oneItem(awsCloudtrail, {
      version: '0',
      id: 'b-2',
      'detail-type': type,
      source,
      account,
      time: '2026-11-19T08:15:02Z',
      region: 'eu-central-1',
      resources: [],
      detail,
    });
    assert.deepEqual([event.action, event.outcome, delivery], [action, outcome, 'b-2']);
    assert.equal(event.target.parent?.id, `aws:${account}`);
  });
}

test('who pushed an image EventBridge does not say; who moved a branch it does', () => {
  const of = (source: string, type: string, detail: JsonObject) =>
    oneItem(awsCloudtrail, { id: '1', 'detail-type': type, source, detail }).event.actor;
  assert.equal(of('aws.ecr', 'ECR Image Action', { 'action-type': 'PUSH' }).type, 'unknown');
  const arn = `arn:aws:iam::${account}:user/nora`;
  const branch = of('aws.codecommit', 'CodeCommit Repository State Change', {
    event: 'referenceUpdated',
    callerUserArn: arn,
  });
  assert.deepEqual(branch, { type: 'user', id: arn, name: 'nora' });
});

test('what is no record is refused by itself, the others are taken', () => {
  const { items, failed } = normalizeText(
    awsCloudtrail,
    `{"Records":[${line},{"x":1},{"Type":"SubscriptionConfirmation","SubscribeURL":"https://sns.example"}]}`,
  );
  assert.equal(items.length, 1);
  assert.deepEqual(
    failed.map(({ code }) => code),
    ['no_cloudtrail_record', 'subscription_unconfirmed'],
  );
});

test('verified by the API key of the connection', () => {
  const verify = (headers: Record<string, string>) =>
    awsCloudtrail.verify({ headers, body: Buffer.from('{}'), received: 0 }, ['new', 'old'], {});
  assert.equal(verify({ 'x-acta-secret': 'old' }).ok, true);
  assert.equal(
    verify({ authorization: `Basic ${Buffer.from('acta:new').toString('base64')}` }).ok,
    true,
  );
  assert.equal(verify({ 'x-acta-secret': 'other' }).ok, false);
  assert.equal(verify({}).ok, false);
});
