// A workflow run: GitHub says that it ran, the steps record themselves with acta run.
import { MINUTE } from '../calendar.ts';
import { workflowRunPayload } from '../github/payloads.ts';
import type { Account } from '../github/parts.ts';
import { eventItem } from '../item.ts';
import { organisation, type Service } from '../organisation.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { webhook } from './webhook.ts';

export interface Run {
  kind: 'checks' | 'release' | 'nightly';
  service: Service;
  actor: Account;
  branch: string;
  sha: string;
  started: number;
  ok: boolean;
  pull?: number;
}

const kinds = {
  checks: {
    name: 'ci',
    path: '.github/workflows/ci.yml',
    event: 'pull_request',
    steps: ['lint', 'unit-tests', 'scan'],
  },
  release: {
    name: 'release',
    path: '.github/workflows/release.yml',
    event: 'push',
    steps: ['build', 'integration-tests', 'push-image', 'sign'],
  },
  nightly: {
    name: 'nightly',
    path: '.github/workflows/nightly.yml',
    event: 'schedule',
    steps: ['load-tests', 'scan'],
  },
};

const actions: Record<string, string> = {
  'unit-tests': 'test.completed',
  'integration-tests': 'test.completed',
  'load-tests': 'test.completed',
  scan: 'scan.completed',
  'push-image': 'image.pushed',
  sign: 'artifact.signed',
};

/** Plays a run and answers when it ended. */
export function playRun(world: World, random: Random, run: Run): number {
  const { name, path, event, steps } = kinds[run.kind];
  const id = world.runId();
  const took = random.int(2, 11) * MINUTE + random.int(0, 59_000);
  const ended = run.started + took;
  const { service, actor, branch, sha, started, pull } = run;
  const part = { service, id, name, path, branch, sha, event, actor, started, pull };
  readSecret(world, random, run, id);
  const last = run.ok ? steps.length : random.int(1, steps.length);
  for (const [at, step] of steps.slice(0, last).entries()) {
    const time = started + Math.floor((took * (at + 1)) / (steps.length + 1));
    const ok = run.ok || at < last - 1;
    emitStep(world, random, run, { id, step, time, ok, took: Math.floor(took / steps.length) });
  }
  const conclusion = run.ok ? 'success' : 'failure';
  webhook(
    world,
    random,
    'workflow_run',
    ended,
    workflowRunPayload(part, 'completed', conclusion, ended),
  );
  return ended;
}

interface Step {
  id: number;
  step: string;
  time: number;
  ok: boolean;
  took: number;
}

function emitStep(
  world: World,
  random: Random,
  run: Run,
  { id, step, time, ok, took }: Step,
): void {
  const { service, actor } = run;
  const repository = `${organisation.login}/${service.name}`;
  const digest = `sha256:${random.hex(64)}`;
  const artifact = step === 'push-image' || step === 'sign';
  world.emit(
    eventItem('ci', time, `${id}-${step}`, {
      action: actions[step] ?? 'step.completed',
      native: `acta.run/${step}`,
      outcome: ok ? 'success' : 'failure',
      actor: {
        type: actor.login.endsWith('[bot]') ? 'bot' : 'user',
        id: `github:${actor.id}`,
        name: actor.login,
      },
      target: artifact
        ? {
            type: 'image',
            id: digest,
            name: `registry.acme.example/${service.name}:${run.sha.slice(0, 12)}`,
          }
        : { type: 'step', id: `${repository}/${step}`, name: `${service.name}/${step}` },
      pipeline: {
        stage: run.kind,
        job: step,
        commit: run.sha,
        service: service.name,
        run: `${repository}/actions/runs/${id}`,
        ...(run.pull === undefined ? {} : { change: `${repository}#${run.pull}` }),
        ...(artifact ? { artifact: digest } : {}),
      },
      labels: { team: service.team, exit_code: ok ? '0' : '1', duration_ms: String(took) },
    }),
  );
}

/** Every run takes its credentials from the vault, as the repository's workload. */
function readSecret(world: World, random: Random, run: Run, id: number): void {
  const { service } = run;
  const path =
    run.kind === 'release' ? `ci/${service.name}/registry` : `ci/${service.name}/test-database`;
  world.emit(
    eventItem('vault', run.started + random.int(20, 50) * 1000, `${id}-secret`, {
      action: 'secret.accessed',
      native: 'read',
      actor: {
        type: 'workload',
        id: `repo:acme/${service.name}`,
        name: `ci of ${service.name}`,
        credential: { type: 'jwt' },
      },
      target: { type: 'secret', id: `secret/data/${path}`, name: path },
      context: { ip: `198.51.100.${128 + random.int(0, 40)}` },
      pipeline: { run: `acme/${service.name}/actions/runs/${id}`, service: service.name },
    }),
  );
}
