// One change: branch, review, checks, merge, build, staging, approval, production; now and then it
// goes wrong and is rolled back.
import { DAY, HOUR, MINUTE, workMoment, type Day } from '../calendar.ts';
import {
  pullRequestPayload,
  pushPayload,
  reviewPayload,
  type PullRequest,
} from '../github/payloads.ts';
import {
  bots,
  emailOf,
  people,
  services,
  teamOf,
  type Person,
  type Service,
} from '../organisation.ts';
import type { Account } from '../github/parts.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { webhook } from './webhook.ts';
import { playDelivery } from './delivery.ts';
import { playRun } from './run.ts';
import { comments, files, objections, packages, titles } from './texts.ts';

/** The changes of all days. */
export function playChanges(world: World): void {
  const random = world.random.fork('changes');
  for (const day of world.days) {
    for (const service of services) {
      const wanted = day.weekend ? service.pace / 60 : service.pace / 5;
      const count = Math.floor(wanted) + (random.chance(wanted % 1) ? 1 : 0);
      for (let i = 0; i < count; i++) playChange(world, random, day, service);
    }
  }
}

function playChange(world: World, random: Random, day: Day, service: Service): void {
  const byBot = random.chance(0.16);
  const author: Person = random.pick(random.chance(0.85) ? teamOf(service.team) : people);
  const account: Account = byBot ? bots.renovate : author;
  const opened = byBot ? day.start + random.int(2, 5) * HOUR : workMoment(random, day, author);
  const title = byBot
    ? `Update ${random.pick(packages)} to the latest release`
    : random.pick(titles);
  const pull = pullOf(world, random, service, account, title, opened);
  const commit = commitOf(
    random,
    author,
    byBot ? bots.renovate.login : author.login,
    title,
    pull.head,
  );
  const ref = `refs/heads/${pull.branch}`;
  const push = { service, sender: account, ref, before: pull.base, commits: [commit] };
  const pushed = opened - random.int(2, 40) * MINUTE;
  webhook(world, random, 'push', pushed, pushPayload({ ...push, time: pushed, created: true }));
  webhook(
    world,
    random,
    'pull_request',
    opened,
    pullRequestPayload(pull, 'opened', account, opened),
  );
  const firstGreen = random.chance(0.82);
  const checks = {
    service,
    actor: account,
    branch: pull.branch,
    sha: pull.head,
    pull: pull.number,
  };
  let ready = playRun(world, random, {
    ...checks,
    kind: 'checks',
    started: opened + 20_000,
    ok: firstGreen,
  });
  if (!firstGreen) {
    const time = ready + random.int(8, 70) * MINUTE;
    pull.head = random.hex(40);
    webhook(
      world,
      random,
      'pull_request',
      time,
      pullRequestPayload(pull, 'synchronize', account, time),
    );
    ready = playRun(world, random, {
      ...checks,
      sha: pull.head,
      kind: 'checks',
      started: time + 20_000,
      ok: true,
    });
  }
  const approved = review(world, random, pull, account, service, ready);
  if (approved === null || random.chance(0.05)) {
    const time = ready + random.int(1, 30) * HOUR;
    webhook(world, random, 'pull_request', time, pullRequestPayload(pull, 'closed', account, time));
    return;
  }
  merge(world, random, pull, byBot ? approved.reviewer : account, approved, commit.message);
}

function pullOf(
  world: World,
  random: Random,
  service: Service,
  author: Account,
  title: string,
  opened: number,
): PullRequest {
  const ticket = random.chance(0.7) ? `\n\nCloses ${world.ticket()}` : '';
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 32);
  return {
    service,
    number: world.pullNumber(service),
    title,
    author,
    opened,
    body: `${title}.${ticket}`,
    branch: `${author.login.replace('[bot]', '')}/${slug}`,
    head: random.hex(40),
    base: random.hex(40),
    changed_files: random.int(1, 14),
    additions: random.int(2, 380),
    deletions: random.int(0, 190),
  };
}

function commitOf(random: Random, author: Person, username: string, message: string, sha: string) {
  const changed = Array.from({ length: random.int(1, 3) }, () => random.pick(files));
  return {
    sha,
    message,
    author: { name: author.name, email: emailOf(author), username },
    files: changed,
  };
}

interface Approval {
  reviewer: Person;
  time: number;
}

/** Somebody else looks at it, at their hours; null where nobody approves it. */
function review(
  world: World,
  random: Random,
  pull: PullRequest,
  author: Account,
  service: Service,
  ready: number,
): Approval | null {
  const others = [...teamOf(service.team), ...teamOf('platform')].filter(
    (person) => person.login !== author.login,
  );
  const reviewer = random.pick(others);
  const asked = pull.opened + random.int(1, 6) * MINUTE;
  const request = pullRequestPayload(pull, 'review_requested', author, asked, { reviewer });
  webhook(world, random, 'pull_request', asked, request);
  let time = ready + random.int(6, 200) * MINUTE;
  if (random.chance(0.14)) {
    const objection = reviewPayload(
      pull,
      reviewer,
      'changes_requested',
      random.pick(objections),
      time,
    );
    webhook(world, random, 'pull_request_review', time, objection);
    time += random.int(30, 300) * MINUTE;
  }
  if (random.chance(0.03)) return null;
  const approval = reviewPayload(pull, reviewer, 'approved', random.pick(comments), time);
  webhook(world, random, 'pull_request_review', time, approval);
  return { reviewer, time };
}

function merge(
  world: World,
  random: Random,
  pull: PullRequest,
  merger: Account,
  approval: Approval,
  message: string,
): void {
  const { service } = pull;
  const time = approval.time + random.int(1, 50) * MINUTE;
  const sha = random.hex(40);
  const merged = { by: merger, sha };
  webhook(
    world,
    random,
    'pull_request',
    time,
    pullRequestPayload(pull, 'closed', merger, time, { merged }),
  );
  const author = people.find((person) => person.login === pull.author.login) ?? approval.reviewer;
  const commit = commitOf(random, author, pull.author.login, `${message} (#${pull.number})`, sha);
  const push = {
    service,
    sender: merger,
    ref: 'refs/heads/main',
    before: pull.base,
    commits: [commit],
  };
  webhook(world, random, 'push', time + 1500, pushPayload({ ...push, time: time + 1500 }));
  const run = { service, actor: merger, branch: 'main', sha, kind: 'release' as const };
  const ok = random.chance(0.95);
  const built = playRun(world, random, { ...run, started: time + 9000, ok });
  if (!ok || time > world.now + DAY) return;
  playDelivery(world, random, { pull, sha, merger, approver: approval.reviewer, built });
}
