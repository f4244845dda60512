import { categories } from '@acta/event';
import { verifyHmacHeader } from '../hmac.ts';
import { longText, present, text } from '../reader.ts';
import { bodyText, keptHeaders, parseObject } from '../records.ts';
import { NotNormalizable, type Adapter, type Delivery, type Normalized } from '../types.ts';
import { bitbucketActions } from './actions.ts';
import { bitbucketEvents } from './event.ts';

/** The key of the event stands in no body: these headers belong to the record. */
const meaningful = ['x-event-key', 'x-hook-uuid', 'x-request-uuid', 'x-attempt-number'];

/** Events of a webhook. Throws `NotNormalizable`: `event_header_missing`, `json_invalid`. */
function normalizeBitbucket(delivery: Delivery): Normalized {
  const { headers } = delivery;
  const key = headers['x-event-key'] ?? '';
  if (!/^[\w:-]{1,100}$/.test(key)) {
    throw new NotNormalizable(
      'event_header_missing',
      'The X-Event-Key header is missing or unreadable, so that the type of the delivery is unknown.',
    );
  }
  const raw = bodyText(delivery.body);
  const context = present({
    user_agent: longText(headers['user-agent']),
    request: present({ headers: keptHeaders(headers, meaningful) }),
  });
  const items = bitbucketEvents(key, parseObject(raw), context).map(({ event, unmapped }) => ({
    event,
    unmapped,
    raw,
  }));
  const id = text(headers['x-request-uuid']);
  return { ...(id === undefined ? {} : { delivery: id }), items, failed: [] };
}

/** Bitbucket Cloud: webhooks of repositories and workspaces. */
export const bitbucket: Adapter = {
  type: 'bitbucket',
  title: 'Bitbucket Cloud',
  summary: 'Pushes, pull requests with their approvals, comments, issues and build statuses.',
  doors: ['webhook'],
  settings: [
    { name: 'workspace', title: 'Workspace', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Webhook secret (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhook of a repository or workspace',
      text: 'Repository (or workspace) settings → Webhooks → Add webhook. Paste URL and secret, choose every trigger, leave certificate verification on.',
      copy: 'URL: {intake_url}\nSecret: {secret}',
    },
    {
      title: 'With curl',
      text: 'With an API token that may administer webhooks; replace WORKSPACE.',
      copy: `curl -sS -u "$BITBUCKET_EMAIL:$BITBUCKET_TOKEN" -H 'Content-Type: application/json' \\\n  https://api.bitbucket.org/2.0/workspaces/WORKSPACE/hooks \\\n  -d '{"description":"acta","url":"{intake_url}","active":true,"secret":"{secret}","events":["repo:push","repo:fork","repo:updated","repo:transfer","repo:commit_status_created","repo:commit_status_updated","pullrequest:created","pullrequest:updated","pullrequest:approved","pullrequest:unapproved","pullrequest:changes_request_created","pullrequest:changes_request_removed","pullrequest:fulfilled","pullrequest:rejected","pullrequest:comment_created","issue:created","issue:updated"]}'`,
    },
  ],
  verify: ({ headers, body }, secrets) =>
    verifyHmacHeader(
      headers['x-hub-signature'],
      { header: 'X-Hub-Signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' },
      body,
      secrets,
    ),
  normalize: normalizeBitbucket,
  actions: [
    ...new Set([...bitbucketActions, ...categories.map((category) => `${category}.other`)]),
  ],
};
