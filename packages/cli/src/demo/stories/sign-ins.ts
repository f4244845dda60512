// People sign in when their day starts, sometimes again; some mistype.
import { MINUTE, workMoment } from '../calendar.ts';
import { actorOf, eventItem, officeContext } from '../item.ts';
import { emailOf, people } from '../organisation.ts';
import type { World } from '../world.ts';

const apps = ['GitHub', 'AWS', 'Vault', 'Grafana', 'Jira', 'Argo CD'];
const agents = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
];

export function playSignIns(world: World): void {
  const random = world.random.fork('sign-ins');
  for (const day of world.days) {
    for (const person of people) {
      if (day.weekend && !random.chance(0.06)) continue;
      if (!day.weekend && random.chance(0.07)) continue;
      const user_agent = agents[person.id % agents.length] ?? '';
      const context = { ...officeContext(person), user_agent, session: random.hex(16) };
      const times = Array.from({ length: random.int(1, 3) }, () => workMoment(random, day, person));
      for (const time of times) {
        const app = random.pick(apps);
        const put = (at: number, action: string, more: object = {}) =>
          world.emit(
            eventItem('sso', at, random.uuid(), {
              action,
              actor: actorOf(person),
              context,
              ...more,
              native: action === 'sso.signed_in' ? 'user.authentication.sso' : 'user.session.start',
              target: { type: 'application', id: app.toLowerCase().replace(' ', '-'), name: app },
            }),
          );
        if (random.chance(0.05)) {
          const why = { reason: 'INVALID_CREDENTIALS' };
          put(time - MINUTE, 'user.sign_in_failed', { outcome: 'failure', why });
        }
        put(time, 'sso.signed_in');
      }
    }
    if (random.chance(0.05)) changeFactor(world, random.pick(people).login, day.start);
  }
}

/** Now and then somebody changes a factor: ordinary, and worth a line. */
function changeFactor(world: World, login: string, start: number): void {
  const person = people.find((each) => each.login === login);
  if (person === undefined) return;
  world.emit(
    eventItem('sso', start + 9 * 60 * MINUTE, `${login}-${start}`, {
      action: 'mfa.factor_added',
      native: 'user.mfa.factor.activate',
      actor: actorOf(person),
      target: { type: 'user', id: emailOf(person), name: person.name },
      context: officeContext(person),
    }),
  );
}
