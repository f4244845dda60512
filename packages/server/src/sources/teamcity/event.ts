// Webhooks of TeamCity: those of the server (`eventType` and a build or agent as its REST API has
// them), and those of the tcWebHooks plugin (`build`, flat).
import type { Outcome } from '@acta/event';
import {
  emailOf,
  labelsOf,
  thing,
  unknownTarget,
  type Actor,
  type Target,
} from '../event-parts.ts';
import { changeName, commitId, fullRef } from '../names.ts';
import { actorNamed } from '../naming.ts';
import { at, firstText, list, longText, object, present, type Json } from '../reader.ts';
import type { JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';

const actions: Readonly<Record<string, string>> = {
  BUILD_TYPE_ADDED_TO_QUEUE: 'build.queued',
  BUILD_STARTED: 'build.started',
  CHANGES_LOADED: 'status.reported',
  BUILD_FINISHED: 'build.completed',
  BUILD_INTERRUPTED: 'build.cancelled',
  BUILD_PROBLEMS_CHANGED: 'status.reported',
  AGENT_REGISTRED: 'runner.online',
  AGENT_REGISTERED: 'runner.online',
  AGENT_UNREGISTERED: 'runner.offline',
  AGENT_REMOVED: 'runner.removed',
  // tcWebHooks
  buildAddedToQueue: 'build.queued',
  buildRemovedFromQueue: 'build.cancelled',
  buildStarted: 'build.started',
  changesLoaded: 'status.reported',
  buildFinished: 'build.completed',
  buildSuccessful: 'build.completed',
  buildFailed: 'build.completed',
  buildFixed: 'build.completed',
  buildBroken: 'build.completed',
  buildInterrupted: 'build.cancelled',
  beforeBuildFinish: 'status.reported',
  buildPinned: 'build.kept',
};

export const teamcityActions: readonly string[] = [
  ...new Set([...Object.values(actions), 'pipeline.other']),
];

/** The event of a webhook. Throws `NotNormalizable` where it is of neither kind. */
export function teamcityEvent(record: JsonObject): ListedEvent {
  const plugin = object(record['build']);
  const native = firstText(record, 'eventType') ?? firstText(plugin, 'notifyType');
  if (native === undefined) {
    throw new NotNormalizable(
      'event_missing',
      'The webhook has neither eventType nor build.notifyType: choose the legacy JSON payload.',
    );
  }
  const action = Object.hasOwn(actions, native) ? actions[native] : undefined;
  const parts =
    plugin === undefined
      ? serverParts(object(record['payload']) ?? {}, native)
      : pluginParts(plugin);
  const event = present({
    action: action ?? 'pipeline.other',
    native,
    ...parts,
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

type Parts = Omit<EventBody, 'action' | 'native'>;

function serverParts(build: JsonObject, native: string): Parts {
  if (native.startsWith('AGENT_')) return agentParts(build);
  const started = /STARTED|CHANGES_LOADED/.test(native);
  const time = native.endsWith('QUEUE')
    ? timeIn(build, 'queuedDate')
    : started
      ? timeIn(build, 'startDate')
      : timeIn(build, 'finishDate', 'canceledInfo.timestamp');
  const config = firstText(build, 'buildType.id', 'buildTypeId');
  const project = firstText(build, 'buildType.projectId');
  const ended = /FINISHED|INTERRUPTED/.test(native);
  return present({
    time,
    outcome: ended ? outcomeOf(firstText(build, 'status')) : 'success',
    actor: serverActor(build, native),
    target: targetOf(
      firstText(build, 'id'),
      buildName(config, firstText(build, 'number')),
      [config, firstText(build, 'buildType.name')],
      [project, firstText(build, 'buildType.projectName')],
    ),
    pipeline: present({
      stage: 'build',
      run: buildName(config, firstText(build, 'number')) ?? firstText(build, 'id'),
      commit: revisionOf(build),
      ref: refOf(firstText(build, 'branchName')),
    }),
    why: present({
      reason: longText(
        at(build, 'canceledInfo.text') ?? at(build, 'comment.text') ?? at(build, 'statusText'),
      ),
      link: longText(at(build, 'webUrl')),
    }),
    labels: labelsOf({
      state: at(build, 'state'),
      status: at(build, 'status'),
      personal: at(build, 'personal'),
      agent: at(build, 'agent.name'),
      triggered_type: at(build, 'triggered.type'),
    }),
  }) as Parts;
}

/** Who cancelled, else who triggered; a trigger of version control is nobody. */
function serverActor(build: JsonObject, native: string): Actor {
  const cancelled = native === 'BUILD_INTERRUPTED';
  const user = at(build, cancelled ? 'canceledInfo.user' : 'triggered.user');
  if (user !== undefined) return userOf(user);
  return actorNamed('user', undefined);
}

function userOf(user: Json): Actor {
  const id = firstText(user, 'username') ?? firstText(user, 'id');
  return actorNamed('user', id === undefined ? undefined : `teamcity:${id}`, {
    name: firstText(user, 'name', 'username'),
    email: emailOf(firstText(user, 'email')),
  });
}

function agentParts(agent: JsonObject): Parts {
  const id = firstText(agent, 'id');
  const name = firstText(agent, 'name');
  const known = id ?? name;
  return present({
    outcome: 'success',
    actor: actorNamed('agent', known && `teamcity:agent:${known}`, { name }),
    target: thing('agent', known && `teamcity:agent:${known}`, name) ?? unknownTarget,
    labels: labelsOf({ pool: at(agent, 'pool.name'), version: at(agent, 'version') }),
  }) as Parts;
}

function pluginParts(build: JsonObject): Parts {
  const config = firstText(build, 'buildExternalTypeId', 'buildTypeId');
  const name = buildName(config, firstText(build, 'buildNumber'));
  return present({
    time: timeIn(build, 'buildFinishTime', 'currentTime', 'buildStartTime'),
    outcome: outcomeOf(firstText(build, 'buildResult')),
    actor: pluginActor(build),
    target: targetOf(
      firstText(build, 'buildId'),
      name,
      [config, firstText(build, 'buildName')],
      [firstText(build, 'projectExternalId', 'projectId'), firstText(build, 'projectName')],
    ),
    pipeline: present({
      stage: 'build',
      run: name ?? firstText(build, 'buildId'),
      commit: commitId(property(build, 'build.vcs.number')),
      ref: refOf(firstText(build, 'branchName')),
    }),
    why: present({
      reason: longText(at(build, 'buildStatus')),
      link: longText(at(build, 'buildStatusUrl')),
    }),
    labels: labelsOf({
      result: at(build, 'buildResult'),
      change: at(build, 'buildResultDelta'),
      agent: at(build, 'agentName'),
      triggered_by: at(build, 'triggeredBy'),
      personal: property(build, 'env.BUILD_IS_PERSONAL'),
    }),
  }) as Parts;
}

/** `triggeredBy` is a sentence for people (`Perforce`, `Git`): only the property names a user. */
function pluginActor(build: JsonObject): Actor {
  const user = property(build, 'teamcity.build.triggeredBy.username');
  return actorNamed('user', user && `teamcity:${user}`, { name: user });
}

function property(build: JsonObject, name: string): string | undefined {
  for (const member of ['teamcityProperties', 'extraParameters']) {
    const found = list(build[member]).find((item) => firstText(item, 'name') === name);
    if (found !== undefined) return firstText(found, 'value');
  }
  return undefined;
}

function outcomeOf(said: string | undefined): Outcome {
  const word = said?.toLowerCase();
  if (word === 'success') return 'success';
  return word === 'failure' || word === 'error' ? 'failure' : 'unknown';
}

function buildName(config: string | undefined, number: string | undefined): string | undefined {
  return changeName(config, number);
}

type Named = readonly [id: string | undefined, name: string | undefined];

function targetOf(
  id: string | undefined,
  name: string | undefined,
  config: Named,
  project: Named,
): Target {
  const of = (type: string, [own, called]: Named, parent?: Target) =>
    thing(type, own && `teamcity:${own}`, called ?? own, parent);
  const around = of('pipeline', config, of('project', project));
  return of('build', [id ?? name, name], around) ?? around ?? unknownTarget;
}

function refOf(branch: string | undefined): string | undefined {
  return branch === undefined || branch === '<default>' ? undefined : fullRef(branch);
}

/** The revision of the only root; several roots have no one commit. */
function revisionOf(build: JsonObject): string | undefined {
  const revisions = list(at(build, 'revisions.revision'));
  return revisions.length === 1 ? commitId(at(revisions[0], 'version')) : undefined;
}

const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)([+-]\d{4}|Z)$/;

/** `20261119T081502+0000`, as the REST API writes it, or any other form. */
function timeIn(build: JsonObject, ...paths: string[]): string | undefined {
  for (const path of paths) {
    const value = at(build, path);
    const part = typeof value === 'string' ? compact.exec(value) : null;
    const [, y, mo, d, h, mi, s, zone] = part ?? [];
    const time = timeOf(part === null ? value : `${y}-${mo}-${d}T${h}:${mi}:${s}${zone}`);
    if (time !== undefined) return time;
  }
  return undefined;
}
