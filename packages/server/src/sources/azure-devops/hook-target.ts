// What a service hook is about.
import { changeName, idOf, targetOf, type Target } from '../names.ts';
import { at, firstText, object, text, type Json, type JsonObject } from '../reader.ts';

/** A field of a work item, as it was changed or else as it stands. */
export function fieldOf(resource: JsonObject, name: string): Json | undefined {
  const changed = object(resource['fields'])?.[name];
  return changed ?? object(at(resource, 'revision.fields'))?.[name];
}

export function repositoryOf(resource: JsonObject): Target | undefined {
  const repository =
    object(resource['repository']) ?? object(at(resource, 'pullRequest.repository'));
  if (repository === undefined) return undefined;
  const project = firstText(repository, 'project.name');
  const name = firstText(repository, 'name');
  const path = project === undefined || name === undefined ? name : `${project}/${name}`;
  return targetOf(
    'azure-devops',
    'repository',
    idOf('azure-devops', firstText(repository, 'id'), 'repository'),
    path,
  );
}

export function numbered(resource: JsonObject): string | undefined {
  return text(resource['pullRequestId']) ?? text(at(resource, 'pullRequest.pullRequestId'));
}

/** What a service hook is about; else what its subscription is for. */
export function targetIn(type: string, payload: JsonObject, resource: JsonObject): Target {
  const repository = repositoryOf(resource);
  const number = numbered(resource);
  const make = (kind: string, id: string | undefined, name: string | undefined, parent?: Target) =>
    targetOf('azure-devops', kind, idOf('azure-devops', id, kind), name, { parent });
  const project = make(
    'project',
    firstText(resource, 'project.id', 'teamProject.id'),
    firstText(resource, 'project.name'),
  );
  const found =
    number !== undefined
      ? make('pull_request', number, changeName(repository?.name, number) ?? number, repository)
      : type.startsWith('workitem.')
        ? make(
            'work_item',
            workItem(resource),
            text(fieldOf(resource, 'System.Title')) ?? workItem(resource),
          )
        : type === 'build.complete'
          ? make('build', text(resource['id']), firstText(resource, 'buildNumber', 'name'), project)
          : type.startsWith('ms.vss-release')
            ? released(resource, project)
            : type.startsWith('ms.vss-pipelines')
              ? make(
                  'pipeline',
                  firstText(resource, 'pipeline.id', 'run.pipeline.id'),
                  firstText(resource, 'pipeline.name', 'run.pipeline.name'),
                  project,
                )
              : undefined;
  return found ?? repository ?? project ?? contained(payload);
}

function workItem(resource: JsonObject): string | undefined {
  const own = text(resource['workItemId']);
  return own === undefined || own === '0' ? text(resource['id']) : own;
}

function released(resource: JsonObject, project: Target | undefined): Target | undefined {
  const release = object(resource['release']) ?? object(at(resource, 'environment.release'));
  const id = idOf(
    'azure-devops',
    firstText(release, 'id') ?? firstText(resource, 'environment.releaseId'),
    'release',
  );
  const environment = firstText(resource, 'environment.name', 'approval.releaseEnvironment.name');
  return targetOf('azure-devops', 'release', id, firstText(release, 'name'), {
    parent: project,
    environment,
  });
}

/** Project, collection or account, as `resourceContainers` says. */
function contained(payload: JsonObject): Target {
  for (const kind of ['project', 'collection', 'account', 'server']) {
    const id = firstText(payload, `resourceContainers.${kind}.id`);
    if (id !== undefined) return { type: kind, id: `azure-devops:${kind}:${id}` };
  }
  return { type: 'organization', id: 'azure-devops' };
}
