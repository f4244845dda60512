// Bodies of the webhooks that the demo sends, of our own making after GitHub's documentation.
import { seconds } from '../item.ts';
import { organisation, type Service } from '../organisation.ts';
import { common, repositoryId, userPart, type Account } from './parts.ts';

export interface Commit {
  sha: string;
  message: string;
  author: { name: string; email: string; username: string };
  files: string[];
}

export interface Push {
  service: Service;
  sender: Account;
  time: number;
  ref: string;
  before: string;
  commits: Commit[];
  forced?: boolean;
  created?: boolean;
}

const ZERO = '0'.repeat(40);

export function pushPayload(push: Push): object {
  const head = push.commits.at(-1);
  const commits = push.commits.map((commit) => commitPart(commit, push));
  const compare = `https://github.com/${organisation.login}/${push.service.name}/compare/${push.before.slice(0, 12)}...${head?.sha.slice(0, 12)}`;
  return {
    ref: push.ref,
    before: push.created ? ZERO : push.before,
    after: head?.sha ?? ZERO,
    base_ref: null,
    created: push.created ?? false,
    deleted: false,
    forced: push.forced ?? false,
    compare,
    commits,
    head_commit: commits.at(-1) ?? null,
    pusher: { name: push.sender.login, email: null },
    ...common(push.service, push.sender, push.time),
  };
}

function commitPart(commit: Commit, { service, time }: Push): object {
  return {
    id: commit.sha,
    tree_id: commit.sha.split('').reverse().join(''),
    distinct: true,
    message: commit.message,
    timestamp: seconds(time),
    url: `https://github.com/${organisation.login}/${service.name}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.author,
    added: [],
    removed: [],
    modified: commit.files,
  };
}

export interface PullRequest {
  service: Service;
  number: number;
  title: string;
  body: string;
  author: Account;
  branch: string;
  head: string;
  base: string;
  opened: number;
  changed_files: number;
  additions: number;
  deletions: number;
}

function pullRequestPart(
  pull: PullRequest,
  time: number,
  merged?: { by: Account; sha: string },
  closed = merged !== undefined,
) {
  const url = `https://github.com/${organisation.login}/${pull.service.name}/pull/${pull.number}`;
  return {
    url: `https://api.github.com/repos/${organisation.login}/${pull.service.name}/pulls/${pull.number}`,
    id: repositoryId(pull.service) * 10 + pull.number,
    html_url: url,
    number: pull.number,
    state: closed ? 'closed' : 'open',
    locked: false,
    title: pull.title,
    user: userPart(pull.author),
    body: pull.body,
    created_at: seconds(pull.opened),
    updated_at: seconds(time),
    closed_at: closed ? seconds(time) : null,
    merged_at: merged ? seconds(time) : null,
    merge_commit_sha: merged?.sha ?? null,
    draft: false,
    head: { label: `acme:${pull.branch}`, ref: pull.branch, sha: pull.head },
    base: { label: 'acme:main', ref: 'main', sha: pull.base },
    merged: merged !== undefined,
    merged_by: merged ? userPart(merged.by) : null,
    commits: 2,
    additions: pull.additions,
    deletions: pull.deletions,
    changed_files: pull.changed_files,
  };
}

export function pullRequestPayload(
  pull: PullRequest,
  action: 'opened' | 'synchronize' | 'closed' | 'review_requested',
  sender: Account,
  time: number,
  more: { merged?: { by: Account; sha: string }; reviewer?: Account } = {},
): object {
  return {
    action,
    number: pull.number,
    pull_request: pullRequestPart(pull, time, more.merged, action === 'closed'),
    ...(more.reviewer ? { requested_reviewer: userPart(more.reviewer) } : {}),
    ...common(pull.service, sender, time),
  };
}

export function reviewPayload(
  pull: PullRequest,
  reviewer: Account,
  state: 'approved' | 'changes_requested' | 'commented',
  body: string | null,
  time: number,
): object {
  return {
    action: 'submitted',
    review: {
      id: (repositoryId(pull.service) % 90_000) * 10_000 + pull.number * 10,
      user: userPart(reviewer),
      body,
      commit_id: pull.head,
      submitted_at: seconds(time),
      state,
      author_association: 'MEMBER',
    },
    pull_request: pullRequestPart(pull, time),
    ...common(pull.service, reviewer, time),
  };
}

export interface WorkflowRun {
  service: Service;
  id: number;
  name: string;
  path: string;
  branch: string;
  sha: string;
  event: string;
  actor: Account;
  started: number;
  pull?: number | undefined;
}

export function workflowRunPayload(
  run: WorkflowRun,
  action: 'requested' | 'completed',
  conclusion: string | null,
  time: number,
): object {
  const full = `${organisation.login}/${run.service.name}`;
  return {
    action,
    workflow_run: {
      id: run.id,
      name: run.name,
      head_branch: run.branch,
      head_sha: run.sha,
      path: run.path,
      display_title: run.name,
      run_number: run.id % 10_000,
      run_attempt: 1,
      event: run.event,
      status: action === 'completed' ? 'completed' : 'queued',
      conclusion,
      workflow_id: repositoryId(run.service) + run.path.length,
      url: `https://api.github.com/repos/${full}/actions/runs/${run.id}`,
      html_url: `https://github.com/${full}/actions/runs/${run.id}`,
      pull_requests: run.pull === undefined ? [] : [{ number: run.pull }],
      created_at: seconds(run.started),
      updated_at: seconds(time),
      run_started_at: seconds(run.started),
      actor: userPart(run.actor),
      triggering_actor: userPart(run.actor),
    },
    workflow: { id: repositoryId(run.service) + run.path.length, name: run.name, path: run.path },
    ...common(run.service, run.actor, time),
  };
}

export interface Deployment {
  service: Service;
  id: number;
  sha: string;
  ref: string;
  environment: string;
  creator: Account;
  created: number;
  description: string | null;
}

function deploymentPart(deployment: Deployment) {
  return {
    id: deployment.id,
    task: 'deploy',
    sha: deployment.sha,
    ref: deployment.ref,
    environment: deployment.environment,
    original_environment: deployment.environment,
    production_environment: deployment.environment === 'production',
    transient_environment: false,
    description: deployment.description,
    payload: {},
    creator: userPart(deployment.creator),
    created_at: seconds(deployment.created),
    updated_at: seconds(deployment.created),
  };
}

export function deploymentPayload(deployment: Deployment): object {
  return {
    action: 'created',
    deployment: deploymentPart(deployment),
    workflow: null,
    workflow_run: null,
    ...common(deployment.service, deployment.creator, deployment.created),
  };
}

export function deploymentStatusPayload(
  deployment: Deployment,
  state: 'success' | 'failure' | 'in_progress',
  time: number,
): object {
  return {
    action: 'created',
    deployment_status: {
      id: deployment.id * 10 + state.length,
      state,
      creator: userPart(deployment.creator),
      description: '',
      environment: deployment.environment,
      target_url: '',
      log_url: '',
      created_at: seconds(time),
      updated_at: seconds(time),
    },
    deployment: deploymentPart(deployment),
    ...common(deployment.service, deployment.creator, time),
  };
}
