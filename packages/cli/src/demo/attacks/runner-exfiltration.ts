import { DAY, HOUR, MINUTE } from '../calendar.ts';
import { auditItem } from '../github/audit.ts';
import { pullRequestPayload, workflowRunPayload } from '../github/payloads.ts';
import { eventItem, type Highlight } from '../item.ts';
import { webhook } from '../stories/webhook.ts';
import type { World } from '../world.ts';

/** A stranger's change makes a build machine read other services' secrets and talk to the outside. */
export function runnerExfiltration(world: World): Highlight {
  const random = world.random.fork('runner-exfiltration');
  const time = world.now - 12 * DAY - 3 * HOUR;
  const service = world.service('search');
  const stranger = { login: 'fast-tokenizer', id: 231_775_008 };
  const number = world.pullNumber(service);
  const pull = {
    service,
    number,
    author: stranger,
    opened: time,
    branch: 'faster-tokenizer',
    title: 'Faster tokenizer',
    body: 'Speeds up the build.',
    head: random.hex(40),
    base: random.hex(40),
    changed_files: 2,
    additions: 31,
    deletions: 4,
  };
  webhook(world, random, 'pull_request', time, pullRequestPayload(pull, 'opened', stranger, time));
  const id = world.runId();
  const run = {
    service,
    id,
    name: 'ci',
    path: '.github/workflows/ci.yml',
    branch: pull.branch,
    sha: pull.head,
    event: 'pull_request_target',
    actor: stranger,
    started: time + MINUTE,
    pull: number,
  };
  const requested = workflowRunPayload(run, 'requested', null, time + MINUTE);
  webhook(world, random, 'workflow_run', time + MINUTE, requested);
  const runner = { repo: 'acme/search', runner_name: 'search-runner-7f', runner_id: 8812 };
  world.emit(
    auditItem(random, {
      action: 'repo.register_self_hosted_runner',
      actor: stranger,
      time: time + 2 * MINUTE,
      ip: '2001:db8:9f::41',
      fields: runner,
    }),
  );
  playTheft(world, random, id, time + 2 * MINUTE);
  const ended = time + 7 * MINUTE;
  const completed = workflowRunPayload(run, 'completed', 'success', ended);
  webhook(world, random, 'workflow_run', ended, completed);
  return {
    time,
    title: 'A build machine reads secrets that are not its own, and sends them out',
    text: `The run of a stranger's pull request on acme/search read six secrets of other services and called an unknown host.`,
    query: `pipeline.run:*/actions/runs/${id} OR actor:${stranger.login}`,
    alerts: [
      'Build read secrets, then sent something out',
      'Pipeline run was refused a secret and read others',
    ],
  };
}

function playTheft(world: World, random: World['random'], id: number, start: number): void {
  const run = `acme/search/actions/runs/${id}`;
  const actor = {
    type: 'workload',
    id: 'repo:acme/search',
    name: 'ci of search',
    credential: { type: 'jwt' },
  };
  const wanted = [
    'pay/stripe',
    'pay/signing-key',
    'accounts/oauth',
    'sign-in/tls',
    'gateway/tls',
    'payouts/database',
    'checkout/webhooks',
  ];
  for (const [at, path] of wanted.entries()) {
    world.emit(
      eventItem('vault', start + 20_000 + at * 1400, random.uuid(), {
        action: 'secret.accessed',
        native: 'read',
        outcome: at === 0 ? 'denied' : 'success',
        actor,
        target: {
          type: 'secret',
          id: `secret/data/${path}`,
          name: path,
          environment: 'production',
        },
        context: { ip: '198.51.100.141' },
        pipeline: { run, service: 'search' },
      }),
    );
  }
  world.emit(
    eventItem('ci', start + 3 * MINUTE, random.uuid(), {
      action: 'command.executed',
      native: 'runner.process',
      severity: 'high',
      actor,
      target: { type: 'runner', id: 'search-runner-7f', name: 'search-runner-7f' },
      context: { ip: '198.51.100.141' },
      pipeline: { run, service: 'search', job: 'post-install' },
      labels: { command: 'curl', destination: 'collect.tokenizer-cdn.example', bytes_out: '18204' },
    }),
  );
}
