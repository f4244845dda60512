import { at, firstText, present, text } from '../../reader.ts';
import type { JsonObject } from '../../reader.ts';
import { githubId, unknownActor, type Actor } from '../names.ts';

/**
 * Who an audit log record names: `actor`, never `user`, which is the one acted upon. Git events
 * over public repositories name nobody; older records know bots only by the `[bot]` at the end of
 * the name.
 */
export function auditActor(record: JsonObject): Actor {
  const name = text(record['actor']);
  const id = positive(text(record['actor_id']));
  if (name === undefined && id === undefined) {
    const credential = credentialOf(record);
    return credential === undefined ? unknownActor : { ...unknownActor, credential };
  }
  const nameId = firstText(record, 'external_identity_nameid', 'external_identity_username');
  return present({
    type: typeOf(record, name),
    id: githubId('account', id ?? (name as string)),
    name,
    email: nameId?.includes('@') === true ? nameId : undefined,
    credential: credentialOf(record),
    on_behalf_of: behind(record),
  }) as Actor;
}

function typeOf(record: JsonObject, name: string | undefined): string {
  if (record['actor_is_bot'] === true || name?.endsWith('[bot]') === true) return 'bot';
  if (record['actor_is_agent'] === true) return 'agent';
  return name === 'deploy_key' ? 'deploy_key' : 'user';
}

/** A token by its id and its digest: the record never holds the token itself. */
function credentialOf(record: JsonObject): Actor['credential'] {
  const kind = firstText(record, 'programmatic_access_type', 'data.programmatic_access_type');
  const tokenId = firstText(record, 'token_id', 'data.token_id');
  const digest = firstText(record, 'hashed_token', 'data.hashed_token');
  if (kind === undefined && tokenId === undefined && digest === undefined) return undefined;
  return present({
    type:
      (kind ?? 'token')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .slice(0, 128) || 'token',
    id: tokenId === undefined ? digest : githubId('token', tokenId),
    name: firstText(record, 'oauth_application_name', 'application_name', 'integration'),
  }) as Actor['credential'];
}

/** The person behind an agent or app, where the record says on whose behalf it acted. */
function behind(record: JsonObject): Actor | undefined {
  const name = firstText(record, 'on_behalf_of', 'agent_session_user', 'actor_on_behalf_of');
  if (name === undefined) return undefined;
  const id = text(at(record, 'on_behalf_of_id'));
  return { type: 'user', id: githubId('account', id ?? name), name };
}

function positive(id: string | undefined): string | undefined {
  return id === undefined || id === '0' ? undefined : id;
}
