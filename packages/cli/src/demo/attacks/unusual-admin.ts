import { DAY, HOUR, MINUTE } from '../calendar.ts';
import { auditItem } from '../github/audit.ts';
import { actorOf, eventItem, officeContext, type Highlight } from '../item.ts';
import { personOf } from '../organisation.ts';
import type { World } from '../world.ts';

/**
 * Somebody who never administered anything makes an account an owner and lifts its second factor.
 */
export function unusualAdmin(world: World): Highlight {
  const random = world.random.fork('unusual-admin');
  const time = Math.floor((world.now - 24 * DAY) / DAY) * DAY + 19 * HOUR + 12 * MINUTE;
  const person = personOf('miguel-p');
  const created = { user: 'mp-backup', user_id: 198_330_417 };
  const put = (action: string, at: number, fields: object) =>
    world.emit(
      auditItem(random, {
        action,
        actor: person,
        time: at,
        office: person.office,
        fields: { ...fields },
      }),
    );
  put('org.invite_member', time, { ...created, invitation_id: 55_102_994 });
  put('org.add_member', time + 6 * MINUTE, { ...created, permission: 'read' });
  put('org.update_member', time + 8 * MINUTE, {
    ...created,
    permission: 'admin',
    permission_was: 'read',
  });
  const target = { type: 'user', id: 'mp.backup@acme.example', name: 'mp-backup' };
  const context = officeContext(person);
  const actor = actorOf(person);
  const sso = (at: number, action: string) =>
    world.emit(eventItem('sso', at, random.uuid(), { action, actor, target, context }));
  sso(time + 3 * MINUTE, 'user.created');
  sso(time + 9 * MINUTE, 'administrator.added');
  sso(time + 14 * MINUTE, 'mfa.disabled');
  return {
    time,
    title: 'A new administrator, made by somebody unusual',
    text: `${person.name} of the mobile team made the new account mp-backup an owner and turned its second factor off.`,
    query: 'mp-backup',
    alerts: [
      'Administrator lost the second factor',
      'New account was made an administrator',
      'Member became owner of the organisation',
    ],
  };
}
