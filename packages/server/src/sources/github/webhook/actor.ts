import { at, firstText, object, present, text, type Json, type JsonObject } from '../../reader.ts';
import { githubId, unknownActor, type Actor } from '../names.ts';

const types: Readonly<Record<string, string>> = {
  User: 'user',
  Bot: 'bot',
  Organization: 'organization',
  Mannequin: 'mannequin',
  EnterpriseUserAccount: 'user',
};

/** People whom a bot's delivery names as the cause, best first. */
const causes = [
  'workflow_run.triggering_actor',
  'workflow_run.actor',
  'check_run.deployment.creator',
  'deployment.creator',
  'deployment_status.creator',
  'requestor',
  'requester',
];

/** Apps behind a bot or behind what a person did through an app. */
const apps = [
  'performed_via_github_app',
  'comment.performed_via_github_app',
  'issue.performed_via_github_app',
  'deployment.performed_via_github_app',
  'deployment_status.performed_via_github_app',
  'check_run.app',
  'check_suite.app',
];

/**
 * Who did it: `sender`, as the kind of account it is. The `installation` of a delivery says through
 * which app's webhook it came, not who acted, and so is no part of the actor.
 */
export function webhookActor(event: string, payload: JsonObject): Actor {
  const sender = accountOf(payload['sender']) ?? standIn(event, payload);
  if (sender === undefined) return unknownActor;
  const mail = event === 'push' ? pusherMail(payload, sender) : undefined;
  const app = appOf(payload);
  return present({
    ...sender,
    email: mail,
    roles: at(payload, 'sender.site_admin') === true ? ['site_admin'] : undefined,
    credential: sender.type === 'user' && app !== undefined ? credentialOf(app) : undefined,
    on_behalf_of: sender.type === 'bot' ? (causeOf(payload, sender) ?? app) : undefined,
  }) as Actor;
}

/** An account object as an actor, typed as what it is; undefined where there is none. */
export function accountOf(value: Json | undefined): Actor | undefined {
  const account = object(value);
  const name = text(account?.['login']);
  const id = text(account?.['id']);
  if (name === undefined && id === undefined) return undefined;
  const kind = text(account?.['type']) ?? '';
  const bot = name?.endsWith('[bot]') === true;
  return present({
    type: bot ? 'bot' : Object.hasOwn(types, kind) ? (types[kind] as string) : 'user',
    id: githubId('account', id ?? (name as string)),
    name,
  }) as Actor;
}

/** What GitHub itself does, as its documentation of these events says; unless a user is named. */
const byGithub = new Set([
  'security_advisory',
  'code_scanning_alert',
  'secret_scanning_alert_location',
  'secret_scanning_scan',
  'repository_vulnerability_alert',
]);
/** Who decided about an alert, where there is no sender. */
const deciders = ['alert.dismisser', 'alert.dismissed_by', 'alert.resolved_by'];

/** Deliveries without a sender: pushes name the pusher; scans and advisories are GitHub's own. */
function standIn(event: string, payload: JsonObject): Actor | undefined {
  const pusher = firstText(payload, 'pusher.name', 'pusher.login');
  if (pusher !== undefined) return { type: 'user', id: githubId('account', pusher), name: pusher };
  for (const path of deciders) {
    const found = accountOf(at(payload, path));
    if (found !== undefined) return found;
  }
  if (byGithub.has(event)) return { type: 'service', id: 'github', name: 'GitHub' };
  return undefined;
}

function pusherMail(payload: JsonObject, sender: Actor): string | undefined {
  return text(at(payload, 'pusher.name')) === sender.name
    ? text(at(payload, 'pusher.email'))
    : undefined;
}

function causeOf(payload: JsonObject, sender: Actor): Actor | undefined {
  for (const path of causes) {
    const found = accountOf(at(payload, path));
    if (found !== undefined && found.id !== sender.id && found.type === 'user') return found;
  }
  return undefined;
}

function appOf(payload: JsonObject): Actor | undefined {
  for (const path of apps) {
    const app = object(at(payload, path));
    const id = text(app?.['id']);
    if (id !== undefined) {
      return present({
        type: 'app',
        id: githubId('app', id),
        name: text(app?.['slug']) ?? text(app?.['name']),
      }) as Actor;
    }
  }
  return undefined;
}

function credentialOf(app: Actor): Actor['credential'] {
  return present({ type: 'github_app', id: app.id, name: app.name }) as Actor['credential'];
}
