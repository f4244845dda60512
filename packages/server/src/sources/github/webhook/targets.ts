// On what: the thing that each event is about, inside its repository, organisation or enterprise.
import { at, firstText, list, object, text, type JsonObject } from '../../reader.ts';
import { changeName, githubId, runName, target, type Target } from '../names.ts';
import { accountOf } from './actor.ts';

type Finder = (payload: JsonObject, within: Target | undefined) => Target | undefined;

/** What a payload acts on; the sender's own account where it names nothing else. */
export function webhookTarget(event: string, payload: JsonObject): Target {
  const within = containerOf(payload);
  const found = Object.hasOwn(finders, event) ? finders[event]?.(payload, within) : undefined;
  return found ?? within ?? accountTarget(payload, 'sender') ?? { type: 'unknown', id: 'unknown' };
}

/**
 * Further things: the team a member was added to, the repositories an app was given, the requested
 * reviewer.
 */
export function webhookTargets(event: string, payload: JsonObject): Target[] | undefined {
  const further: (Target | undefined)[] = [];
  if (event === 'membership') further.push(teamOf(payload, containerOf(payload)));
  if (event === 'pull_request') {
    further.push(accountTarget(payload, 'requested_reviewer'), accountTarget(payload, 'assignee'));
  }
  if (event === 'fork') further.push(repositoryAt(payload, 'repository'));
  for (const name of ['repositories', 'repositories_added', 'repositories_removed']) {
    for (const [place] of list(payload[name]).slice(0, 100).entries()) {
      further.push(listedRepository(list(payload[name])[place]));
    }
  }
  const known = further.filter((found) => found !== undefined);
  return known.length === 0 ? undefined : known;
}

/** The repository, in its organisation, in its enterprise, as far as the payload names them. */
export function containerOf(payload: JsonObject): Target | undefined {
  const enterprise = named(payload, 'enterprise', 'enterprise', 'slug');
  const organization = accountAs(payload, 'organization', 'organization', enterprise);
  const repository = repositoryAt(payload, 'repository', organization ?? ownerOf(payload));
  return repository ?? organization ?? enterprise;
}

const pullRequest: Finder = (payload, within) => numbered(payload, 'pull_request', within);
const issue: Finder = (payload, within) => numbered(payload, 'issue', within);
/** Each kind of alert counts its numbers apart. */
const alert =
  (type: string): Finder =>
  (payload, within) => {
    const number = firstText(payload, 'alert.number', 'alert.id');
    const mark = `#${type.replace('_', '-')}-`;
    return number === undefined ? undefined : insideOf(type, undefined, number, within, mark);
  };
const run: Finder = (payload, within) => {
  const id = text(at(payload, 'workflow_run.id'));
  return target('workflow_run', idOf('workflow_run', id), runName(within?.name, id), within);
};
const deployment: Finder = (payload, within) => {
  const environment = firstText(
    payload,
    'deployment_status.environment',
    'deployment.environment',
    'environment',
  );
  if (environment === undefined) return undefined;
  const name = within?.name === undefined ? environment : `${within.name}:${environment}`;
  return target('environment', undefined, name, within, environment);
};
const packageOf: Finder = (payload, within) => {
  const key = object(payload['package']) === undefined ? 'registry_package' : 'package';
  const id = text(at(payload, `${key}.id`));
  const space = firstText(payload, `${key}.namespace`, `${key}.owner.login`);
  const name = text(at(payload, `${key}.name`));
  const full =
    space === undefined || space.endsWith(`/${name}`) ? (space ?? name) : `${space}/${name}`;
  return target('package', idOf('package', id), full, within);
};
const refOf: Finder = (payload, within) => {
  const ref = text(payload['ref']);
  if (ref === undefined) return undefined;
  const tag = payload['ref_type'] === 'tag' || ref.startsWith('refs/tags/');
  const short = ref.replace(/^refs\/(?:heads|tags)\//, '');
  return insideOf(tag ? 'tag' : 'branch', undefined, short, within, ':');
};
const commitOf =
  (...paths: string[]): Finder =>
  (payload, within) => {
    const sha = firstText(payload, ...paths);
    return sha === undefined ? undefined : insideOf('commit', sha, sha, within, '@');
  };
const thing =
  (type: string, path: string, ...names: string[]): Finder =>
  (payload, within) => {
    const id = text(at(payload, `${path}.id`));
    const name = firstText(payload, ...names.map((field) => `${path}.${field}`));
    if (id === undefined && name === undefined) return undefined;
    return insideOf(type, id, name ?? (id as string), within, ':');
  };
const account =
  (...paths: string[]): Finder =>
  (payload, within) => {
    for (const path of paths) {
      const found = accountTarget(payload, path, within);
      if (found !== undefined) return found;
    }
    const mail = firstText(payload, 'invitation.email');
    return mail === undefined ? undefined : target('user', undefined, mail, within);
  };

const finders: Readonly<Record<string, Finder>> = {
  push: refOf,
  create: refOf,
  delete: refOf,
  commit_comment: commitOf('comment.commit_id'),
  status: commitOf('sha'),
  fork: (payload) => repositoryAt(payload, 'forkee'),
  pull_request: pullRequest,
  pull_request_review: pullRequest,
  pull_request_review_comment: pullRequest,
  pull_request_review_thread: pullRequest,
  issues: issue,
  issue_comment: issue,
  issue_dependencies: (payload, within) => numbered(payload, 'blocked_issue', within),
  sub_issues: (payload, within) => numbered(payload, 'sub_issue', within),
  discussion: (payload, within) => numbered(payload, 'discussion', within),
  discussion_comment: (payload, within) => numbered(payload, 'discussion', within),
  branch_protection_rule: thing('branch_protection', 'rule', 'name'),
  repository_ruleset: thing('ruleset', 'repository_ruleset', 'name'),
  code_scanning_alert: alert('code_alert'),
  dependabot_alert: alert('vulnerability_alert'),
  repository_vulnerability_alert: alert('vulnerability_alert'),
  secret_scanning_alert: alert('secret_alert'),
  secret_scanning_alert_location: alert('secret_alert'),
  security_advisory: (payload) =>
    target('advisory', undefined, firstText(payload, 'security_advisory.ghsa_id')),
  repository_advisory: thing('advisory', 'repository_advisory', 'ghsa_id'),
  deploy_key: thing('deploy_key', 'key', 'title'),
  meta: thing('webhook', 'hook', 'config.url', 'name'),
  ping: thing('webhook', 'hook', 'config.url', 'name'),
  workflow_run: run,
  workflow_job: (payload, within) => {
    const id = text(at(payload, 'workflow_job.id'));
    const runId = runName(within?.name, text(at(payload, 'workflow_job.run_id')));
    return target('job', idOf('job', id), `${runId ?? 'job'}/job/${id ?? '?'}`, within);
  },
  workflow_dispatch: (payload, within) => {
    const name = text(payload['workflow']);
    return name === undefined ? undefined : insideOf('workflow', undefined, name, within, ':');
  },
  check_run: thing('check', 'check_run', 'name'),
  check_suite: thing('check_suite', 'check_suite', 'app.slug', 'app.name'),
  deployment,
  deployment_status: deployment,
  deployment_review: deployment,
  deployment_protection_rule: deployment,
  release: thing('release', 'release', 'tag_name', 'name'),
  package: packageOf,
  registry_package: packageOf,
  member: account('member'),
  membership: account('member'),
  organization: account('membership.user', 'invitation', 'user'),
  org_block: account('blocked_user'),
  user: account('user'),
  team: teamOf,
  team_add: teamOf,
  github_app_authorization: account('sender'),
  installation: installationOf,
  installation_repositories: installationOf,
  installation_target: (payload) => accountTarget(payload, 'account'),
  personal_access_token_request: (payload, within) => {
    const id = firstText(payload, 'personal_access_token_request.id');
    const name = firstText(payload, 'personal_access_token_request.token_name');
    return id === undefined ? undefined : insideOf('token', id, name ?? id, within, ':');
  },
  custom_property: thing('custom_property', 'definition', 'property_name'),
  label: thing('label', 'label', 'name'),
  milestone: thing('milestone', 'milestone', 'title'),
  project: thing('project', 'project', 'name'),
  project_card: thing('project_card', 'project_card', 'id'),
  project_column: thing('project_column', 'project_column', 'name'),
  projects_v2: thing('project', 'projects_v2', 'title'),
  projects_v2_item: thing('project_item', 'projects_v2_item', 'id'),
  projects_v2_status_update: thing('project', 'projects_v2_status_update', 'id'),
  marketplace_purchase: account('marketplace_purchase.account'),
  sponsorship: account('sponsorship.sponsorable'),
  merge_group: (payload, within) => {
    const ref = firstText(payload, 'merge_group.base_ref');
    const short = ref?.replace(/^refs\/heads\//, '');
    return short === undefined ? undefined : insideOf('branch', undefined, short, within, ':');
  },
};

function numbered(payload: JsonObject, key: string, within: Target | undefined) {
  const number = firstText(payload, `${key}.number`);
  const id = text(at(payload, `${key}.id`));
  const type = key === 'sub_issue' || key === 'blocked_issue' ? 'issue' : key;
  return target(type, idOf(type, id), changeName(within?.name, number), within);
}

function insideOf(
  type: string,
  id: string | undefined,
  name: string,
  within: Target | undefined,
  mark: string,
): Target | undefined {
  const full = within?.name === undefined ? name : `${within.name}${mark}${name}`;
  return target(type, idOf(type, id), full, within);
}

function teamOf(payload: JsonObject, within: Target | undefined): Target | undefined {
  const id = text(at(payload, 'team.id'));
  const slug = firstText(payload, 'team.slug', 'team.name');
  if (id === undefined && slug === undefined) return undefined;
  const organization = text(at(payload, 'organization.login'));
  const name = organization === undefined ? slug : `${organization}/${slug ?? id}`;
  return target('team', idOf('team', id), name, within);
}

function installationOf(payload: JsonObject, within: Target | undefined): Target | undefined {
  const id = text(at(payload, 'installation.id'));
  const app = firstText(payload, 'installation.app_slug', 'installation.app_id');
  const holder = accountTarget(payload, 'installation.account');
  const name = app ?? id;
  return name === undefined
    ? undefined
    : target('app', idOf('installation', id), name, within ?? holder);
}

function accountTarget(payload: JsonObject, path: string, within?: Target): Target | undefined {
  const found = accountOf(at(payload, path));
  return found === undefined ? undefined : target(found.type, found.id, found.name, within);
}

function accountAs(payload: JsonObject, path: string, type: string, within?: Target) {
  const found = accountOf(payload[path]);
  return found === undefined ? undefined : target(type, found.id, found.name, within);
}

function ownerOf(payload: JsonObject): Target | undefined {
  return at(payload, 'repository.owner.type') === 'Organization'
    ? accountTarget(payload, 'repository.owner')
    : undefined;
}

function named(payload: JsonObject, path: string, type: string, field: string) {
  const id = text(at(payload, `${path}.id`));
  const name = firstText(payload, `${path}.${field}`, `${path}.name`);
  return target(type, idOf(type, id), name);
}

function repositoryAt(payload: JsonObject, path: string, within?: Target): Target | undefined {
  const found = object(payload[path]);
  const id = text(found?.['id']);
  return target('repository', idOf('repository', id), repositoryName(found), within);
}

/** `acme/pay`, also where only its parts are said. */
export function repositoryName(repository: JsonObject | undefined): string | undefined {
  const whole = text(repository?.['full_name']);
  const name = text(repository?.['name']);
  const owner = firstText(repository, 'owner.login', 'owner.name');
  return whole ?? (name === undefined || owner === undefined ? name : `${owner}/${name}`);
}

function listedRepository(value: unknown): Target | undefined {
  const found = object(value);
  return target(
    'repository',
    idOf('repository', text(found?.['id'])),
    text(found?.['full_name']) ?? text(found?.['name']),
  );
}

function idOf(type: string, id: string | undefined): string | undefined {
  return id === undefined ? undefined : githubId(type, id);
}
