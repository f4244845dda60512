import { HOUR, MINUTE } from '../calendar.ts';
import { actorOf, eventItem, officeContext } from '../item.ts';
import { clusters, services, teamOf, type Person, type Service } from '../organisation.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { causes } from './texts.ts';

export interface PlayedIncident {
  responder: Person;
  ticket: string;
  /** When the cause was taken away. */
  mitigated: number;
}

/** An incident from its alarm to its ticket's end; the responder looks into the cluster. */
export function playIncident(
  world: World,
  random: Random,
  service: Service,
  noticed: number,
): PlayedIncident {
  const responder = random.pick(teamOf(service.team));
  const ticket = world.ticket();
  const cause = random.pick(causes);
  const id = `INC-${random.int(1000, 9999)}-${random.hex(3)}`;
  const target = { type: 'incident', id, name: `${service.name}: ${cause}` };
  const acknowledged = noticed + random.int(1, 12) * MINUTE;
  const mitigated = acknowledged + random.int(6, 55) * MINUTE;
  const resolved = mitigated + random.int(10, 40) * MINUTE;
  const pipeline = { service: service.name, environment: 'production' };
  const severity = random.chance(0.3) ? ('critical' as const) : ('high' as const);
  const why = { ticket, reason: cause };
  const put = (time: number, action: string, actor: ReturnType<typeof actorOf>) =>
    world.emit(
      eventItem('incidents', time, `${id}-${action}`, {
        action,
        actor,
        target,
        pipeline,
        why,
        ...(action === 'incident.detected' ? { severity } : {}),
        labels: { team: service.team },
      }),
    );
  put(noticed, 'incident.detected', { type: 'service', id: 'monitoring', name: 'monitoring' });
  put(acknowledged, 'incident.acknowledged', actorOf(responder));
  const issue = { type: 'ticket', id: ticket, name: `${ticket} ${service.name}: ${cause}` };
  const ticketEvent = (time: number, action: string) =>
    world.emit(
      eventItem('incidents', time, `${ticket}-${action}`, {
        action,
        actor: actorOf(responder),
        target: issue,
        pipeline,
        why: { ticket },
      }),
    );
  ticketEvent(acknowledged + MINUTE, 'ticket.created');
  lookInto(world, random, service, responder, acknowledged + 3 * MINUTE, ticket);
  put(resolved, 'incident.resolved', actorOf(responder));
  ticketEvent(resolved + random.int(1, 30) * HOUR, 'ticket.closed');
  return { responder, ticket, mitigated };
}

/** A shell in a production container, with the ticket as its reason. */
export function lookInto(
  world: World,
  random: Random,
  service: Service,
  person: Person,
  time: number,
  ticket: string,
): void {
  const pod = `${service.name}-${random.hex(9)}-${random.hex(5)}`;
  world.emit(
    eventItem('kubernetes', time, random.uuid(), {
      action: 'container.entered',
      native: 'create pods/exec',
      actor: actorOf(person),
      target: {
        type: 'pod',
        id: `${clusters.production}/${service.name}/${pod}`,
        name: pod,
        environment: 'production',
      },
      context: officeContext(person),
      pipeline: { service: service.name, environment: 'production' },
      why: { ticket, reason: 'Looking into an incident' },
      labels: { team: service.team, cluster: clusters.production, command: '/bin/sh' },
    }),
  );
}

/** Incidents that no deployment caused. */
export function playIncidents(world: World): void {
  const random = world.random.fork('incidents');
  for (const day of world.days) {
    if (!random.chance(0.18)) continue;
    playIncident(world, random, random.pick(services), day.start + random.int(0, 23 * 60) * MINUTE);
  }
}
