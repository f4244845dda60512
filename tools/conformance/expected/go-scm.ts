// drone/go-scm: `NAME.golden` beside a webhook, with `Sender`, `Repo`, `Action` and what the
// webhook is about under a name of its kind.
import {
  given,
  isAt,
  isBy,
  isOn,
  isOneOf,
  textOf,
  type ExpectedValue,
  type Loose,
} from './types.ts';

/** What they call an action, and ours, for each kind of thing. */
const ACTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  pull: {
    opened: ['pull_request.opened'],
    created: ['pull_request.opened'],
    // go-scm has one word for closed with and without a merge in Gitea, and for deleted.
    closed: ['pull_request.closed', 'pull_request.merged', 'pull_request.deleted'],
    merged: ['pull_request.merged'],
    reopened: ['pull_request.reopened'],
    synchronized: ['pull_request.updated'],
    updated: ['pull_request.updated'],
    edited: ['pull_request.updated'],
    labeled: ['pull_request.updated'],
    unlabeled: ['pull_request.updated'],
    review_ready: ['pull_request.updated'],
    submitted: ['pull_request.reviewed', 'pull_request.approved', 'pull_request.changes_requested'],
  },
  comment: {
    created: ['comment.created'],
    edited: ['comment.changed'],
    deleted: ['comment.deleted'],
  },
  issue: { opened: ['issue.opened'] },
  ref: {
    created: ['branch.created', 'tag.created'],
    deleted: ['branch.deleted', 'tag.deleted'],
    pushed: ['commits.pushed', 'commits.force_pushed'],
  },
  release: {
    created: ['release.created'],
    edited: ['release.changed'],
    deleted: ['release.deleted'],
    published: ['release.published'],
    prereleased: ['release.published'],
    released: ['release.published'],
    unpublished: ['release.unpublished'],
  },
  queue: {
    checks_requested: ['merge_queue.checks_requested'],
    checks_canceled: ['merge_queue.group_removed'],
  },
  deployment: { deploy: ['deployment.created'] },
  check: { success: ['check.completed', 'status.reported'] },
  run: {
    success: ['pipeline_run.completed', 'workflow_run.completed', 'status.reported'],
    running: ['pipeline_run.started', 'workflow_run.started', 'status.reported'],
    pending: ['pipeline_run.started', 'workflow_run.started', 'status.reported'],
  },
};

const OUTCOMES: Readonly<Record<string, string>> = { success: 'success', failure: 'failure' };
const ZERO = /^0+$/;
/** Go's empty time. */
const NEVER = '0001-01-01T00:00:00Z';

/** The values of a golden file. Times of commits are left out: a push is another moment. */
export function goScmValues(golden: Loose): ExpectedValue[] {
  const repo = member(golden, 'Repo');
  const sender = member(golden, 'Sender');
  const ref = member(golden, 'Ref');
  const pull = member(golden, 'PullRequest') ?? member(member(golden, 'Issue'), 'PullRequest');
  const { kind, action, state } = whatOf(golden);
  const namespace = textOf(member(repo, 'Namespace'));
  const name = textOf(member(repo, 'Name'));
  const place = namespace === undefined ? name : `${namespace}/${name}`;
  const who = textOf(member(sender, 'Login')) ?? textOf(member(sender, 'Name'));
  const when = whenOf(golden, kind, action);
  const outcome = state === undefined ? undefined : OUTCOMES[state];
  const number = textOf(member(pull, 'Number'));
  const commits = [pull, member(golden, 'Commit'), ref].map((one) => textOf(member(one, 'Sha')));
  const commit = commits.find((sha) => sha !== undefined && !ZERO.test(sha));
  const refName = textOf(member(ref, 'Name')) ?? textOf(ref);
  return given([
    ['who', who, isBy(who ?? '')],
    ['what', `${kind} ${action}`, isOneOf(ACTIONS[kind]?.[action] ?? [])],
    ['when', when, isAt(when ?? '')],
    ['where', place, isOn(place ?? '')],
    ['outcome', outcome, (event) => event.outcome === outcome],
    ['change', number, ({ pipeline }) => /[#!](\d+)$/.exec(pipeline?.change ?? '')?.[1] === number],
    ['commit', commit, ({ pipeline }) => pipeline?.commit === commit],
    [
      'ref',
      refName,
      ({ pipeline }) =>
        pipeline?.ref === refName || pipeline?.ref?.replace(/^refs\/\w+\//, '') === refName,
    ],
  ]);
}

/** Members are written `Repo` or `repo`. */
function member(value: Loose, name: string): Loose {
  if (typeof value !== 'object' || value === null) return undefined;
  return value[name] ?? value[`${name[0]?.toLowerCase()}${name.slice(1)}`] ?? undefined;
}

function whatOf(golden: Loose): { kind: string; action: string; state?: string } {
  const has = (name: string) => member(golden, name) !== undefined;
  const action = textOf(member(golden, 'Action'));
  const [check] = (member(golden, 'Checks') as readonly Loose[] | undefined) ?? [];
  const state =
    textOf(member(member(golden, 'Execution'), 'Status')) ??
    textOf(member(check, 'Conclusion')) ??
    textOf(member(check, 'Status'));
  if (has('Execution')) return { kind: 'run', action: state ?? '', state: state ?? '' };
  if (has('Checks')) return { kind: 'check', action: state ?? '', state: state ?? '' };
  if (has('Task')) return { kind: 'deployment', action: textOf(member(golden, 'Task')) ?? '' };
  if (has('Comment')) return { kind: 'comment', action: action ?? '' };
  if (has('Release')) return { kind: 'release', action: action ?? '' };
  if (has('PullRequest')) return { kind: 'pull', action: action ?? '' };
  if (has('Issue')) return { kind: 'issue', action: action ?? '' };
  if (has('Branch')) return { kind: 'queue', action: action ?? '' };
  return { kind: 'ref', action: action ?? pushedAs(golden) };
}

/** A push without a `before` made the reference; without an `after` it removed it. */
function pushedAs(golden: Loose): string {
  const before = textOf(member(golden, 'Before'));
  const after = textOf(member(golden, 'After'));
  if (after !== undefined && ZERO.test(after)) return 'deleted';
  if (before !== undefined) return ZERO.test(before) ? 'created' : 'pushed';
  return after === undefined ? 'pushed' : 'created';
}

function whenOf(golden: Loose, kind: string, action: string): string | undefined {
  const [check] = (member(golden, 'Checks') as readonly Loose[] | undefined) ?? [];
  const pull = member(golden, 'PullRequest');
  const comment = member(golden, 'Comment');
  const release = member(golden, 'Release');
  const moments: Readonly<Record<string, readonly Loose[]>> = {
    pull: [member(pull, 'Updated'), action === 'opened' ? member(pull, 'Created') : undefined],
    comment: [member(comment, 'Updated'), member(comment, 'Created')],
    issue: [member(member(golden, 'Issue'), 'Created')],
    release: /^(?:pre)?released|^published/.test(action) ? [member(release, 'Published')] : [],
    check: [member(check, 'Completed')],
  };
  return (moments[kind] ?? []).map(textOf).find((time) => time !== undefined && time !== NEVER);
}
