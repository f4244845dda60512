import type { Target } from '../../names.ts';
import { targetOf } from '../../names.ts';
import { at, firstText, list, object, text, type JsonObject } from '../../reader.ts';
import {
  groupTarget,
  jobName,
  mergeRequestName,
  pipelineName,
  projectTarget,
  thing,
} from '../names.ts';
import { memberOf } from './actor.ts';

/** Path of the project that a payload is about. */
export function projectPath(payload: JsonObject): string | undefined {
  const path = firstText(
    payload,
    'project.path_with_namespace',
    'object_attributes.target.path_with_namespace',
    'project_path_with_namespace',
    'path_with_namespace',
  );
  if (path !== undefined) return path;
  const home = firstText(
    payload,
    'repository.homepage',
    'project.web_url',
    'repository.git_http_url',
  );
  return home === undefined ? undefined : pathIn(home);
}

function pathIn(address: string): string | undefined {
  const path = /^https?:\/\/[^/]{1,300}\/(.{1,600}?)(?:\.git)?\/?$/.exec(address)?.[1];
  return path?.includes('/') === true ? path : undefined;
}

/** The project of a payload, or undefined. */
export function projectOf(payload: JsonObject): Target | undefined {
  const id =
    text(at(payload, 'project.id')) ??
    text(payload['project_id']) ??
    text(at(payload, 'object_attributes.target_project_id')) ??
    text(at(payload, 'object_attributes.project_id'));
  const name =
    projectPath(payload) ?? firstText(payload, 'project.name', 'project_name', 'repository.name');
  return projectTarget(id, name);
}

function groupOf(payload: JsonObject): Target | undefined {
  const id =
    text(at(payload, 'group.group_id')) ??
    text(payload['group_id']) ??
    text(at(payload, 'group.id'));
  const name = firstText(
    payload,
    'full_path',
    'group.full_path',
    'group.group_path',
    'group_path',
    'group.group_name',
    'path',
  );
  return groupTarget(id, name);
}

/** What was acted on. */
export function webhookTarget(kind: string, payload: JsonObject): Target {
  return special(kind, payload) ?? projectOf(payload) ?? groupOf(payload) ?? unknown;
}

const unknown: Target = { type: 'unknown', id: 'unknown' };

function special(kind: string, payload: JsonObject): Target | undefined {
  const project = projectOf(payload);
  const attributes = object(payload['object_attributes']) ?? {};
  const path = projectPath(payload);
  switch (kind) {
    case 'merge_request':
      return mergeRequest(attributes, project, path);
    case 'issue':
    case 'work_item':
    case 'incident':
      return issue(kind, attributes, project, path);
    case 'note':
    case 'emoji':
      return noted(payload, attributes, project, path);
    case 'pipeline':
      return thing(
        'pipeline',
        text(attributes['id']),
        pipelineName(path, text(attributes['id'])),
        project,
      );
    case 'build': {
      const id = text(payload['build_id']);
      return thing('job', id, firstText(payload, 'build_name') ?? jobName(path, id), project);
    }
    case 'deployment':
      return deployed(payload, project);
    case 'release':
      return thing('release', undefined, firstText(payload, 'tag', 'name'), project);
    case 'push':
    case 'tag_push':
      return reference(kind, payload, project);
    default:
      return other(kind, payload, attributes, project);
  }
}

function other(
  kind: string,
  payload: JsonObject,
  attributes: JsonObject,
  project: Target | undefined,
): Target | undefined {
  if (/^(?:wiki_page|feature_flag|milestone|vulnerability)$/.test(kind)) {
    const name = firstText(attributes, 'slug', 'name', 'title');
    return thing(kind, text(attributes['id']), name, project);
  }
  if (kind.startsWith('expiring_')) {
    const name = firstText(attributes, 'name') ?? firstText(payload, 'name');
    return thing('token', text(attributes['id']), name, project ?? groupOf(payload));
  }
  if (kind.startsWith('key_')) {
    return thing('ssh_key', text(payload['id']), firstText(payload, 'username'));
  }
  if (/^user_(?!add|remove|update|access)/.test(kind)) return account(payload);
  return undefined;
}

function account(payload: JsonObject): Target | undefined {
  const member = memberOf(payload);
  return member === undefined ? undefined : targetOf('gitlab', 'user', member.id, member.name);
}

function mergeRequest(
  attributes: JsonObject,
  project: Target | undefined,
  path: string | undefined,
) {
  const name = mergeRequestName(path, text(attributes['iid'])) ?? firstText(attributes, 'title');
  return thing('merge_request', text(attributes['id']), name, project);
}

function issue(
  kind: string,
  attributes: JsonObject,
  project: Target | undefined,
  path: string | undefined,
) {
  const iid = text(attributes['iid']);
  const name =
    path === undefined || iid === undefined ? firstText(attributes, 'title') : `${path}#${iid}`;
  return thing(kind === 'incident' ? 'issue' : kind, text(attributes['id']), name, project);
}

/** A comment is on a merge request, an issue, a commit or a snippet. */
function noted(
  payload: JsonObject,
  attributes: JsonObject,
  project: Target | undefined,
  path: string | undefined,
): Target | undefined {
  const request = object(payload['merge_request']);
  if (request !== undefined) return mergeRequest(request, project, path);
  const about = object(payload['issue']);
  if (about !== undefined) return issue('issue', about, project, path);
  const commit = firstText(payload, 'commit.id') ?? firstText(attributes, 'commit_id');
  if (commit !== undefined) return thing('commit', undefined, commit, project);
  const snippet = object(payload['snippet'] ?? payload['project_snippet']);
  if (snippet === undefined) return undefined;
  return thing('snippet', text(snippet['id']), firstText(snippet, 'title', 'file_name'), project);
}

function deployed(payload: JsonObject, project: Target | undefined): Target | undefined {
  const environment = firstText(payload, 'environment');
  const name = project?.name ?? environment;
  const id = text(payload['deployment_id']);
  const found = thing('deployment', id, name, project);
  return found === undefined || environment === undefined ? found : { ...found, environment };
}

function reference(kind: string, payload: JsonObject, project: Target | undefined) {
  const ref = firstText(payload, 'ref');
  const created = /^0+$/.test(text(payload['before']) ?? '');
  const deleted = /^0+$/.test(text(payload['after']) ?? '');
  if (kind === 'push' && !created && !deleted) return project;
  const name = ref?.replace(/^refs\/(?:heads|tags)\//, '');
  return thing(kind === 'push' ? 'branch' : 'tag', undefined, name, project);
}

/** Further targets: the member that was added, the commits that came, who was asked to review. */
export function webhookTargets(kind: string, payload: JsonObject): Target[] | undefined {
  const found: Target[] = [];
  if (/^user_(?:add|remove|update|access)/.test(kind)) {
    const member = account(payload);
    if (member !== undefined) found.push(member);
  }
  if (kind === 'merge_request') {
    for (const reviewer of list(payload['reviewers']).slice(0, 32)) {
      const id = text(at(reviewer, 'id'));
      const name = firstText(reviewer, 'username', 'name');
      const target = targetOf(
        'gitlab',
        'user',
        id === undefined ? undefined : `gitlab:${id}`,
        name,
      );
      if (target !== undefined) found.push(target);
    }
  }
  return found.length === 0 ? undefined : found;
}
