import { categories } from '@acta/event';
import { verifyHmacHeader } from '../hmac.ts';
import { longText, present, text } from '../reader.ts';
import { bodyText, keptHeaders, parseObject } from '../records.ts';
import {
  NotNormalizable,
  type Adapter,
  type Delivery,
  type Normalized,
  type Secrets,
  type VerifyResult,
} from '../types.ts';
import { giteaActions } from './actions.ts';
import { giteaEvent } from './event.ts';

const products = ['forgejo', 'gitea', 'gogs'] as const;
const meaningful = products.flatMap((name) => [
  `x-${name}-event`,
  `x-${name}-event-type`,
  `x-${name}-delivery`,
]);

/** The first of a product's headers; `X-GitHub-…` aliases are looked at last. */
function headerOf({ headers }: Delivery, part: string): string | undefined {
  for (const name of [...products, 'github']) {
    const value = headers[`x-${name}-${part}`];
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * A bare hexadecimal HMAC-SHA256 in the product's own header, or `sha256=…` in
 * `X-Hub-Signature-256`.
 */
function verify(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers, body } = delivery;
  for (const name of products) {
    const value = headers[`x-${name}-signature`];
    if (value === undefined) continue;
    const header = `X-${name.charAt(0).toUpperCase()}${name.slice(1)}-Signature`;
    return verifyHmacHeader(value, { header, algorithm: 'sha256', encoding: 'hex' }, body, secrets);
  }
  return verifyHmacHeader(
    headers['x-hub-signature-256'],
    { header: 'X-Gitea-Signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' },
    body,
    secrets,
  );
}

/** The event of a webhook, as JSON or in the field `payload` of a form. */
function normalize(delivery: Delivery): Normalized {
  const { headers } = delivery;
  const name = (
    headerOf(delivery, 'event-type') ??
    headerOf(delivery, 'event') ??
    ''
  ).toLowerCase();
  if (!/^[a-z0-9_]{1,100}$/.test(name)) {
    throw new NotNormalizable(
      'event_header_missing',
      'The X-Gitea-Event header is missing or unreadable, so that the type of the delivery is unknown.',
    );
  }
  const raw = payloadOf(bodyText(delivery.body));
  const context = present({
    user_agent: longText(headers['user-agent']),
    request: present({ headers: keptHeaders(headers, meaningful) }),
  });
  const { event, unmapped } = giteaEvent(name, parseObject(raw), context);
  const id = text(headerOf(delivery, 'delivery'));
  return {
    ...(id === undefined ? {} : { delivery: id }),
    items: [{ event, unmapped, raw }],
    failed: [],
  };
}

function payloadOf(body: string): string {
  if (!body.startsWith('payload=')) return body;
  return new URLSearchParams(body).get('payload') ?? body;
}

/** Gitea, Forgejo and Gogs: webhooks of repositories, organisations and the whole system. */
export const gitea: Adapter = {
  type: 'gitea',
  title: 'Gitea and Forgejo',
  summary:
    'Pushes, branches, tags, pull requests, reviews, issues, releases and packages; also Gogs.',
  doors: ['webhook'],
  settings: [
    { name: 'server', title: 'Server', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Webhook secret (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhook of an organisation or repository',
      text: 'Settings → Webhooks → Add webhook → Gitea (or Forgejo, Gogs). Content type application/json, trigger on all events. Administrators can add the same as a system webhook.',
      copy: 'Target URL: {intake_url}\nHTTP method: POST\nSecret: {secret}',
    },
    {
      title: 'With curl',
      text: 'Replace ORG; the token needs write:organization.',
      copy: `curl -sS -H "Authorization: token $GITEA_TOKEN" -H 'Content-Type: application/json' \\\n  "$GITEA_URL/api/v1/orgs/ORG/hooks" \\\n  -d '{"type":"gitea","active":true,"config":{"url":"{intake_url}","content_type":"json","secret":"{secret}"},"events":["create","delete","fork","push","issues","issue_comment","pull_request","pull_request_approved","pull_request_rejected","pull_request_comment","repository","release","package","wiki"]}'`,
    },
  ],
  verify,
  normalize,
  actions: [...new Set([...giteaActions, ...categories.map((category) => `${category}.other`)])],
};
