// One record of an audit device (Vault: "Audit device schema"; OpenBao shares it): a request, or
// the response that tells how it ended. Both have `request.id`.
import type { Outcome } from '@acta/event';
import { thing, type Pipeline, type Target } from '../event-parts.ts';
import {
  at,
  firstText,
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
import { change, changesOrNone } from '../values.ts';
import { meaningOf, type Meaning } from './actions/index.ts';
import { vaultActor } from './actor.ts';

interface Request {
  operation: string;
  /** As written, without the namespace. */
  path: string;
  namespace: string;
  mount: string;
  below: string[];
  kind: string;
}

/**
 * The event of a record. Throws `NotNormalizable` where it has neither a type nor a request.
 */
export function vaultEvent(record: JsonObject): RecordEvent {
  const type = text(record['type']);
  const made = requestOf(record);
  if ((type !== 'request' && type !== 'response') || made === undefined) {
    throw new NotNormalizable(
      'audit_record_invalid',
      'The record is no request or response of an audit device.',
    );
  }
  const meaning = meaningOf(made);
  const signIn = meaning.action === 'user.signed_in';
  const outcome = outcomeOf(record, type);
  const failedSignIn = signIn && (outcome === 'failure' || outcome === 'denied');
  const action = failedSignIn ? 'user.sign_in_failed' : meaning.action;
  const event = present({
    time: timeOf(record['time']),
    action: action ?? 'secret.other',
    native: text(`${made.operation} ${made.path}`.trim()),
    outcome,
    actor: vaultActor(record, made.kind === 'auth' ? made.below : undefined),
    target: targetOf(made, meaning),
    context: contextOf(record),
    pipeline: pipelineOf(record),
    changes: changesOf(record, made),
    why: present({ reason: longText(record['error']) }),
    labels: labelsOf(record, made, type),
  }) as EventBody;
  const id = firstText(record, 'request.id');
  return {
    event,
    unmapped: action === undefined,
    delivery: id === undefined ? undefined : `${id}:${type}`,
  };
}

/** The last segment that is kept of a deep path; the path itself is kept whole. */
const segmentsMax = 64;

function requestOf(record: JsonObject): Request | undefined {
  const request = object(record['request']);
  const operation = text(request?.['operation']);
  if (request === undefined || operation === undefined) return undefined;
  const path = text(request['path']) ?? '';
  const mountType = firstText(request, 'mount_type') ?? firstText(record, 'response.mount_type');
  const mount = mountOf(
    path,
    firstText(request, 'mount_point') ?? firstText(record, 'response.mount_point'),
  );
  const below = path.slice(mount.length).split('/', segmentsMax).filter(Boolean);
  return {
    operation,
    path,
    namespace: firstText(request, 'namespace.path') ?? '',
    mount,
    below,
    kind: kindOf(mount, mountType),
  };
}

/** The mount as the record names it, or as paths begin: `auth/<name>/`, else the first segment. */
function mountOf(path: string, named: string | undefined): string {
  if (named !== undefined && path.startsWith(named)) return named;
  const end = path.indexOf('/', path.startsWith('auth/') ? 5 : 0);
  return end < 0 ? (path.startsWith('auth/') ? path : '') : path.slice(0, end + 1);
}

function kindOf(mount: string, type: string | undefined): string {
  if (type === 'system' || type === 'ns_system' || mount === 'sys/') return 'system';
  if (type === 'identity' || type === 'ns_identity' || mount === 'identity/') return 'identity';
  if (mount === 'auth/token/' || type === 'token' || type === 'ns_token') return 'token';
  if (mount.startsWith('auth/')) return 'auth';
  if (type === 'ns_cubbyhole' || mount === 'cubbyhole/') return 'cubbyhole';
  return type ?? 'kv';
}

/** Key/value secrets by the name that people use: without `data/` and its siblings. */
const versionedPath = new Set(['data', 'metadata', 'delete', 'undelete', 'destroy', 'subkeys']);

function targetOf(made: Request, meaning: Meaning): Target {
  const { namespace, mount, below, kind } = made;
  const versioned =
    meaning.type === 'secret' &&
    (kind === 'kv' || kind === 'generic') &&
    versionedPath.has(below[0] ?? '');
  const path = versioned ? `${mount}${below.slice(1).join('/')}` : made.path;
  const name = text(`${namespace}${path}`) ?? 'vault';
  const parent = namespace === '' ? undefined : thing('namespace', `vault:${namespace}`, namespace);
  const container =
    mount === '' || mount === made.path || kind === 'system' || kind === 'identity'
      ? parent
      : thing(
          mount.startsWith('auth/') ? 'auth_method' : 'secret_engine',
          `vault:${namespace}${mount}`,
          `${namespace}${mount}`,
          parent,
        );
  return thing(meaning.type, `vault:${name}`, name, container) as Target;
}

/** A request by itself has not ended; its refusal stands in it already. */
function outcomeOf(record: JsonObject, type: string): Outcome {
  const error = text(record['error']);
  const allowed =
    at(record, 'auth.policy_results.allowed') ?? at(record, 'request.policy_results.allowed');
  if (error !== undefined) {
    return /permission denied|not authorized|control group/i.test(error) ? 'denied' : 'failure';
  }
  if (type === 'request') return allowed === false ? 'denied' : 'unknown';
  return at(record, 'response.data.error') === undefined ? 'success' : 'failure';
}

function contextOf(record: JsonObject): EventBody['context'] {
  const headers = object(at(record, 'request.headers'));
  return present({
    ip: firstText(record, 'request.remote_address'),
    user_agent: longText(list(header(headers, 'user-agent'))[0]),
    request: present({
      path: longText(at(record, 'request.request_uri') ?? at(record, 'request.path')),
      id: firstText(record, 'request.id'),
    }),
  });
}

function header(headers: JsonObject | undefined, name: string): Json | undefined {
  const found = Object.keys(headers ?? {}).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : headers?.[found];
}

/** Workloads of pipelines sign in by OIDC; the claims that a role maps come back as metadata. */
function pipelineOf(record: JsonObject): Pipeline | undefined {
  const metadata =
    object(at(record, 'auth.metadata')) ?? object(at(record, 'response.auth.metadata'));
  if (metadata === undefined) return undefined;
  const repository = firstText(metadata, 'repository', 'project_path');
  const run = firstText(metadata, 'run_id');
  const pipeline = firstText(metadata, 'pipeline_id');
  const commit = firstText(metadata, 'sha', 'commit_sha', 'commit');
  return present({
    run:
      run === undefined
        ? pipeline === undefined || repository === undefined
          ? pipeline
          : `${repository}/-/pipelines/${pipeline}`
        : `${repository ?? 'github'}/actions/runs/${run}`,
    job: firstText(metadata, 'job_id'),
    commit: commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined,
    ref: firstText(metadata, 'ref'),
    environment: firstText(metadata, 'environment'),
  }) as Pipeline | undefined;
}

/** What a setting became: the values are HMACs but for those that the mount leaves in the clear. */
function changesOf(record: JsonObject, made: Request): EventBody['changes'] {
  const settles = ['system', 'auth', 'token', 'identity'].includes(made.kind);
  const writes = ['create', 'update', 'patch'].includes(made.operation);
  const signsIn = made.kind === 'auth' && made.below[0] === 'login';
  if (!settles || !writes || signsIn) return undefined;
  const data = object(at(record, 'request.data')) ?? {};
  return changesOrNone(Object.entries(data).map(([field, to]) => change(field, undefined, to)));
}

function labelsOf(record: JsonObject, made: Request, type: string): EventBody['labels'] {
  const namespace = made.namespace.replace(/\/$/, '');
  return present({
    record: type,
    namespace: namespace === '' ? undefined : namespace,
    mount_type: firstText(record, 'request.mount_type'),
    wrapped: at(record, 'response.wrap_info') === undefined ? undefined : 'true',
    forwarded_from: firstText(record, 'forwarded_from'),
  });
}
