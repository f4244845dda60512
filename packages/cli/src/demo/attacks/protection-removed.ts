import { DAY, HOUR, MINUTE } from '../calendar.ts';
import { auditItem } from '../github/audit.ts';
import { pushPayload } from '../github/payloads.ts';
import type { Highlight } from '../item.ts';
import { emailOf, personOf } from '../organisation.ts';
import { webhook } from '../stories/webhook.ts';
import type { World } from '../world.ts';

/** Branch protection goes, history is rewritten, protection comes back: eleven minutes in all. */
export function protectionRemoved(world: World): Highlight {
  const random = world.random.fork('protection-removed');
  const time = Math.floor((world.now - 9 * DAY) / DAY) * DAY + 21 * HOUR + 42 * MINUTE;
  const actor = personOf('arjun-s');
  const service = world.service('pay');
  const repo = 'acme/pay';
  const rule = { repo, name: 'main', branch: 'main' };
  const put = (action: string, at: number, fields: object = {}) =>
    world.emit(
      auditItem(random, {
        action,
        actor,
        time: at,
        office: actor.office,
        fields: { ...rule, ...fields },
      }),
    );
  put('protected_branch.destroy', time);
  const author = { name: actor.name, email: emailOf(actor), username: actor.login };
  const commit = {
    sha: random.hex(40),
    message: 'Tidy up',
    author,
    files: ['internal/fees/round.go'],
  };
  const pushed = time + 4 * MINUTE;
  const push = {
    service,
    sender: actor,
    ref: 'refs/heads/main',
    before: random.hex(40),
    commits: [commit],
  };
  webhook(world, random, 'push', pushed, pushPayload({ ...push, time: pushed, forced: true }));
  put('protected_branch.create', time + 11 * MINUTE, { required_approving_review_count: 2 });
  return {
    time,
    title: 'Branch protection removed, history rewritten, protection restored',
    text: `${actor.name} took the protection of ${repo} away for eleven minutes in the evening, force-pushed main, and put it back.`,
    query: `target:${repo}* (action:branch_protection.* OR action:commits.force_pushed) actor:${actor.login}`,
    alerts: [
      'Branch protection off, code pushed, protection on',
      'Branch protection removed',
      'Forced push to the main branch',
    ],
  };
}
