// Messages of shadow-utils: accounts, groups and passwords of the host.
import { change } from '../values.ts';
import type { Form, Meaning } from './meaning.ts';

const user = (name = '') => ({ type: 'user', name });
const group = (name = '') => ({ type: 'group', name });

function member(action: string, who = '', of = '', by?: string): Meaning {
  const added = action === 'group_member.added';
  return {
    action,
    native: added ? 'group member added' : 'group member removed',
    user: by,
    target: group(of),
    changes: [added ? change('member', undefined, who) : change('member', who, undefined)],
  };
}

export const accountForms: readonly Form[] = [
  [
    /^new user: name=([^,]{1,64}), UID=(\d{1,10}), GID=\d{1,10}, home=[^,]*, shell=([^,]*)/,
    ([, name, uid, shell]) => ({
      action: 'user.created',
      native: 'new user',
      target: user(name),
      labels: { uid, shell },
    }),
  ],
  [
    /^(?:failed adding|cannot add) user '?([^',]{1,64})'?/,
    ([, name]) => ({
      action: 'user.created',
      native: 'failed adding user',
      outcome: 'failure',
      target: user(name),
    }),
  ],
  [
    /^(?:new group|group added to \/etc\/group): name=([^,]{1,64})/,
    ([, name]) => ({ action: 'group.created', native: 'new group', target: group(name) }),
  ],
  [
    /^add '([^']{1,64})' to (?:shadow )?group '([^']{1,64})'/,
    ([, who, of]) => member('group_member.added', who, of),
  ],
  [
    /^delete '([^']{1,64})' from (?:shadow )?group '([^']{1,64})'/,
    ([, who, of]) => member('group_member.removed', who, of),
  ],
  [
    /^user (\S{1,64}) added by (\S{1,64}) to group (\S{1,64})/,
    ([, who, by, of]) => member('group_member.added', who, of, by),
  ],
  [
    /^user (\S{1,64}) removed by (\S{1,64}) from group (\S{1,64})/,
    ([, who, by, of]) => member('group_member.removed', who, of, by),
  ],
  [
    /^delete user '([^']{1,64})'/,
    ([, name]) => ({ action: 'user.deleted', native: 'delete user', target: user(name) }),
  ],
  [
    /^removed (?:shadow )?group '([^']{1,64})'/,
    ([, name]) => ({ action: 'group.deleted', native: 'removed group', target: group(name) }),
  ],
  [
    /^group '([^']{1,64})' removed/,
    ([, name]) => ({ action: 'group.deleted', native: 'group removed', target: group(name) }),
  ],
  [
    /^group changed in \/etc\/group \(group ([^/)]{1,64})/,
    ([, name]) => ({ action: 'group.changed', native: 'group changed', target: group(name) }),
  ],
  [
    /^change user name '([^']{1,64})' to '([^']{1,64})'/,
    ([, before, after]) => ({
      action: 'user.renamed',
      native: 'change user name',
      target: user(after),
      changes: [change('name', before, after)],
    }),
  ],
  [
    /^changed? user '([^']{1,64})' ([\w ]{1,40}?) (?:from '([^']{0,256})' )?to '([^']{0,256})'/,
    ([, name, field = '', before, after]) => ({
      action: 'user.changed',
      native: `change user ${field}`,
      target: user(name),
      changes: [change(field, before === '' ? undefined : before, after)],
    }),
  ],
  [
    /^lock user '([^']{1,64})' password/,
    ([, name]) => ({ action: 'user.suspended', native: 'lock user', target: user(name) }),
  ],
  [
    /^unlock user '([^']{1,64})' password/,
    ([, name]) => ({ action: 'user.unsuspended', native: 'unlock user', target: user(name) }),
  ],
  [
    /^changed password expiry for (\S{1,64})/,
    ([, name]) => ({ action: 'user.changed', native: 'password expiry', target: user(name) }),
  ],
  [
    /^(?:changed? user|change) '([^']{1,64})'? password/,
    ([, name]) => ({ action: 'password.changed', native: 'password changed', target: user(name) }),
  ],
  [
    /^pam_unix\([\w-]{1,32}:chauthtok\): password changed for (\S{1,64})/,
    ([, name]) => ({ action: 'password.changed', native: 'password changed', target: user(name) }),
  ],
  [
    /^password for '([^']{1,64})' changed by '([^']{1,64})'/,
    ([, name, by]) => ({
      action: 'password.changed',
      native: 'password changed',
      user: by,
      target: user(name),
    }),
  ],
];
