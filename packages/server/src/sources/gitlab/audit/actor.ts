import { actorOf, idOf, unknownActor, type Actor } from '../../names.ts';
import { firstText, object, text, type Json, type JsonObject } from '../../reader.ts';
import { accountType, gitlabId } from '../names.ts';

/** Author numbers below zero stand for what is no account (GitLab's `NullAuthor` and its kin). */
const negative: Readonly<Record<string, string>> = {
  '-1': 'unauthenticated',
  '-2': 'deploy_token',
  '-3': 'deploy_key',
};

/** The last part of a Ruby class name to the kind of actor. */
const classes: Readonly<Record<string, string>> = {
  User: 'user',
  DeletedAuthor: 'user',
  ImpersonatedAuthor: 'user',
  UnauthenticatedAuthor: 'unauthenticated',
  DeployToken: 'deploy_token',
  DeployTokenAuthor: 'deploy_token',
  DeployKey: 'deploy_key',
  DeployKeyAuthor: 'deploy_key',
  CiRunnerTokenAuthor: 'runner_token',
  Runner: 'runner',
  GroupScimAuthToken: 'scim',
  ScimOauthAccessToken: 'scim',
};

/**
 * The author of an audit record, typed by number and class. Where an administrator acts as another
 * user, that administrator stands behind: GitLab's author is the account acted as.
 */
export function auditActor(record: JsonObject, details: JsonObject): Actor {
  const id = text(record['author_id']) ?? text(details['author_id']);
  const name = firstText(record, 'author_name') ?? firstText(details, 'author_name');
  const mail = firstText(details, 'author_email') ?? firstText(record, 'author_email');
  const login = firstText(record, 'meta.user') ?? text(record['username']);
  const type = typeOf(id, firstText(details, 'author_class'), [login, mail]);
  const email = mail?.includes('@') === true ? mail : undefined;
  const on_behalf_of = impersonator(details['impersonated_by'] ?? record['impersonated_by']);
  const own = idOfAuthor(type, id, name);
  return actorOf('gitlab', type, { id: own, name, email, on_behalf_of }) ?? unknownActor;
}

function typeOf(
  id: string | undefined,
  className: string | undefined,
  names: readonly (string | undefined)[],
): string {
  const known = className === undefined ? undefined : classes[className.split('::').at(-1) ?? ''];
  if (known !== undefined && known !== 'user') return known;
  if (id?.startsWith('-') === true) return negative[id] ?? 'service';
  return accountType(...names);
}

function idOfAuthor(
  type: string,
  id: string | undefined,
  name: string | undefined,
): string | undefined {
  if (type === 'unauthenticated') return 'gitlab:unauthenticated';
  if (id !== undefined && !id.startsWith('-') && id !== '0') {
    return gitlabId(type === 'bot' || type === 'service_account' ? 'user' : type, id);
  }
  return name === undefined ? undefined : idOf('gitlab', name, type === 'user' ? undefined : type);
}

function impersonator(value: Json | undefined): Actor | undefined {
  const whole = object(value);
  const id = whole === undefined ? undefined : text(whole['id']);
  const name = whole === undefined ? text(value) : firstText(whole, 'username', 'name');
  return actorOf('gitlab', 'user', { id: gitlabId('user', id), name });
}
