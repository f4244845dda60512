// Elastic Common Schema 9: one document a line. Categories and types are those that ECS allows
// together; what it has no place for stands under `acta`.
import type { Category, Effect } from '@acta/event';
import type { LoggedEvent } from '@acta/sdk';
import { messageOf, ownMembers, present, targetsOf } from './parts.ts';

const ECS_VERSION = '9.0.0';

const KINDS: Readonly<Record<Category, string>> = {
  access: 'api',
  identity: 'iam',
  change: 'configuration',
  pipeline: 'process',
  deploy: 'configuration',
  secret: 'api',
  artifact: 'package',
  data: 'api',
  policy: 'configuration',
  system: 'host',
};

const TYPES: Readonly<Record<Effect, string>> = {
  create: 'creation',
  read: 'access',
  update: 'change',
  delete: 'deletion',
  execute: 'start',
  authenticate: 'start',
  grant: 'change',
  revoke: 'change',
};

/** What ECS expects of `event.type` by category; all else is `info`. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  api: ['access', 'change', 'creation', 'deletion', 'start', 'denied'],
  authentication: ['start', 'end'],
  iam: ['change', 'creation', 'deletion'],
  configuration: ['access', 'change', 'creation', 'deletion'],
  process: ['access', 'change', 'start'],
  package: ['access', 'change', 'deletion'],
  host: ['access', 'change', 'start'],
};

const SEVERITIES = { info: 1, low: 3, medium: 5, high: 8, critical: 10 } as const;

/** One event as a line of ECS. */
export function ecsLine(event: LoggedEvent): string {
  const { context, pipeline, source } = event;
  const { geo, request, ip } = context ?? {};
  const document = present({
    '@timestamp': event.time,
    message: messageOf(event),
    ecs: { version: ECS_VERSION },
    event: present({
      ...meaningOf(event),
      id: event.id,
      kind: 'event',
      action: event.action,
      code: event.native,
      created: event.received,
      severity: SEVERITIES[event.severity],
      sequence: event.index,
      module: 'acta',
      dataset: `acta.${source.type}`,
      provider: source.name,
      reason: event.why?.reason,
      reference: event.why?.link,
    }),
    ...whoOf(event),
    ...whatOf(event),
    source: present({
      ip,
      address: ip,
      geo: present({
        country_iso_code: geo?.country,
        region_name: geo?.region,
        city_name: geo?.city,
      }),
    }),
    user_agent: present({ original: context?.user_agent }),
    http: present({ request: present({ method: request?.method, id: request?.id }) }),
    url: present({ path: request?.path }),
    service: present({
      name: pipeline?.service,
      version: pipeline?.version,
      environment: pipeline?.environment ?? event.target?.environment,
    }),
    labels: event.labels,
    acta: ownMembers(event),
  });
  return `${JSON.stringify(document)}\n`;
}

function meaningOf({ category, effect, action, outcome }: LoggedEvent) {
  const kind =
    category === 'access' && effect === 'authenticate' ? 'authentication' : KINDS[category];
  const type = action.endsWith('.signed_out') ? 'end' : TYPES[effect];
  const types = outcome === 'denied' ? [type, 'denied'] : [type];
  const allowed = types.filter((each) => ALLOWED[kind]?.includes(each));
  return {
    category: [kind],
    type: allowed.length === 0 ? ['info'] : allowed,
    outcome: outcome === 'denied' ? 'failure' : outcome,
  };
}

function whoOf({ actor, context }: LoggedEvent) {
  const names = [actor?.name, actor?.id, actor?.email].filter(Boolean);
  return {
    user: present({
      id: actor?.id,
      name: actor?.name ?? actor?.id,
      email: actor?.email,
      roles: actor?.roles,
    }),
    related: present({ user: [...new Set(names)], ip: context?.ip && [context.ip] }),
  };
}

/** The resource that it was done to. Users and groups have places of their own, beside it. */
function whatOf(event: LoggedEvent) {
  const [target] = targetsOf(event);
  if (target === undefined) return {};
  const { id, name = id, type } = target;
  return {
    orchestrator: { resource: { id, name, type } },
    ...(type === 'group' || type === 'team' ? { group: { id, name } } : {}),
  };
}
