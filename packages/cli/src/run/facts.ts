// Who and where, as the CI's own environment says it: documented variables of each product, read
// only; what they claim is worth "claimed" until the server checks a workload token.
import { hostname, userInfo } from 'node:os';
import type { SentEvent } from '@acta/event';

export interface Facts {
  /** Product that runs the step, or `local`. */
  ci: string;
  actor: NonNullable<SentEvent['actor']>;
  pipeline: NonNullable<SentEvent['pipeline']>;
  /** Page of the run, for people. */
  link?: string;
  repository?: string;
}

type Env = Record<string, string | undefined>;

/** Facts of the CI that this process runs in, or of the machine where there is none. */
export function factsOf(env: Env): Facts {
  const reader = readers.find(({ variable }) => (env[variable] ?? '') !== '');
  return reader === undefined ? local(env) : reader.read((name) => env[name] || undefined);
}

type Get = (name: string) => string | undefined;

const readers: { variable: string; read: (get: Get) => Facts }[] = [
  { variable: 'GITHUB_ACTIONS', read: github },
  { variable: 'GITLAB_CI', read: gitlab },
  { variable: 'BUILDKITE', read: buildkite },
  { variable: 'CIRCLECI', read: circleci },
  { variable: 'TF_BUILD', read: azure },
  { variable: 'JENKINS_URL', read: jenkins },
];

function github(get: Get): Facts {
  const repository = get('GITHUB_REPOSITORY');
  const server = get('GITHUB_SERVER_URL') ?? 'https://github.com';
  const run = get('GITHUB_RUN_ID');
  const id = get('GITHUB_ACTOR_ID');
  const name = get('GITHUB_TRIGGERING_ACTOR') ?? get('GITHUB_ACTOR');
  const sameActor = name === get('GITHUB_ACTOR');
  return {
    ci: 'github',
    actor: person(name, id !== undefined && sameActor ? `github:${id}` : name),
    pipeline: clean({
      run: repository && run ? `${repository}/actions/runs/${run}` : run,
      job: get('GITHUB_JOB'),
      commit: get('GITHUB_SHA'),
      ref: get('GITHUB_REF'),
      change: changeOf(repository, /^refs\/pull\/(\d+)\//.exec(get('GITHUB_REF') ?? '')?.[1]),
    }),
    ...(repository && run ? { link: `${server}/${repository}/actions/runs/${run}` } : {}),
    ...(repository ? { repository } : {}),
  };
}

function gitlab(get: Get): Facts {
  const repository = get('CI_PROJECT_PATH');
  const login = get('GITLAB_USER_LOGIN');
  const id = get('GITLAB_USER_ID');
  const run = get('CI_PIPELINE_ID');
  const link = get('CI_JOB_URL') ?? get('CI_PIPELINE_URL');
  return {
    ci: 'gitlab',
    actor: {
      ...person(login, id === undefined ? login : `gitlab:${id}`),
      ...email(get('GITLAB_USER_EMAIL')),
    },
    pipeline: clean({
      run: repository && run ? `${repository}/-/pipelines/${run}` : run,
      job: get('CI_JOB_NAME'),
      stage: get('CI_JOB_STAGE'),
      commit: get('CI_COMMIT_SHA'),
      ref: get('CI_COMMIT_REF_NAME'),
      change: changeOf(repository, get('CI_MERGE_REQUEST_IID'), '!'),
      environment: get('CI_ENVIRONMENT_NAME'),
    }),
    ...(link ? { link } : {}),
    ...(repository ? { repository } : {}),
  };
}

function buildkite(get: Get): Facts {
  const link = get('BUILDKITE_BUILD_URL');
  const repository = get('BUILDKITE_REPO');
  const request = get('BUILDKITE_PULL_REQUEST');
  return {
    ci: 'buildkite',
    actor: {
      ...person(get('BUILDKITE_BUILD_CREATOR'), get('BUILDKITE_BUILD_CREATOR_EMAIL')),
      ...email(get('BUILDKITE_BUILD_CREATOR_EMAIL')),
    },
    pipeline: clean({
      run: get('BUILDKITE_BUILD_ID'),
      job: get('BUILDKITE_LABEL') ?? get('BUILDKITE_JOB_ID'),
      commit: get('BUILDKITE_COMMIT'),
      ref: get('BUILDKITE_BRANCH'),
      change: request === 'false' ? undefined : changeOf(repository, request),
    }),
    ...(link ? { link } : {}),
    ...(repository ? { repository } : {}),
  };
}

function circleci(get: Get): Facts {
  const owner = get('CIRCLE_PROJECT_USERNAME');
  const name = get('CIRCLE_PROJECT_REPONAME');
  const repository = owner && name ? `${owner}/${name}` : undefined;
  const link = get('CIRCLE_BUILD_URL');
  return {
    ci: 'circleci',
    actor: person(get('CIRCLE_USERNAME'), get('CIRCLE_USERNAME')),
    pipeline: clean({
      run: get('CIRCLE_WORKFLOW_ID'),
      job: get('CIRCLE_JOB'),
      commit: get('CIRCLE_SHA1'),
      ref: get('CIRCLE_BRANCH') ?? get('CIRCLE_TAG'),
      change: changeOf(repository, get('CIRCLE_PR_NUMBER')),
    }),
    ...(link ? { link } : {}),
    ...(repository ? { repository } : {}),
  };
}

function azure(get: Get): Facts {
  const repository = get('BUILD_REPOSITORY_NAME');
  const collection = get('SYSTEM_COLLECTIONURI');
  const project = get('SYSTEM_TEAMPROJECT');
  const run = get('BUILD_BUILDID');
  const link =
    collection && project && run
      ? `${collection}${encodeURIComponent(project)}/_build/results?buildId=${run}`
      : undefined;
  return {
    ci: 'azure-devops',
    actor: {
      ...person(get('BUILD_REQUESTEDFOR'), get('BUILD_REQUESTEDFORID')),
      ...email(get('BUILD_REQUESTEDFOREMAIL')),
    },
    pipeline: clean({
      run,
      job: get('SYSTEM_JOBDISPLAYNAME'),
      stage: get('SYSTEM_STAGENAME'),
      commit: get('BUILD_SOURCEVERSION'),
      ref: get('BUILD_SOURCEBRANCH'),
      environment: get('ENVIRONMENT_NAME'),
    }),
    ...(link ? { link } : {}),
    ...(repository ? { repository } : {}),
  };
}

function jenkins(get: Get): Facts {
  const link = get('BUILD_URL');
  const repository = get('GIT_URL');
  return {
    ci: 'jenkins',
    actor: {
      ...person(get('BUILD_USER') ?? get('BUILD_USER_ID'), get('BUILD_USER_ID')),
      ...email(get('BUILD_USER_EMAIL')),
    },
    pipeline: clean({
      run: get('BUILD_TAG') ?? get('BUILD_ID'),
      job: get('JOB_NAME'),
      stage: get('STAGE_NAME'),
      commit: get('GIT_COMMIT'),
      ref: get('GIT_BRANCH') ?? get('BRANCH_NAME'),
      change: changeOf(get('JOB_BASE_NAME'), get('CHANGE_ID')),
    }),
    ...(link ? { link } : {}),
    ...(repository ? { repository } : {}),
  };
}

function local(env: Env): Facts {
  let name = env['USER'] ?? env['LOGNAME'] ?? env['USERNAME'];
  try {
    name = userInfo().username;
  } catch {
    // a user id without an entry in the passwd file, as in some containers
  }
  return { ci: 'local', actor: person(name, name && `${name}@${hostname()}`), pipeline: {} };
}

function person(name: string | undefined, id: string | undefined): Facts['actor'] {
  if (!name && !id) return { type: 'unknown', id: 'unknown' };
  const type = name?.endsWith('[bot]') ? 'bot' : 'user';
  return { type, id: id ?? name ?? 'unknown', ...(name ? { name } : {}) };
}

function email(address: string | undefined): { email?: string } {
  return address ? { email: address } : {};
}

function changeOf(repository: string | undefined, number: string | undefined, mark = '#') {
  return repository && number ? `${repository}${mark}${number}` : undefined;
}

function clean(values: Record<string, string | undefined>): Facts['pipeline'] {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
