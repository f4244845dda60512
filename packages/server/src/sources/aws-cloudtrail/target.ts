// What a call was about: by the names that its service gives its things, as an ARN wherever one can
// be put together, so that records of different services about one thing join.
import { thing } from '../event-parts.ts';
import type { Target } from '../names.ts';
import { at, firstText, list, object, present, text, type JsonObject } from '../reader.ts';

/** Where the name stands, the type, and the ARN with `{}` in place of the name. */
type Place = readonly [path: string, type: string, arn?: string];

const iam = 'arn:P:iam::A:';
const places: Readonly<Record<string, readonly Place[]>> = {
  iam: [
    ['requestParameters.policyArn', 'policy', '{}'],
    ['responseElements.policy.arn', 'policy', '{}'],
    ['requestParameters.userName', 'user', `${iam}user/{}`],
    ['responseElements.role.arn', 'role', '{}'],
    ['requestParameters.roleName', 'role', `${iam}role/{}`],
    ['requestParameters.groupName', 'group', `${iam}group/{}`],
    ['requestParameters.sAMLProviderArn', 'identity_provider', '{}'],
    ['requestParameters.openIDConnectProviderArn', 'identity_provider', '{}'],
    ['requestParameters.url', 'identity_provider'],
    ['requestParameters.instanceProfileName', 'instance_profile', `${iam}instance-profile/{}`],
    ['requestParameters.serialNumber', 'mfa_device', '{}'],
    ['requestParameters.accessKeyId', 'access_key'],
  ],
  sts: [['requestParameters.roleArn', 'role', '{}']],
  s3: [
    ['requestParameters.bucketName', 'bucket', 'arn:P:s3:::{}'],
    ['requestParameters.Host', 'bucket'],
  ],
  secretsmanager: [
    ['responseElements.arn', 'secret', '{}'],
    ['responseElements.aRN', 'secret', '{}'],
    ['requestParameters.secretId', 'secret', 'arn:P:secretsmanager:R:A:secret:{}'],
    ['requestParameters.name', 'secret', 'arn:P:secretsmanager:R:A:secret:{}'],
    ['additionalEventData.SecretId', 'secret', '{}'],
  ],
  ssm: [
    ['requestParameters.name', 'parameter', 'arn:P:ssm:R:A:parameter/{}'],
    ['requestParameters.names.0', 'parameter', 'arn:P:ssm:R:A:parameter/{}'],
    ['requestParameters.path', 'parameter'],
    ['requestParameters.target', 'instance'],
    ['requestParameters.instanceIds.0', 'instance', 'arn:P:ec2:R:A:instance/{}'],
    ['requestParameters.documentName', 'document'],
  ],
  kms: [
    ['responseElements.keyMetadata.arn', 'key', '{}'],
    ['requestParameters.keyId', 'key', 'arn:P:kms:R:A:key/{}'],
    ['requestParameters.targetKeyId', 'key', 'arn:P:kms:R:A:key/{}'],
  ],
  cloudtrail: [
    ['responseElements.trailARN', 'audit_log_stream', '{}'],
    ['requestParameters.name', 'audit_log_stream', 'arn:P:cloudtrail:R:A:trail/{}'],
    ['requestParameters.trailName', 'audit_log_stream', 'arn:P:cloudtrail:R:A:trail/{}'],
    ['requestParameters.eventDataStore', 'audit_log_stream'],
  ],
  codepipeline: [
    ['requestParameters.pipelineName', 'pipeline', 'arn:P:codepipeline:R:A:{}'],
    ['requestParameters.pipeline.name', 'pipeline', 'arn:P:codepipeline:R:A:{}'],
    ['requestParameters.name', 'pipeline', 'arn:P:codepipeline:R:A:{}'],
  ],
  codebuild: [
    ['requestParameters.projectName', 'pipeline', 'arn:P:codebuild:R:A:project/{}'],
    ['requestParameters.projectArn', 'pipeline', '{}'],
    ['requestParameters.name', 'pipeline', 'arn:P:codebuild:R:A:project/{}'],
    ['requestParameters.id', 'build', 'arn:P:codebuild:R:A:build/{}'],
  ],
  codedeploy: [
    ['requestParameters.applicationName', 'application', 'arn:P:codedeploy:R:A:application:{}'],
    ['requestParameters.deploymentId', 'deployment'],
  ],
  codecommit: [['requestParameters.repositoryName', 'repository', 'arn:P:codecommit:R:A:{}']],
  ecr: [['requestParameters.repositoryName', 'registry', 'arn:P:ecr:R:A:repository/{}']],
  ecs: [
    ['requestParameters.service', 'service'],
    ['requestParameters.serviceName', 'service'],
    ['requestParameters.task', 'task'],
    ['requestParameters.taskDefinition', 'task_definition'],
    ['requestParameters.family', 'task_definition'],
    ['requestParameters.cluster', 'cluster'],
  ],
  lambda: [['requestParameters.functionName', 'function', 'arn:P:lambda:R:A:function:{}']],
  cloudformation: [['requestParameters.stackName', 'stack']],
  dynamodb: [['requestParameters.tableName', 'table', 'arn:P:dynamodb:R:A:table/{}']],
  rds: [
    ['requestParameters.dBSnapshotIdentifier', 'snapshot', 'arn:P:rds:R:A:snapshot:{}'],
    ['requestParameters.dBInstanceIdentifier', 'database', 'arn:P:rds:R:A:db:{}'],
    ['requestParameters.dBClusterIdentifier', 'database', 'arn:P:rds:R:A:cluster:{}'],
  ],
  organizations: [
    ['requestParameters.policyId', 'policy'],
    ['requestParameters.accountId', 'account', 'aws:{}'],
  ],
  eks: [
    ['requestParameters.principalArn', 'principal', '{}'],
    ['requestParameters.name', 'cluster', 'arn:P:eks:R:A:cluster/{}'],
  ],
  logs: [['requestParameters.logGroupName', 'log_group', 'arn:P:logs:R:A:log-group:{}']],
  ec2: [
    ['requestParameters.snapshotId', 'snapshot', 'arn:P:ec2:R::snapshot/{}'],
    ['requestParameters.groupId', 'security_group', 'arn:P:ec2:R:A:security-group/{}'],
    ['requestParameters.networkAclId', 'network_acl', 'arn:P:ec2:R:A:network-acl/{}'],
    ['requestParameters.routeTableId', 'route_table', 'arn:P:ec2:R:A:route-table/{}'],
    ['requestParameters.instanceId', 'instance', 'arn:P:ec2:R:A:instance/{}'],
    ['responseElements.instancesSet.items.0.instanceId', 'instance', 'arn:P:ec2:R:A:instance/{}'],
    ['requestParameters.instancesSet.items.0.instanceId', 'instance', 'arn:P:ec2:R:A:instance/{}'],
    ['responseElements.vpc.vpcId', 'network', 'arn:P:ec2:R:A:vpc/{}'],
    ['requestParameters.vpcId', 'network', 'arn:P:ec2:R:A:vpc/{}'],
    ['requestParameters.subnetId', 'network', 'arn:P:ec2:R:A:subnet/{}'],
    ['requestParameters.imageId', 'image', 'arn:P:ec2:R::image/{}'],
    ['requestParameters.keyName', 'ssh_key'],
  ],
};

/** Names that any service may use, most telling first. */
const common = ['arn', 'resourceArn', 'resourceARN', 'name', 'id', 'resourceId'];

export function awsTarget(record: JsonObject, service: string): Target {
  const account = accountOf(record);
  const parent = account === undefined ? undefined : accountTarget(account);
  return (
    ownTarget(record, service, parent) ??
    listed(record, parent) ??
    commonTarget(record, service, parent) ??
    serviceTarget(record, service, parent)
  );
}

/** An account, as the container of what is in it. */
export function accountTarget(account: string): Target {
  return { type: 'account', id: `aws:${account}`, name: account };
}

/** The account that the record is about. */
export function accountOf(record: JsonObject): string | undefined {
  return firstText(record, 'recipientAccountId', 'account', 'userIdentity.accountId');
}

function ownTarget(
  record: JsonObject,
  service: string,
  parent: Target | undefined,
): Target | undefined {
  const known = Object.hasOwn(places, service) ? (places[service] as readonly Place[]) : [];
  for (const [path, type, arn] of known) {
    const name = text(deepAt(record, path));
    if (name === undefined) continue;
    const own = thing(
      type,
      arnOf(record, name, arn) ?? localId(record, service, name),
      shortName(name),
      parent,
    );
    const key = service === 's3' ? text(at(record, 'requestParameters.key')) : undefined;
    if (own === undefined || key === undefined) return own;
    return thing('object', `${own.id}/${key}`, `${name}/${key}`, { ...own });
  }
  return undefined;
}

/** The first ARN among the record's resources. */
function listed(record: JsonObject, parent: Target | undefined): Target | undefined {
  for (const resource of list(record['resources'])) {
    const arn = firstText(resource, 'ARN', 'arn') ?? text(resource);
    if (arn?.startsWith('arn:') !== true) continue;
    const type = firstText(resource, 'type')?.split('::').at(-1)?.toLowerCase() ?? typeOfArn(arn);
    return thing(type.replace(/[^a-z0-9_]+/g, '_') || 'resource', arn, shortName(arn), parent);
  }
  return undefined;
}

function commonTarget(record: JsonObject, service: string, parent: Target | undefined) {
  const request = object(record['requestParameters']);
  if (request === undefined) return undefined;
  const named = Object.keys(request).find(
    (key) => /(?:Name|Id|Arn|ARN|Identifier)$/.test(key) && text(request[key]) !== undefined,
  );
  for (const key of [...common, ...(named === undefined ? [] : [named])]) {
    const name = text(request[key]);
    if (name === undefined) continue;
    const type = key
      .replace(/(?:Name|Id|Arn|ARN|Identifier)$/, '')
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase();
    const known = /^[a-z][a-z0-9_]{1,60}$/.test(type) && !['arn', 'name', 'id'].includes(type);
    return thing(
      known ? type : 'resource',
      name.startsWith('arn:') ? name : localId(record, service, name),
      shortName(name),
      parent,
    );
  }
  return undefined;
}

/** The service itself in its account: what a call without a named thing is about. */
function serviceTarget(record: JsonObject, service: string, parent: Target | undefined): Target {
  const name = service === '' ? 'AWS' : service;
  const id = localId(record, name, undefined);
  return present({ type: 'service', id, name, parent }) as Target;
}

function localId(record: JsonObject, service: string, name: string | undefined): string {
  const parts = [
    'aws',
    service,
    accountOf(record),
    text(record['awsRegion']) ?? text(record['region']),
    name,
  ];
  return text(parts.filter((part) => part !== undefined).join(':')) as string;
}

function arnOf(record: JsonObject, name: string, template: string | undefined): string | undefined {
  if (name.startsWith('arn:')) return name;
  if (template === undefined || template === '{}') return undefined;
  const account = accountOf(record);
  const region = text(record['awsRegion']) ?? text(record['region']);
  if (
    (account === undefined && template.includes('A:')) ||
    (region === undefined && template.includes(':R:'))
  ) {
    return template.startsWith('aws:') ? template.replace('{}', name) : undefined;
  }
  return template
    .replace(':P:', `:${partitionOf(region)}:`)
    .replace(':R:', `:${region ?? ''}:`)
    .replace(':A:', `:${account ?? ''}:`)
    .replace('{}', () => name.replace(/^\//, ''));
}

function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-') === true) return 'aws-cn';
  return region?.startsWith('us-gov-') === true ? 'aws-us-gov' : 'aws';
}

function typeOfArn(arn: string): string {
  const [, , service = '', , , ...rest] = arn.split(':');
  const kind = rest.join(':').split(/[/:]/)[0] ?? '';
  return /^[a-z-]+$/.test(kind) && rest.join(':').length > kind.length
    ? kind.replace(/-/g, '_')
    : service;
}

/** The end of an ARN, without the account and region that stand in its id. */
function shortName(name: string): string {
  if (!name.startsWith('arn:')) return name;
  const tail = name.split(':').slice(5).join(':');
  return tail.replace(/^[a-z-]+[/:]/, '') || name;
}

function deepAt(value: unknown, path: string): unknown {
  let current: unknown = value;
  for (const key of path.split('.')) {
    current = /^\d+$/.test(key) ? list(current)[Number(key)] : at(current, key);
    if (current === undefined) return undefined;
  }
  return current;
}
