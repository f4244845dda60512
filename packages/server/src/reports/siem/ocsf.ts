// Open Cybersecurity Schema Framework 1.8: sign-ins as Authentication (3002), all else as API
// Activity (6003). What they have no place for stands in `unmapped.acta`.
import type { Effect } from '@acta/event';
import type { LoggedEvent } from '@acta/sdk';
import { messageOf, ownMembers, present, targetsOf } from './parts.ts';

const OCSF_VERSION = '1.8.0';
const OTHER = 99;

const AUTHENTICATION = {
  uid: 3002,
  name: 'Authentication',
  category: 3,
  kind: 'Identity & Access Management',
};
const API_ACTIVITY = { uid: 6003, name: 'API Activity', category: 6, kind: 'Application Activity' };

const ACTIVITIES: Readonly<Record<Effect, readonly [id: number, name: string]>> = {
  create: [1, 'Create'],
  read: [2, 'Read'],
  update: [3, 'Update'],
  delete: [4, 'Delete'],
  grant: [3, 'Update'],
  revoke: [3, 'Update'],
  execute: [OTHER, 'Execute'],
  authenticate: [OTHER, 'Authenticate'],
};

const SEVERITIES = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
} as const;

const STATUSES = {
  success: [1, 'Success'],
  failure: [2, 'Failure'],
  denied: [2, 'Failure'],
  unknown: [0, 'Unknown'],
} as const;

/** One event as a line of OCSF. @param version Acta's own */
export function ocsfLine(event: LoggedEvent, version: string): string {
  const isSignIn = event.category === 'access' && event.effect === 'authenticate';
  const kind = isSignIn ? AUTHENTICATION : API_ACTIVITY;
  const [activity_id, activity_name] = isSignIn ? signIn(event) : ACTIVITIES[event.effect];
  const [severity_id, severity] = SEVERITIES[event.severity];
  const [status_id, status] = STATUSES[event.outcome];
  const type_uid = kind.uid * 100 + activity_id;
  const user = userOf(event);
  const [target] = targetsOf(event);
  const record = present({
    category_uid: kind.category,
    category_name: kind.kind,
    class_uid: kind.uid,
    class_name: kind.name,
    activity_id,
    activity_name,
    type_uid,
    type_name: `${kind.name}: ${activity_name}`,
    time: Date.parse(event.time),
    severity_id,
    severity,
    status_id,
    status,
    ...(event.outcome === 'denied' ? { action_id: 2, action: 'Denied' } : {}),
    message: messageOf(event),
    metadata: metadataOf(event, version),
    actor: present({ user, session: present({ uid: event.context?.session }) }) ?? {
      app_name: event.source.type,
    },
    ...(isSignIn ? { user, service: target && serviceOf(target) } : apiOf(event)),
    src_endpoint: endpointOf(event),
    http_request: requestOf(event),
    unmapped: { acta: ownMembers(event) },
  });
  return `${JSON.stringify(record)}\n`;
}

function signIn({ action }: LoggedEvent): readonly [number, string] {
  if (/\.(signed_in|sign_in_failed)$/.test(action)) return [1, 'Logon'];
  return action.endsWith('.signed_out') ? [2, 'Logoff'] : [OTHER, action];
}

function metadataOf(event: LoggedEvent, version: string) {
  const labels = Object.entries(event.labels ?? {}).map(([name, value]) => `${name}:${value}`);
  return present({
    version: OCSF_VERSION,
    product: { name: 'Acta', vendor_name: 'Acta', version },
    uid: event.id,
    sequence: event.index,
    event_code: event.native ?? event.action,
    original_time: event.time,
    logged_time: Date.parse(event.received),
    log_name: event.source.name,
    log_provider: event.source.type,
    correlation_uid: event.pipeline?.run,
    labels,
    profiles: event.outcome === 'denied' ? ['security_control'] : undefined,
  });
}

const USER_TYPES: ReadonlyMap<string, readonly [number, string]> = new Map([
  ['user', [1, 'User']],
  ['system', [3, 'System']],
  ['service', [4, 'Service']],
  ['workload', [4, 'Service']],
  ['unknown', [0, 'Unknown']],
]);

function userOf({ actor }: LoggedEvent) {
  if (actor === undefined) return undefined;
  const [type_id, type] = USER_TYPES.get(actor.type) ?? [OTHER, actor.type];
  const { id, name = id, email, roles } = actor;
  const groups = roles?.map((role) => ({ name: role }));
  return present({ uid: id, name, email_addr: email, type_id, type, groups });
}

const serviceOf = ({ id, name = id }: { id: string; name?: string | undefined }) => ({
  uid: id,
  name,
});

function apiOf(event: LoggedEvent) {
  const uid = event.context?.request?.id;
  return {
    api: present({
      operation: event.native ?? event.action,
      service: { name: event.source.name ?? event.source.type },
      request: uid && { uid },
    }),
    resources: targetsOf(event).map(({ id, name = id, type, environment }) =>
      present({ uid: id, name, type, labels: environment && [`environment:${environment}`] }),
    ),
  };
}

/** Where it came from. API Activity asks for one: the source, where no address is known. */
function endpointOf({ context, source }: LoggedEvent) {
  const { country, region, city } = context?.geo ?? {};
  const location = present({ country, region, city });
  return present({ ip: context?.ip, location }) ?? { name: source.name ?? source.type };
}

function requestOf({ context }: LoggedEvent) {
  const { method, path, id } = context?.request ?? {};
  return present({
    http_method: method,
    url: path && { path },
    user_agent: context?.user_agent,
    uid: id,
  });
}
