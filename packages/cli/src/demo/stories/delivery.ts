// From a built artifact to production: staging, an approval by somebody else, production, and what
// happens when it goes wrong.
import { HOUR, MINUTE } from '../calendar.ts';
import {
  deploymentPayload,
  deploymentStatusPayload,
  type PullRequest,
} from '../github/payloads.ts';
import type { Account } from '../github/parts.ts';
import { actorOf, eventItem } from '../item.ts';
import { bots, clusters, teamOf, type Person } from '../organisation.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { playIncident } from './incidents.ts';
import { reasons } from './texts.ts';
import { webhook } from './webhook.ts';

export interface Delivery {
  pull: PullRequest;
  sha: string;
  merger: Account;
  approver: Person;
  built: number;
}

/** Takes a change to staging and, mostly, to production. */
export function playDelivery(world: World, random: Random, delivery: Delivery): void {
  const { service } = delivery.pull;
  const staged = stage(world, random, delivery);
  if (random.chance(0.3)) return;
  const version = world.nextVersion(service);
  const other = teamOf(service.team).find((person) => person.login !== delivery.merger.login);
  const approver = random.chance(0.7) ? (other ?? delivery.approver) : delivery.approver;
  const approved = staged + random.int(5, 110) * MINUTE;
  const ticket = random.chance(0.6) ? world.ticket() : undefined;
  const why = {
    reason: random.pick(reasons),
    approved_by: [approver.login],
    ...(ticket ? { ticket } : {}),
  };
  const release: Release = { delivery, version, approver, why };
  emitRelease(world, random, release, 'deployment.approved', approved, actorOf(approver));
  const started = approved + random.int(20, 200) * 1000;
  emitRelease(world, random, release, 'deployment.started', started);
  const ended = started + random.int(3, 9) * MINUTE;
  if (!random.chance(service.risk)) {
    emitRelease(world, random, release, 'deployment.succeeded', ended);
    return;
  }
  goWrong(world, random, release, ended);
}

interface Release {
  delivery: Delivery;
  version: string;
  approver: Person;
  why: { reason: string; ticket?: string; approved_by: string[] };
}

/** Half fail at once; half go live, hurt, raise an incident, and are rolled back. */
function goWrong(world: World, random: Random, release: Release, ended: number): void {
  if (random.chance(0.45)) {
    emitRelease(world, random, release, 'deployment.failed', ended);
    return;
  }
  const { service } = release.delivery.pull;
  emitRelease(world, random, release, 'deployment.succeeded', ended);
  const noticed = ended + random.int(4, 45) * MINUTE;
  const { responder, ticket, mitigated } = playIncident(world, random, service, noticed);
  const back = {
    ...release,
    version: world.previousVersion(service),
    why: { reason: 'Error rate rose after the deployment', ticket, approved_by: [responder.login] },
  };
  emitRelease(world, random, back, 'deployment.rolled_back', mitigated, actorOf(responder));
}

function emitRelease(
  world: World,
  random: Random,
  { delivery, version, why }: Release,
  action: string,
  time: number,
  actor?: ReturnType<typeof actorOf>,
): void {
  const { pull, sha } = delivery;
  const { service } = pull;
  const asking = action === 'deployment.approved';
  world.emit(
    eventItem('deploys', time, random.uuid(), {
      action,
      native: `rollout.${action.slice(11)}`,
      outcome: action === 'deployment.failed' ? 'failure' : 'success',
      actor: actor ?? {
        type: 'bot',
        id: `github:${bots.deployer.id}`,
        name: bots.deployer.login,
        on_behalf_of: {
          type: 'user',
          id: `github:${delivery.merger.id}`,
          name: delivery.merger.login,
        },
      },
      target: { type: 'service', id: service.name, name: service.name, environment: 'production' },
      pipeline: {
        stage: 'deploy',
        environment: 'production',
        service: service.name,
        version,
        commit: sha,
        change: `acme/${service.name}#${pull.number}`,
      },
      why: asking ? { reason: why.reason, ...(why.ticket ? { ticket: why.ticket } : {}) } : why,
      labels: { team: service.team, cluster: clusters.production },
    }),
  );
}

function stage(world: World, random: Random, { pull, sha, built }: Delivery): number {
  const created = built + random.int(15, 90) * 1000;
  const deployment = {
    service: pull.service,
    id: world.runId() - 9_000_000_000,
    sha,
    ref: 'main',
    created,
    environment: 'staging',
    creator: bots.ci,
    description: null,
  };
  webhook(world, random, 'deployment', created, deploymentPayload(deployment));
  const ended = created + random.int(1, 5) * MINUTE;
  const state = random.chance(0.97) ? 'success' : 'failure';
  webhook(
    world,
    random,
    'deployment_status',
    ended,
    deploymentStatusPayload(deployment, state, ended),
  );
  return state === 'success' ? ended : ended + HOUR;
}
