// One document of the Elastic Common Schema (8 and 9), with members nested or with dotted names.
import {
  ipOf,
  labelsOf,
  thing,
  unknownActor,
  unknownTarget,
  type Pipeline,
  type Target,
} from '../event-parts.ts';
import { actorNamed } from '../naming.ts';
import {
  at,
  list,
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
import { ecsAction, ecsCategory } from './actions.ts';

type Fields = (path: string) => Json | undefined;

/** The event of a document. Throws `NotNormalizable` where nothing in it is of ECS. */
export function ecsEvent(record: JsonObject): RecordEvent {
  const field: Fields = (path) => at(record, path) ?? record[path];
  const kinds = words(field('event.category'));
  const types = words(field('event.type'));
  const native = text(field('event.action'));
  const isEcs = kinds.length > 0 || native !== undefined || field('ecs.version') !== undefined;
  if (!isEcs || (object(record['event']) === undefined && !hasDotted(record))) {
    throw new NotNormalizable('ecs_invalid', 'The document has no members of ECS: event.*.');
  }
  const outcome = outcomeOf(field, types);
  const failed = outcome === 'failure' || outcome === 'denied';
  const action = ecsAction(native, kinds, types, failed) ?? alertOf(field);
  const one = (path: string) => text(field(path));
  const event = present({
    time: timeOf(field('@timestamp') ?? field('event.created')),
    action: action ?? `${ecsCategory(kinds)}.other`,
    native: native ?? one('event.code') ?? text([kinds[0], types[0]].filter(Boolean).join('.')),
    outcome,
    actor: actorOf(one, field),
    target: targetOf(one, kinds),
    context: contextOf(one, field),
    pipeline: present({
      service: one('service.name'),
      environment: one('service.environment'),
      version: one('service.version'),
    }) as Pipeline | undefined,
    why: present({ reason: longText(field('event.reason')) ?? longText(field('message')) }),
    labels: labelsOf({
      dataset: one('event.dataset'),
      provider: one('event.provider'),
      rule: one('rule.name'),
      account: one('cloud.account.id'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, delivery: one('event.id') };
}

const hasDotted = (record: JsonObject): boolean =>
  ['event.action', 'event.category', 'event.kind'].some((name) => record[name] !== undefined);

function words(value: Json | undefined): string[] {
  const items = typeof value === 'string' ? [value] : list(value);
  return items.flatMap((item) => text(item) ?? []).slice(0, 16);
}

const alertOf = (field: Fields): string | undefined =>
  field('event.kind') === 'alert' ? 'alert.raised' : undefined;

function outcomeOf(field: Fields, types: readonly string[]): EventBody['outcome'] {
  if (types.includes('denied')) return 'denied';
  const said = field('event.outcome');
  return said === 'success' || said === 'failure' ? said : 'unknown';
}

type One = (path: string) => string | undefined;

/** Who: `user`, else the user at the near end of the connection. */
function actorOf(one: One, field: Fields): EventBody['actor'] {
  for (const path of ['user', 'client.user', 'source.user']) {
    const name = one(`${path}.name`);
    const id = one(`${path}.id`) ?? name ?? one(`${path}.email`);
    if (id === undefined) continue;
    const roles = words(field(`${path}.roles`));
    return actorNamed('user', id, {
      name: one(`${path}.full_name`) ?? name,
      email: one(`${path}.email`),
      roles: roles.length === 0 ? undefined : roles,
    });
  }
  return unknownActor;
}

/** Where the target of a category stands: id, name, type. */
const places: Readonly<
  Record<string, readonly (readonly [id: string, name: string, type: string])[]>
> = {
  iam: [
    ['user.target.id', 'user.target.name', 'user'],
    ['group.id', 'group.name', 'group'],
  ],
  file: [['file.path', 'file.path', 'file']],
  process: [['process.executable', 'process.name', 'process']],
  package: [['package.name', 'package.name', 'package']],
  web: [['url.full', 'url.path', 'url']],
};
const anywhere = [
  ['user.target.id', 'user.target.name', 'user'],
  ['group.id', 'group.name', 'group'],
  ['orchestrator.resource.id', 'orchestrator.resource.name', 'resource'],
  ['file.path', 'file.path', 'file'],
  ['service.id', 'service.name', 'service'],
  ['url.full', 'url.domain', 'url'],
  ['destination.address', 'destination.domain', 'host'],
] as const;

function targetOf(one: One, kinds: readonly string[]): Target {
  const host = thing('host', one('host.id') ?? one('host.name'), one('host.name'));
  const wanted = kinds.flatMap((kind) => (Object.hasOwn(places, kind) ? places[kind]! : []));
  for (const [id, name, type] of [...wanted, ...anywhere]) {
    const found = thing(type, one(id) ?? one(name), one(name), host);
    if (found !== undefined) return found;
  }
  const observer = one('observer.name') ?? one('event.provider') ?? one('event.dataset');
  return host ?? thing('system', observer, observer) ?? unknownTarget;
}

function contextOf(one: One, field: Fields): EventBody['context'] {
  const country = one('source.geo.country_iso_code') ?? one('client.geo.country_iso_code');
  return present({
    ip: ipOf(field('source.ip') ?? field('client.ip')),
    geo: present({ country }),
    user_agent: longText(field('user_agent.original')),
    request: present({
      method: one('http.request.method'),
      path: longText(field('url.path')),
      id: one('http.request.id'),
    }),
  });
}
