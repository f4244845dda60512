import { DAY, HOUR, MINUTE } from '../calendar.ts';
import { actorOf, eventItem, type Highlight } from '../item.ts';
import { emailOf, personOf, services } from '../organisation.ts';
import type { World } from '../world.ts';

const names = [
  'database',
  'stripe',
  'smtp',
  'signing-key',
  'registry',
  'sentry',
  'object-store',
  'webhooks',
  'oauth',
  'tls',
  'kafka',
  'backup',
];

/** One person of the data team reads the secrets of all services at night. */
export function massSecretRead(world: World): Highlight {
  const random = world.random.fork('mass-secret-read');
  const time = Math.floor((world.now - 17 * DAY) / DAY) * DAY + 2 * HOUR + 38 * MINUTE;
  const person = personOf('hchen');
  const context = { ip: '198.51.100.203', geo: { country: 'US' }, user_agent: 'curl/8.16.0' };
  let at = time;
  let count = 0;
  for (const service of services) {
    for (const name of names) {
      const path = `${service.name}/${name}`;
      const denied = service.team === 'payments' && random.chance(0.6);
      at += random.int(900, 2600);
      count++;
      world.emit(
        eventItem('vault', at, random.uuid(), {
          action: 'secret.accessed',
          native: 'read',
          outcome: denied ? 'denied' : 'success',
          actor: actorOf(person),
          target: {
            type: 'secret',
            id: `secret/data/${path}`,
            name: path,
            environment: 'production',
          },
          context,
          pipeline: { service: service.name, environment: 'production' },
        }),
      );
    }
  }
  return {
    time,
    title: 'Secrets of every service read at night',
    text: `${person.name} read ${count} secrets within five minutes at 02:38 UTC, from a machine that was never seen.`,
    query: `source:vault actor:${emailOf(person)} context.ip:${context.ip}`,
    alerts: ['Person read many secrets in a few minutes', 'Many secrets refused to one identity'],
  };
}
