// What runs without anybody: nightly runs, credentials that rotate, workloads that read their own
// secrets; and the few things that the platform team does by hand.
import { anyMoment, HOUR, MINUTE, workMoment } from '../calendar.ts';
import { auditItem } from '../github/audit.ts';
import { actorOf, eventItem, officeContext } from '../item.ts';
import { bots, clusters, people, services, teamOf } from '../organisation.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { lookInto } from './incidents.ts';
import { playRun } from './run.ts';

export function playOperations(world: World): void {
  const random = world.random.fork('operations');
  for (const day of world.days) {
    for (const service of services) {
      if (random.chance(0.35)) {
        const started = day.start + HOUR + random.int(0, 150) * MINUTE;
        const run = { service, actor: bots.ci, branch: 'main', sha: random.hex(40), started };
        playRun(world, random, { ...run, kind: 'nightly', ok: random.chance(0.9) });
      }
      for (let i = random.int(1, 3); i > 0; i--)
        readOwn(world, random, service.name, anyMoment(random, day));
      if (random.chance(0.1)) rotate(world, random, service.name, day.start + 3 * HOUR);
    }
    clones(world, random, day.start);
    if (day.weekend) continue;
    for (let i = random.int(0, 2); i > 0; i--) {
      const person = random.pick(teamOf('platform'));
      const time = workMoment(random, day, person);
      if (random.chance(0.4))
        lookInto(world, random, random.pick(services), person, time, world.ticket());
      else infrastructure(world, random, time);
    }
  }
}

function readOwn(world: World, random: Random, service: string, time: number): void {
  const path = `${service}/database`;
  world.emit(
    eventItem('vault', time, random.uuid(), {
      action: 'secret.accessed',
      native: 'read',
      actor: { type: 'service', id: `kubernetes/${service}`, name: service },
      target: { type: 'secret', id: `secret/data/${path}`, name: path, environment: 'production' },
      context: { ip: `192.0.2.${10 + random.int(0, 40)}` },
      pipeline: { service, environment: 'production' },
    }),
  );
}

function rotate(world: World, random: Random, service: string, time: number): void {
  world.emit(
    eventItem('vault', time, random.uuid(), {
      action: 'secret.rotated',
      native: 'rotate-role',
      actor: { type: 'service', id: 'vault', name: 'vault' },
      target: {
        type: 'secret',
        id: `database/roles/${service}`,
        name: `database/roles/${service}`,
      },
      pipeline: { service, environment: 'production' },
    }),
  );
}

/** Fetches of the build machines and of people, from the audit log stream. */
function clones(world: World, random: Random, start: number): void {
  for (let i = random.int(8, 16); i > 0; i--) {
    const person = random.pick(people);
    const service = random.pick(services);
    const time = start + random.int(7 * 60, 18 * 60) * MINUTE;
    const fields = {
      repo: `acme/${service.name}`,
      transport_protocol_name: 'ssh',
      repository_public: false,
    };
    world.emit(
      auditItem(random, {
        action: 'git.fetch',
        actor: person,
        time,
        office: person.office,
        fields,
      }),
    );
  }
}

function infrastructure(world: World, random: Random, time: number): void {
  const person = random.pick(teamOf('platform'));
  const ok = random.chance(0.93);
  world.emit(
    eventItem('kubernetes', time, random.uuid(), {
      action: ok ? 'infrastructure_run.applied' : 'infrastructure_run.failed',
      native: 'terraform apply',
      outcome: ok ? 'success' : 'failure',
      actor: actorOf(person),
      target: {
        type: 'workspace',
        id: `infra/${clusters.production}`,
        name: `infra/${clusters.production}`,
        environment: 'production',
      },
      context: officeContext(person),
      why: { ticket: world.ticket() },
      changes: [{ field: 'node_pool.size', from: random.int(6, 9), to: random.int(9, 12) }],
      labels: { team: 'platform' },
    }),
  );
}
