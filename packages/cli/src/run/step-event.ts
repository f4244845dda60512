import { hostname } from 'node:os';
import type { SentEvent } from '@acta/event';
import type { Ended } from './child.ts';
import type { Facts } from './facts.ts';

export interface Step {
  name: string;
  /** Name of the program; its arguments may hold secrets and are not recorded. */
  program: string;
  environment?: string | undefined;
  service?: string | undefined;
  stage?: string | undefined;
  version?: string | undefined;
  reason?: string | undefined;
  ticket?: string | undefined;
  /** Record it as a deployment of the service. */
  deploy: boolean;
  delivery: string;
}

/** The event of a step that is about to start. */
export function startEvent(step: Step, facts: Facts, time: number): SentEvent {
  return {
    ...common(step, facts),
    time: new Date(time).toISOString(),
    source: { delivery: `${step.delivery}-start` },
    action: step.deploy ? 'deployment.started' : 'job.started',
    native: 'acta.run.start',
  };
}

/** The event of a step that ended: outcome, exit code, duration, what it made. */
export function endEvent(
  step: Step,
  facts: Facts,
  run: { started: number; ended: number; result: Ended; artifacts: SentEvent['targets'] },
): SentEvent {
  const { result } = run;
  const ok = result.code === 0;
  const artifact = run.artifacts?.[0]?.id;
  const base = common(step, facts);
  return {
    ...base,
    time: new Date(run.ended).toISOString(),
    source: { delivery: `${step.delivery}-end` },
    action: actionOf(step.deploy, ok),
    native: 'acta.run',
    outcome: ok ? 'success' : 'failure',
    ...(run.artifacts?.length ? { targets: run.artifacts } : {}),
    pipeline: { ...base.pipeline, ...(artifact ? { artifact } : {}) },
    labels: {
      ...base.labels,
      exit_code: String(result.code),
      duration_ms: String(Math.round(run.ended - run.started)),
      started: new Date(run.started).toISOString(),
      ...(result.signal ? { signal: result.signal } : {}),
      ...(result.failed ? { failed: result.failed.slice(0, 200) } : {}),
    },
  };
}

function actionOf(deploy: boolean, ok: boolean): string {
  if (!deploy) return 'step.completed';
  return ok ? 'deployment.succeeded' : 'deployment.failed';
}

function common(step: Step, facts: Facts) {
  const { environment, service, stage, version, reason, ticket } = step;
  const pipeline = {
    ...facts.pipeline,
    ...defined({
      environment,
      service,
      stage: stage ?? (step.deploy ? 'deploy' : undefined),
      version,
    }),
  };
  const parent = facts.repository
    ? { parent: { type: 'repository', id: facts.repository, name: facts.repository } }
    : {};
  const target = step.deploy
    ? { type: 'service', id: service ?? step.name, name: service ?? step.name }
    : { type: 'step', id: step.name, name: step.name };
  return {
    actor: facts.actor,
    target: { ...target, ...parent, ...(environment ? { environment } : {}) },
    pipeline,
    ...(reason || ticket || facts.link
      ? { why: defined({ reason, ticket, link: facts.link }) }
      : {}),
    labels: { ci: facts.ci, host: hostname(), program: step.program } as Record<string, string>,
  };
}

function defined(values: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]);
  return Object.fromEntries(entries);
}
