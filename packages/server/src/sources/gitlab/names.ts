// Canonical forms of GitLab's things, the same from webhooks and from audit records.
import { actorOf, idOf, targetOf, unknownActor, type Actor, type Target } from '../names.ts';
import { firstText, object, text, type Json } from '../reader.ts';

/** `gitlab:41` for accounts; `gitlab:project:15` for all else, whose numbers are counted apart. */
export function gitlabId(kind: string, id: string | undefined): string | undefined {
  return idOf('gitlab', id, kind === 'user' ? undefined : kind);
}

/** `acme/pay!41`, as GitLab writes a merge request. */
export function mergeRequestName(path: string | undefined, iid: string | undefined) {
  return path === undefined || iid === undefined ? undefined : `${path}!${iid}`;
}

/** `acme/pay/-/pipelines/17`: as in its own address. */
export function pipelineName(path: string | undefined, id: string | undefined) {
  return id === undefined ? undefined : `${path ?? 'gitlab'}/-/pipelines/${id}`;
}

/** `acme/pay/-/jobs/17`. */
export function jobName(path: string | undefined, id: string | undefined) {
  return id === undefined ? undefined : `${path ?? 'gitlab'}/-/jobs/${id}`;
}

/** A project, as the repository that it is. */
export function projectTarget(id: string | undefined, path: string | undefined) {
  return targetOf('gitlab', 'repository', gitlabId('project', id), path);
}

/** A group, or none. */
export function groupTarget(id: string | undefined, path: string | undefined) {
  return targetOf('gitlab', 'group', gitlabId('group', id), path);
}

/** Any other thing within a project or group. */
export function thing(
  kind: string,
  id: string | undefined,
  name: string | undefined,
  parent?: Target,
): Target | undefined {
  const own = gitlabId(kind, id);
  const stand = name === undefined ? undefined : `gitlab:${kind}:${within(parent)}${name}`;
  return targetOf('gitlab', kind, own ?? stand, name, { parent });
}

function within(parent: Target | undefined): string {
  return parent?.name === undefined ? '' : `${parent.name}:`;
}

const projectBot = /^(?:project|group)_\d+_bot(?:_|@|$|\d)/;
const serviceAccount = /^service_account_/;
const bots = new Set([
  'alert-bot',
  'ghost',
  'GitLab-Security-Bot',
  'support-bot',
  'visual-review-bot',
]);

/** What kind of account a user name or mail is of: bots of tokens, service accounts, people. */
export function accountType(...names: readonly (string | undefined)[]): string {
  for (const name of names) {
    if (name === undefined) continue;
    if (projectBot.test(name) || bots.has(name)) return 'bot';
    if (serviceAccount.test(name)) return 'service_account';
  }
  return 'user';
}

/** A `user` object of a webhook; hidden mails (`[REDACTED]`) are none. */
export function userOf(value: Json | undefined): Actor | undefined {
  const user = object(value);
  if (user === undefined) return undefined;
  const name = firstText(user, 'username', 'user_username', 'name', 'user_name');
  return accountOf(text(user['id']) ?? text(user['user_id']), name, text(user['email']));
}

/** An account by its number, name and mail. */
export function accountOf(
  id: string | undefined,
  name: string | undefined,
  mail: string | undefined,
): Actor | undefined {
  const email = mail?.includes('@') === true ? mail : undefined;
  if (id === undefined && name === undefined && email === undefined) return undefined;
  return actorOf('gitlab', accountType(name, email), { id: gitlabId('user', id), name, email });
}

export { unknownActor };
