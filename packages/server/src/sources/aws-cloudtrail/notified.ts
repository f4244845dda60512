// Records that services write to SNS, SQS and functions by themselves: CodeCommit triggers, S3
// notifications and CloudWatch alarms.
import { thing } from '../event-parts.ts';
import { commitId, unknownActor, type Actor } from '../names.ts';
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
import type { EventBody } from '../types.ts';
import { serviceActor } from './actor.ts';

/** Actions that such records can give. */
export const notifiedActions: readonly string[] = [
  'commits.pushed',
  'branch.deleted',
  'object.written',
  'object.deleted',
  'incident.detected',
  'incident.resolved',
];

/** The event of such a record; undefined for all others. */
export function notifiedEvent(record: JsonObject): ListedEvent | undefined {
  const source = text(record['eventSource']);
  if (source === 'aws:codecommit') return codecommit(record);
  if (source === 'aws:s3') return storage(record);
  return text(record['AlarmName']) === undefined ? undefined : alarm(record);
}

function codecommit(record: JsonObject): ListedEvent {
  const reference = list(at(record, 'codecommit.references'))[0];
  const arn = text(record['eventSourceARN']);
  const who = text(record['userIdentityARN']);
  const actor: Actor =
    who === undefined
      ? unknownActor
      : {
          type: who.includes(':assumed-role/') ? 'role' : 'user',
          id: who,
          name: who.split('/').slice(1).join('/') || who,
        };
  const event = present({
    time: timeOf(record['eventTime']),
    action: at(reference, 'deleted') === true ? 'branch.deleted' : 'commits.pushed',
    native: text(`codecommit:${text(record['eventName']) ?? 'trigger'}`),
    outcome: 'success',
    actor,
    target: thing('repository', arn ?? 'aws:codecommit', arn?.split(':').at(-1)),
    pipeline: present({
      stage: 'source',
      commit: commitId(at(reference, 'commit')),
      ref: firstText(reference, 'ref'),
    }),
  }) as EventBody;
  return { event, unmapped: false, id: text(record['eventId']) };
}

function storage(record: JsonObject): ListedEvent {
  const name = text(record['eventName']) ?? '';
  const action = name.startsWith('ObjectRemoved')
    ? 'object.deleted'
    : name.startsWith('ObjectCreated')
      ? 'object.written'
      : undefined;
  const bucket =
    firstText(record, 's3.bucket.arn') ?? firstText(record, 's3.bucket.name') ?? 'aws:s3';
  const key = firstText(record, 's3.object.key');
  const principal = firstText(record, 'userIdentity.principalId');
  const parent = thing('bucket', bucket, firstText(record, 's3.bucket.name'));
  const event = present({
    time: timeOf(record['eventTime']),
    action: action ?? 'data.other',
    native: text(`s3:${name}`),
    outcome: 'success',
    actor:
      principal === undefined
        ? unknownActor
        : { type: 'principal', id: principal, name: principal },
    target: key === undefined ? parent : thing('object', `${bucket}/${key}`, key, parent),
    context: present({ ip: firstText(record, 'requestParameters.sourceIPAddress') }),
  }) as EventBody;
  return {
    event,
    unmapped: action === undefined,
    id: firstText(record, 'responseElements.x-amz-request-id'),
  };
}

function alarm(record: JsonObject): ListedEvent {
  const name = text(record['AlarmName']) as string;
  const state = text(record['NewStateValue']);
  const event = present({
    time: timeOf(text(record['StateChangeTime'])?.replace(/\+0000$/, 'Z')),
    action: state === 'OK' ? 'incident.resolved' : 'incident.detected',
    native: text(`CloudWatch alarm: ${state ?? 'unknown'}`),
    outcome: 'success',
    actor: serviceActor('cloudwatch.amazonaws.com'),
    target: thing('alarm', text(record['AlarmArn']) ?? `aws:cloudwatch:${name}`, name),
    changes: [
      present({ field: 'state', from: text(record['OldStateValue']), to: state }) ?? {
        field: 'state',
      },
    ],
    why: present({ reason: longText(record['NewStateReason']) }),
    labels: present({
      account: text(record['AWSAccountId']),
      region: text(object(record)?.['Region']),
    }),
  }) as EventBody;
  return { event, unmapped: false };
}
