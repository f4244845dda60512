// The slow life of an organisation: people join teams, tokens are made and end, rules are
// tightened.
import { HOUR, workMoment } from '../calendar.ts';
import { auditItem } from '../github/audit.ts';
import { people, personOf, services, teamOf } from '../organisation.ts';
import type { World } from '../world.ts';

export function playAdministration(world: World): void {
  const random = world.random.fork('administration');
  const admins = ['olek-m', 'gweber', 'kbauer'].map(personOf);
  for (const day of world.days) {
    if (day.weekend) continue;
    const admin = random.pick(admins);
    const time = workMoment(random, day, admin);
    const put = (action: string, fields: Record<string, unknown>, actor = admin, at = time) =>
      world.emit(auditItem(random, { action, actor, time: at, office: actor.office, fields }));
    const repo = `acme/${random.pick(services).name}`;
    if (random.chance(0.2)) {
      const person = random.pick(people);
      put('team.add_member', {
        team: `acme/${person.team}`,
        user: person.login,
        user_id: person.id,
      });
    }
    if (random.chance(0.3)) {
      const person = random.pick(people);
      const token = {
        programmatic_access_type: 'Fine-grained personal access token',
        token_id: random.int(1e7, 9e7),
      };
      put(
        'personal_access_token.access_granted',
        { ...token, user: person.login, user_id: person.id },
        person,
        time,
      );
    }
    if (random.chance(0.12)) {
      put('protected_branch.policy_override', { repo, branch: 'main' }, admin, time + HOUR);
    }
    if (random.chance(0.1)) {
      const change = { required_approving_review_count: 2, required_approving_review_count_was: 1 };
      put('protected_branch.update_required_approving_review_count', {
        repo,
        name: 'main',
        ...change,
      });
    }
    if (random.chance(0.25)) {
      const person = random.pick(teamOf('platform'));
      put('repo.update_actions_secret', { repo, key: 'REGISTRY_TOKEN' }, person);
    }
    if (random.chance(0.08))
      put('hook.create', { repo, hook_id: random.int(1e8, 9e8), events: ['push'] });
  }
}
