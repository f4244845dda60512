// What Cloud Build publishes about its builds (topic cloud-builds, Eventarc).
import { commitId, unknownActor } from '../names.ts';
import { firstText, list, longText, object, present, text, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import type { EventBody } from '../types.ts';

const states: Readonly<Record<string, readonly [string, EventBody['outcome']]>> = {
  PENDING: ['build.queued', 'success'],
  QUEUED: ['build.queued', 'success'],
  WORKING: ['build.started', 'success'],
  SUCCESS: ['build.completed', 'success'],
  FAILURE: ['build.completed', 'failure'],
  INTERNAL_ERROR: ['build.completed', 'failure'],
  TIMEOUT: ['build.completed', 'failure'],
  EXPIRED: ['build.completed', 'failure'],
  CANCELLED: ['build.cancelled', 'success'],
};

/** Whether a record is a build of Cloud Build and no log entry. */
export function isBuild(record: JsonObject): boolean {
  return (
    text(record['projectId']) !== undefined &&
    record['logName'] === undefined &&
    ['logUrl', 'steps', 'buildTriggerId'].some((name) => record[name] !== undefined)
  );
}

/** The event of a build's state. Who started it is not in it. */
export function buildEvent(record: JsonObject): ListedEvent {
  const status = text(record['status']) ?? 'unknown';
  const known = Object.hasOwn(states, status) ? states[status] : undefined;
  const id = text(record['id']);
  const project = text(record['projectId']) as string;
  const values = object(record['substitutions']) ?? {};
  const image = list(firstImages(record))[0];
  const event = present({
    time:
      timeOf(record['finishTime']) ?? timeOf(record['startTime']) ?? timeOf(record['createTime']),
    action: known?.[0] ?? 'pipeline.other',
    native: text(`build ${status}`),
    outcome: known?.[1] ?? 'unknown',
    actor: unknownActor,
    target: {
      type: 'build',
      id: text(
        `gcp:projects/${project}/builds/${id ?? text(record['buildTriggerId']) ?? ''}`,
      ) as string,
      name: id ?? project,
      parent: { type: 'project', id: text(`gcp:projects/${project}`) as string, name: project },
    },
    pipeline: present({
      stage: 'build',
      run: id,
      commit: commitId(
        values['COMMIT_SHA'] ?? firstText(record, 'sourceProvenance.resolvedRepoSource.commitSha'),
      ),
      ref: text(values['REF_NAME']) ?? text(values['BRANCH_NAME']),
      artifact: firstText(image, 'digest'),
    }),
    why: present({ reason: longText(record['statusDetail']), link: longText(record['logUrl']) }),
  }) as EventBody;
  return {
    event,
    unmapped: known === undefined,
    id: id === undefined ? undefined : `${id}/${status}`,
  };
}

function firstImages(record: JsonObject): unknown {
  return object(record['results'])?.['images'];
}
