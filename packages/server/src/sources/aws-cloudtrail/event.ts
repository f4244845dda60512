// One CloudTrail record as an event.
import { digestOf, ipOf, labelsOf, type Context, type Pipeline } from '../event-parts.ts';
import { commitId as commitOf } from '../names.ts';
import {
  at,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type JsonObject,
} from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone } from '../values.ts';
import { callAction, serviceOf } from './actions/index.ts';
import { awsActor, mfaUsed } from './actor.ts';
import { accountOf, awsTarget } from './target.ts';

/** The event of a record. Throws `NotNormalizable` for what CloudTrail did not write. */
export function cloudtrailEvent(record: JsonObject): ListedEvent {
  const eventName = text(record['eventName']);
  const eventType = text(record['eventType']);
  if (eventName === undefined && eventType === undefined) {
    throw new NotNormalizable('no_cloudtrail_record', 'The record has no `eventName`.');
  }
  const service = serviceOf(text(record['eventSource']));
  const found = eventName === undefined ? undefined : actionOf(record, service, eventName);
  const event = present({
    time: timeOf(record['eventTime']),
    action: found ?? 'system.other',
    native: nativeOf(service, eventName, eventType),
    outcome: outcomeOf(record),
    actor: awsActor(record),
    target: awsTarget(record, service),
    targets: furtherTargets(record),
    context: contextOf(record),
    pipeline: pipelineOf(record, service),
    changes: changesOf(record, found),
    why: whyOf(record),
    labels: awsLabels(record),
  }) as EventBody;
  return { event, unmapped: found === undefined, id: text(record['eventID']) };
}

function nativeOf(service: string, name: string | undefined, type: string | undefined): string {
  if (name === undefined) return type ?? 'unknown';
  return text(service === '' ? name : `${service}:${name}`) as string;
}

/** The table's action, or a closer one where outcome or parameters say more than the name. */
function actionOf(record: JsonObject, service: string, name: string): string | undefined {
  const action = callAction(
    service === '' ? serviceByName(name) : service,
    name,
    readOnlyOf(record),
  );
  if (action === 'user.signed_in' && outcomeOf(record) !== 'success') return 'user.sign_in_failed';
  if (service === 's3' && action === 'bucket_policy.changed' && makesPublic(record)) {
    return 'bucket.made_public';
  }
  if (action === 'deployment.approved' && approval(record) === 'Rejected') {
    return 'deployment.rejected';
  }
  if (service === 'codecommit' && action === 'pull_request.approved') {
    return firstText(record, 'requestParameters.approvalState') === 'REVOKE'
      ? 'pull_request.approval_withdrawn'
      : action;
  }
  return service === 'ecs' && action === 'deployment.changed' ? ecsChange(record) : action;
}

function serviceByName(name: string): string {
  return name === 'ConsoleLogin' ? 'signin' : '';
}

function readOnlyOf(record: JsonObject): boolean | undefined {
  const value = record['readOnly'];
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'boolean' ? value : undefined;
}

/** A policy or list that lets anybody in, as far as the record shows. */
function makesPublic(record: JsonObject): boolean {
  const request = object(record['requestParameters']) ?? {};
  const statements = list(at(request, 'bucketPolicy.Statement'));
  const open = statements.some((statement) => {
    const principal = at(statement, 'Principal');
    const anybody = principal === '*' || at(principal, 'AWS') === '*';
    return (
      anybody && at(statement, 'Effect') === 'Allow' && at(statement, 'Condition') === undefined
    );
  });
  const grants = JSON.stringify([
    request['x-amz-acl'],
    request['AccessControlPolicy'],
    request['accessControlList'],
  ]);
  return open || /public-read|global\/(?:AllUsers|AuthenticatedUsers)/.test(grants);
}

function approval(record: JsonObject): string | undefined {
  return firstText(record, 'requestParameters.result.status');
}

function ecsChange(record: JsonObject): string {
  const request = object(record['requestParameters']) ?? {};
  if (request['forceNewDeployment'] === true && request['taskDefinition'] === undefined) {
    return 'deployment.restarted';
  }
  const scaled = request['desiredCount'] !== undefined && request['taskDefinition'] === undefined;
  return scaled ? 'deployment.scaled' : 'deployment.changed';
}

const denials =
  /accessdenied|access denied|unauthorized|notauthorized|forbidden|authfailure|authorizationerror|authenticationfailed|expiredtoken|invalidclienttokenid|signaturedoesnotmatch|unrecognizedclient|invalidaccesskeyid|optinrequired/i;

function outcomeOf(record: JsonObject): EventBody['outcome'] {
  const code = text(record['errorCode']);
  if (code !== undefined) return denials.test(code) ? 'denied' : 'failure';
  const signIn = object(record['responseElements']);
  for (const name of ['ConsoleLogin', 'CheckMfa', 'SwitchRole', 'CredentialVerification']) {
    const result = text(signIn?.[name]) ?? text(at(record, `serviceEventDetails.${name}`));
    if (result !== undefined) return result === 'Success' ? 'success' : 'failure';
  }
  return text(record['errorMessage']) === undefined ? 'success' : 'failure';
}

/** Roles passed, groups joined, policies attached: the other end of a call about two things. */
function furtherTargets(record: JsonObject): EventBody['targets'] {
  const others = list(record['resources'])
    .slice(1, 32)
    .flatMap((resource) => {
      const arn = firstText(resource, 'ARN', 'arn');
      return arn === undefined ? [] : [{ type: 'resource', id: arn, name: arn }];
    });
  const policy = firstText(record, 'requestParameters.policyArn');
  const user = firstText(
    record,
    'requestParameters.userName',
    'requestParameters.roleName',
    'requestParameters.groupName',
  );
  const account = accountOf(record);
  if (policy !== undefined && user !== undefined) {
    const id = text(`arn:aws:iam::${account ?? ''}:${kindOf(record)}/${user}`) as string;
    others.push({ type: kindOf(record), id, name: user });
  }
  return others.length === 0 ? undefined : others;
}

function kindOf(record: JsonObject): string {
  const request = object(record['requestParameters']) ?? {};
  if (request['userName'] !== undefined) return 'user';
  return request['roleName'] === undefined ? 'group' : 'role';
}

function contextOf(record: JsonObject): Context | undefined {
  const identity = object(record['userIdentity']);
  return present({
    ip: ipOf(record['sourceIPAddress']),
    user_agent: longText(record['userAgent']),
    session: identity?.['sessionContext'] === undefined ? undefined : text(identity['principalId']),
    request: present({ id: text(record['requestID']) }),
  }) as Context | undefined;
}

function pipelineOf(record: JsonObject, service: string): Pipeline | undefined {
  const found = (...paths: string[]) => firstText(record, ...paths);
  if (service === 'codepipeline') {
    return present({
      stage: 'deploy',
      run: found('responseElements.pipelineExecutionId', 'requestParameters.pipelineExecutionId'),
      job: found('requestParameters.stageName'),
    });
  }
  if (service === 'codebuild') {
    return present({
      stage: 'build',
      run: found('responseElements.build.id', 'requestParameters.id'),
      commit: commitOf(at(record, 'responseElements.build.resolvedSourceVersion')),
    });
  }
  if (service === 'codedeploy') {
    return present({
      stage: 'deploy',
      run: found('responseElements.deploymentId', 'requestParameters.deploymentId'),
      commit: commitOf(at(record, 'requestParameters.revision.gitHubLocation.commitId')),
      service: found('requestParameters.applicationName'),
      environment: found('requestParameters.deploymentGroupName'),
    });
  }
  if (service === 'ecr') return imagePipeline(record);
  if (service === 'ecs') {
    return present({
      stage: 'deploy',
      service: found('requestParameters.service', 'requestParameters.serviceName')
        ?.split('/')
        .at(-1),
      version: found('requestParameters.taskDefinition'),
    });
  }
  if (service === 'lambda') {
    return present({
      stage: 'deploy',
      service: found('requestParameters.functionName')?.split(':').at(-1),
      version: found('responseElements.version', 'requestParameters.functionVersion'),
    });
  }
  if (service === 'codecommit') {
    const reference = list(at(record, 'additionalEventData.referencesInvolved'))[0];
    return present({
      stage: 'source',
      commit: commitOf(at(reference, 'commit') ?? at(record, 'responseElements.commitId')),
      ref: firstText(reference, 'ref'),
    });
  }
  return undefined;
}

function imagePipeline(record: JsonObject): Pipeline | undefined {
  const image = object(at(record, 'responseElements.image.imageId'));
  const asked = list(at(record, 'requestParameters.imageIds'))[0];
  return present({
    stage: 'artifact',
    artifact: digestOf(image?.['imageDigest'] ?? at(asked, 'imageDigest')),
    service: firstText(record, 'requestParameters.repositoryName'),
    version:
      text(image?.['imageTag']) ??
      firstText(record, 'requestParameters.imageTag') ??
      firstText(asked, 'imageTag'),
  }) as Pipeline | undefined;
}

const reads =
  /\.(?:read|listed|accessed|used|checked|requested|fetched|pulled|assumed|exchanged|signed_in|downloaded|executed)$/;
const parametersMax = 48;

/** What the caller asked for: CloudTrail has no earlier values. */
function changesOf(record: JsonObject, action: string | undefined): EventBody['changes'] {
  const request = object(record['requestParameters']);
  if (request === undefined || action === undefined || reads.test(action)) return undefined;
  return changesOrNone(
    Object.entries(request)
      .slice(0, parametersMax)
      .map(([field, value]) => change(field, undefined, value)),
  );
}

function whyOf(record: JsonObject): EventBody['why'] {
  const summary = longText(at(record, 'requestParameters.result.summary'));
  const message = longText(record['errorMessage']);
  const code = text(record['errorCode']);
  return present({ reason: summary ?? message ?? code });
}

function awsLabels(record: JsonObject): EventBody['labels'] {
  const from = text(record['sourceIPAddress']);
  return labelsOf({
    account: accountOf(record),
    region: text(record['awsRegion']),
    event_type: text(record['eventType']),
    error_code: text(record['errorCode']),
    invoked_by: firstText(record, 'userIdentity.invokedBy'),
    source_service: from !== undefined && ipOf(from) === undefined ? from : undefined,
    mfa: mfaUsed(record),
    console:
      text(record['sessionCredentialFromConsole']) ??
      (record['sessionCredentialFromConsole'] === true || undefined),
    vpc_endpoint: text(record['vpcEndpointId']),
    shared_event: text(record['sharedEventID']),
  });
}
