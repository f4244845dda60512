// One audit record as an event, in any of its four shapes: the API (camelCase), streams to Splunk
// and Event Grid (PascalCase), rows of Log Analytics (renamed).
import { actorOf, idOf, targetOf, unknownActor, type Actor, type Target } from '../names.ts';
import {
  firstText,
  longText,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../reader.ts';
import type { RecordEvent } from '../records.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone, type Change } from '../values.ts';
import { auditAction, auditCategory } from './audit-actions.ts';

const renamed: Readonly<Record<string, string>> = {
  operationName: 'actionId',
  timeGenerated: 'timestamp',
  sourceIp: 'ipAddress',
};

/** Whether a record is of auditing. */
export function isAuditRecord(record: JsonObject): boolean {
  return ['actionId', 'ActionId', 'OperationName'].some((name) => record[name] !== undefined);
}

/** The record's members under the names of the API. */
function named(record: JsonObject): JsonObject {
  const found: JsonObject = {};
  for (const [name, value] of Object.entries(record)) {
    const lower = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    found[Object.hasOwn(renamed, lower) ? (renamed[lower] as string) : lower] = value;
  }
  return found;
}

/** The event of an audit record. Throws `NotNormalizable` without an action. */
export function auditEvent(raw: JsonObject): RecordEvent {
  const record = named(raw);
  const native = firstText(record, 'actionId');
  if (native === undefined) {
    throw new NotNormalizable('audit_action_missing', 'The audit record has no action id.');
  }
  const data = dataOf(record['data']);
  const action = auditAction(native);
  const event = present({
    time: timeOf(record['timestamp']),
    action: action ?? `${auditCategory(native)}.other`,
    native,
    outcome: outcomeOf(native, data),
    actor: auditActor(record),
    target: auditTarget(native, record, data),
    context: present({
      ip: firstText(record, 'ipAddress'),
      user_agent: longText(record['userAgent']),
      session: undefined,
      request: present({ id: firstText(record, 'correlationId') }),
    }),
    pipeline: present({
      stage: native.startsWith('Release.') || native.includes('Deployment') ? 'deploy' : undefined,
      environment: firstText(data, 'StageName', 'EnvironmentName'),
      service: firstText(data, 'PipelineName'),
      version: firstText(data, 'ReleaseName', 'RunName'),
    }),
    changes: changesOf(data),
    why: present({ reason: longText(record['details']) }),
    labels: present({
      activity: firstText(record, 'activityId'),
      project: firstText(record, 'projectName'),
      scope: firstText(record, 'scopeDisplayName'),
      category: firstText(record, 'categoryDisplayName'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, delivery: firstText(record, 'id') };
}

/** Rows of Log Analytics may hold the data as a text. */
function dataOf(value: Json | undefined): JsonObject {
  const known = object(value);
  if (known !== undefined) return known;
  if (typeof value !== 'string' || !value.startsWith('{') || value.length > 200_000) return {};
  try {
    return object(JSON.parse(value)) ?? {};
  } catch {
    return {};
  }
}

const none = /^[0-]*$/;

/** Service principals have a client id; Azure DevOps itself is a service. */
function auditActor(record: JsonObject): Actor {
  const client = firstText(record, 'actorClientId');
  const upn = firstText(record, 'actorUPN');
  const name = upn ?? firstText(record, 'actorDisplayName');
  const user = firstText(record, 'actorUserId', 'actorCUID');
  const credential = credentialOf(firstText(record, 'authenticationMechanism'));
  if (client !== undefined && !none.test(client)) {
    const id = idOf('azure-devops', client, 'service_principal');
    const shown = firstText(record, 'actorDisplayName') ?? name;
    return (
      actorOf('azure-devops', 'service_principal', { id, name: shown, credential }) ?? unknownActor
    );
  }
  const service =
    name === 'Azure DevOps Service' || /^0000000[0-9a-f]-0000-8888-8000-0{12}$/i.test(user ?? '');
  return (
    actorOf('azure-devops', service ? 'service' : 'user', {
      id: idOf('azure-devops', user !== undefined && none.test(user) ? undefined : user),
      name,
      email: upn?.includes('@') === true ? upn : undefined,
      credential,
    }) ?? unknownActor
  );
}

/** `PAT_Unscoped authorizationId: …` names the token that was used. */
function credentialOf(mechanism: string | undefined): Actor['credential'] {
  if (mechanism === undefined) return undefined;
  const kind = mechanism.split(/[\s,]/)[0] ?? mechanism;
  const id = /authorizationId: ([0-9a-f-]{8,40})/i.exec(mechanism)?.[1];
  const type =
    kind
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .slice(0, 100) || 'unknown';
  return present({ type, id }) as Actor['credential'];
}

/** What stands for the thing acted on, by area: its id, its name, its type. */
const things: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['Git.', 'repository', ['RepoId'], ['RepoName', 'PreviousRepoName']],
  ['Group.', 'group', ['GroupId'], ['GroupName', 'GroupDisplayName']],
  ['Library.Agent', 'agent_pool', ['AgentPoolId', 'AgentId'], ['AgentPoolName', 'AgentName']],
  ['Library.Service', 'service_connection', ['ConnectionId'], ['ConnectionName']],
  ['Library.Variable', 'variable_group', ['VariableGroupId'], ['VariableGroupName']],
  ['Pipelines.Resource', 'resource', ['ResourceId'], ['ResourceType']],
  ['Pipelines.', 'pipeline', ['PipelineId'], ['PipelineName']],
  ['Release.', 'pipeline', ['PipelineId', 'ReleaseId'], ['PipelineName', 'ReleaseName']],
  ['Policy.', 'policy', ['PolicyConfigId'], ['PolicyTypeDisplayName', 'PolicyType']],
  ['OrganizationPolicy.', 'policy', [], ['PolicyName']],
  ['Extension.', 'extension', [], ['ExtensionName']],
  ['Token.', 'token', ['TokenId', 'AuthorizationId'], ['DisplayName', 'TokenType']],
  ['Project.', 'project', ['ProjectId'], ['ProjectName']],
  ['Process.', 'process', ['ProcessId'], ['ProcessName']],
  ['Artifacts.', 'feed', ['FeedId'], ['FeedName']],
  ['Security.', 'permission', [], ['NamespaceName', 'Token']],
  ['AuditLog.Stream', 'stream', ['StreamId'], ['ConsumerType']],
  ['Licensing.', 'license', [], ['UserIdentifier', 'AccessLevel']],
];

function auditTarget(native: string, record: JsonObject, data: JsonObject): Target {
  const parent = scopeOf(record);
  const known = things.find(([start]) => native.startsWith(start));
  if (known === undefined) return parent;
  const [, type, ids, names] = known;
  const id = firstText(data, ...ids);
  const name = firstText(data, ...names);
  if (type === 'project' && id === undefined && name === undefined) return parent;
  const own = id === undefined ? undefined : idOf('azure-devops', id, type);
  return targetOf('azure-devops', type, own, name, { parent }) ?? parent;
}

/** The project, where there is one, else the organisation. */
function scopeOf(record: JsonObject): Target {
  const project = firstText(record, 'projectName');
  const projectId = firstText(record, 'projectId');
  if (project !== undefined && project !== '') {
    const id = projectId === undefined || none.test(projectId) ? undefined : projectId;
    const own = id === undefined ? undefined : idOf('azure-devops', id, 'project');
    const found = targetOf('azure-devops', 'project', own, project);
    if (found !== undefined) return found;
  }
  const name = firstText(record, 'scopeDisplayName')?.replace(/ \(Organization\)$/, '');
  const id = idOf('azure-devops', firstText(record, 'scopeId') ?? 'organization', 'organization');
  return (
    targetOf('azure-devops', 'organization', id, name) ?? {
      type: 'organization',
      id: 'azure-devops',
    }
  );
}

function outcomeOf(native: string, data: JsonObject): EventBody['outcome'] {
  const result = firstText(data, 'DeploymentResult', 'Result');
  if (result !== undefined) {
    if (/^(?:succeeded|completed|success)$/i.test(result)) return 'success';
    return /^(?:failed|rejected)$/i.test(result) ? 'failure' : 'unknown';
  }
  if (native.startsWith('Pipelines.ResourceNotAuthorized')) return 'denied';
  return native.endsWith('Failed') ? 'failure' : 'success';
}

function changesOf(data: JsonObject): EventBody['changes'] {
  const changes: Change[] = [];
  for (const [name, value] of Object.entries(data)) {
    const field = /^(?:Previous|Old)(\w+)$/.exec(name)?.[1];
    if (field === undefined) continue;
    changes.push(
      change(field, value, data[field] ?? data[`New${field}`] ?? data[`Current${field}`]),
    );
  }
  if (changes.length === 0 && data['PolicyValue'] !== undefined) {
    changes.push(change(text(data['PolicyName']) ?? 'value', undefined, data['PolicyValue']));
  }
  return changesOrNone(changes);
}
