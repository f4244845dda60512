import { unknownActor, type Actor } from '../../names.ts';
import { firstText, text, type JsonObject } from '../../reader.ts';
import { accountOf, userOf } from '../names.ts';

/** System hooks whose user is the one acted on; GitLab does not say by whom. */
const aboutUser = /^(?:user_(?!failed_login|access_request_(?:to|revoked))|gitlab_subscription)/;

/**
 * Who did it. Most hooks carry `user`; pushes `user_…`; jobs and releases of old only the commit's
 * author, who is no actor. Hooks about members and accounts name the member: the actor is unknown.
 */
export function webhookActor(kind: string, payload: JsonObject): Actor {
  if (aboutUser.test(kind)) return unknownActor;
  if (kind.startsWith('expiring_')) return { type: 'service', id: 'gitlab', name: 'GitLab' };
  if (kind === 'user_failed_login' || kind.startsWith('user_access_request')) {
    return memberOf(payload) ?? unknownActor;
  }
  return userOf(payload['user']) ?? pusherOf(payload) ?? ownerOf(kind, payload) ?? unknownActor;
}

function pusherOf(payload: JsonObject): Actor | undefined {
  const name = firstText(payload, 'user_username', 'user_name');
  return accountOf(text(payload['user_id']), name, firstText(payload, 'user_email'));
}

/** A key's owner is the account that the hook names as `username`: keys are added to one's own. */
function ownerOf(kind: string, payload: JsonObject): Actor | undefined {
  if (!kind.startsWith('key_')) return undefined;
  return accountOf(undefined, firstText(payload, 'username'), undefined);
}

/** The account that a hook about accounts names. */
export function memberOf(payload: JsonObject): Actor | undefined {
  const name = firstText(payload, 'user_username', 'username', 'user_name', 'name');
  const mail = firstText(payload, 'user_email', 'email');
  return accountOf(text(payload['user_id']), name, mail);
}
