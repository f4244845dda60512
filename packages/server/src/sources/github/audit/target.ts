import { firstText, present, type JsonObject } from '../../reader.ts';
import { githubId, runName, target, type Target } from '../names.ts';

interface Shape {
  type: string;
  id?: readonly string[];
  name: readonly string[];
}

/** Things that have fields of their own, by the object of the native action. */
const shapes: Readonly<Record<string, Shape>> = {
  hook: { type: 'webhook', id: ['hook_id'], name: ['config.url', 'name'] },
  protected_branch: {
    type: 'branch_protection',
    id: ['protected_branch_id'],
    name: ['name', 'branch'],
  },
  required_status_check: { type: 'branch_protection', name: ['branch', 'name'] },
  repository_ruleset: { type: 'ruleset', id: ['ruleset_id'], name: ['ruleset_name', 'name'] },
  environment: { type: 'environment', id: ['environment_id'], name: ['environment_name', 'name'] },
  workflows: { type: 'workflow_run', id: ['workflow_run_id'], name: ['name', 'workflow_run_id'] },
  team: { type: 'team', id: ['team_id'], name: ['team'] },
  enterprise_team: { type: 'team', id: ['enterprise_team_id'], name: ['enterprise_team', 'team'] },
  team_group_mapping: { type: 'team', id: ['team_id'], name: ['team'] },
  external_group: {
    type: 'group',
    id: ['external_group_id'],
    name: ['external_group', 'group', 'name'],
  },
  external_identity: { type: 'user', id: ['user_id'], name: ['external_identity_nameid', 'user'] },
  organization_role: {
    type: 'role',
    id: ['role_id', 'organization_role_id'],
    name: ['name', 'role_name'],
  },
  enterprise_role: {
    type: 'role',
    id: ['role_id', 'enterprise_role_id'],
    name: ['name', 'role_name'],
  },
  role: { type: 'role', id: ['role_id'], name: ['name', 'role_name'] },
  public_key: { type: 'ssh_key', id: ['public_key_id'], name: ['title', 'fingerprint'] },
  gpg_key: { type: 'signing_key', id: ['gpg_key_id'], name: ['key_id', 'fingerprint'] },
  git_signing_ssh_public_key: { type: 'signing_key', name: ['title', 'fingerprint'] },
  personal_access_token: {
    type: 'token',
    id: ['user_programmatic_access_id', 'token_id'],
    name: ['user_programmatic_access_name', 'name'],
  },
  oauth_access: {
    type: 'token',
    id: ['token_id', 'oauth_access_id'],
    name: ['oauth_application_name', 'application_name', 'explanation'],
  },
  oauth_authorization: {
    type: 'app',
    id: ['oauth_application_id', 'application_id'],
    name: ['oauth_application_name', 'application_name'],
  },
  oauth_application: {
    type: 'app',
    id: ['oauth_application_id'],
    name: ['oauth_application', 'oauth_application_name', 'name'],
  },
  integration: { type: 'app', id: ['integration_id'], name: ['integration', 'name'] },
  integration_installation: {
    type: 'app',
    id: ['integration_id', 'installation_id'],
    name: ['integration', 'name'],
  },
  pull_request: { type: 'pull_request', id: ['pull_request_id'], name: ['pull_request_title'] },
  pull_request_review: {
    type: 'pull_request',
    id: ['pull_request_id'],
    name: ['pull_request_title'],
  },
  packages: { type: 'package', id: ['package_id'], name: ['package', 'package_name', 'name'] },
  codespaces: { type: 'codespace', id: ['codespace_id'], name: ['codespace', 'name'] },
  secret_scanning_alert: { type: 'secret_alert', name: ['number', 'alert_number'] },
  repository_vulnerability_alert: {
    type: 'vulnerability_alert',
    name: ['alert_number', 'ghsa_id'],
  },
  code_scanning: { type: 'code_alert', name: ['alert_number', 'number'] },
  audit_log_streaming: {
    type: 'audit_log_stream',
    id: ['stream_id'],
    name: ['audit_log_stream_sink'],
  },
  ip_allow_list_entry: {
    type: 'ip_allow_list',
    name: ['ip_allow_list_entry', 'ip_address', 'name'],
  },
};

const secretVerb = /_(?:actions|integration|dependabot|codespaces)_(secret|variable)$/;
const runnerVerb = /runner/;
/** Native actions whose object is the account in `user`. */
const aboutUser =
  /^(?:user|user_email|user_session|two_factor_authentication|two_factor_account_recovery|passkey|security_key|trusted_device|account_recovery_token|org_credential_authorization|staff)\.|(?:^|_)(?:member|admin|collaborator|user|manager|invitation|maintainer)(?:$|_|\.)|_member$|\.invite_|\.sso_response$|\.revoke_(?:sso_session|external_identity)$/;

/**
 * What the record acted on: the most specific thing that it names, inside its repository,
 * organisation or enterprise.
 */
export function auditTarget(record: JsonObject, native: string): Target {
  const within = container(record);
  const object = native.slice(0, native.indexOf('.'));
  const verb = native.slice(native.lastIndexOf('.') + 1);
  const specific =
    secretOf(record, verb, within) ??
    shaped(record, object, within) ??
    (runnerVerb.test(verb) ? runnerOf(record, within) : undefined) ??
    (aboutUser.test(native) ? account(record, within) : undefined);
  return specific ?? within ?? account(record) ?? itself(record, native);
}

/**
 * The other things that a record names: who a team action was about, and the container of what it
 * was about.
 */
export function auditTargets(record: JsonObject, first: Target): Target[] | undefined {
  const others: Target[] = [];
  const user = account(record);
  if (user !== undefined && first.type !== 'user') others.push(user);
  const repository = repositoryOf(record);
  if (
    repository !== undefined &&
    first.type !== 'repository' &&
    first.parent?.id !== repository.id
  ) {
    others.push(repository);
  }
  return others.length === 0 ? undefined : others;
}

function shaped(record: JsonObject, object: string, within: Target | undefined) {
  const shape = Object.hasOwn(shapes, object) ? shapes[object] : undefined;
  if (shape === undefined) return undefined;
  const id = field(record, shape.id ?? []);
  const name = field(record, shape.name);
  if (id === undefined && name === undefined) return undefined;
  if (shape.type === 'workflow_run') return runOf(record, id, name, within);
  const full = qualified(shape.type, name, within);
  const known = id === undefined ? undefined : githubId(kindOf(shape.type), id);
  const environment = shape.type === 'environment' ? name : undefined;
  return target(shape.type, known, full ?? known, within, environment);
}

function kindOf(type: string): string {
  return type === 'user' ? 'account' : type;
}

function runOf(
  record: JsonObject,
  id: string | undefined,
  name: string | undefined,
  within: Target | undefined,
) {
  const known = id === undefined ? undefined : githubId('workflow_run', id);
  const full = runName(within?.name, id) ?? name;
  return target('workflow_run', known, full, within, field(record, ['environment_name']));
}

function secretOf(record: JsonObject, verb: string, within: Target | undefined) {
  const kind = secretVerb.exec(verb)?.[1];
  const name = kind === undefined ? undefined : field(record, ['key', 'secret_name', 'name']);
  if (kind === undefined || name === undefined) return undefined;
  const environment = field(record, ['environment_name']);
  return target(kind, undefined, qualified(kind, name, within), within, environment);
}

function runnerOf(record: JsonObject, within: Target | undefined) {
  const group = field(record, ['runner_group_name', 'runner_group_id']);
  const runner = field(record, ['runner_name', 'runner_id', 'name']);
  if (runner !== undefined)
    return target('runner', undefined, qualified('runner', runner, within), within);
  return group === undefined ? undefined : target('runner_group', undefined, group, within);
}

/**
 * `acme/pay:main`: a thing inside a repository or organisation; teams and users carry their own
 * full names.
 */
function qualified(type: string, name: string | undefined, within: Target | undefined) {
  if (name === undefined || within?.name === undefined) return name;
  if (type === 'team' || type === 'user') return name;
  return type.endsWith('_alert')
    ? `${within.name}#${type.replace('_', '-')}-${name}`
    : `${within.name}:${name}`;
}

/** The repository in its organisation in its enterprise, as far as the record names them. */
function container(record: JsonObject): Target | undefined {
  return repositoryOf(record) ?? organizationOf(record) ?? enterpriseOf(record);
}

function repositoryOf(record: JsonObject): Target | undefined {
  const name = field(record, ['repo', 'repository']);
  if (name === undefined) return undefined;
  return target(
    'repository',
    numbered(record, 'repository', 'repo_id'),
    name,
    organizationOf(record),
  );
}

function organizationOf(record: JsonObject): Target | undefined {
  const name = field(record, ['org', 'organization']);
  if (name === undefined) return undefined;
  return target('organization', numbered(record, 'account', 'org_id'), name, enterpriseOf(record));
}

function enterpriseOf(record: JsonObject): Target | undefined {
  const name = field(record, ['business', 'enterprise']);
  if (name === undefined) return undefined;
  return target('enterprise', numbered(record, 'enterprise', 'business_id'), name);
}

function account(record: JsonObject, within?: Target): Target | undefined {
  const name = field(record, ['user', 'blocked_user', 'invitee', 'login', 'email']);
  if (name === undefined) return undefined;
  return target('user', numbered(record, 'account', 'user_id') ?? `github:${name}`, name, within);
}

/** Account events about oneself name only the actor. */
function itself(record: JsonObject, native: string): Target {
  const name = field(record, ['actor']);
  return (
    (name === undefined
      ? undefined
      : target('user', numbered(record, 'account', 'actor_id') ?? `github:${name}`, name)) ??
    (present({ type: 'unknown', id: `github:${native}` }) as Target)
  );
}

function numbered(record: JsonObject, kind: string, name: string): string | undefined {
  const id = field(record, [name]);
  return id === undefined || id === '0' ? undefined : githubId(kind, id);
}

/** A field of the record, or of `data`, where older records keep it. */
function field(record: JsonObject, names: readonly string[]): string | undefined {
  return firstText(record, ...names, ...names.map((name) => `data.${name}`));
}
