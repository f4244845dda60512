// Google's Reports API: activities.list, one application after the other, signed in as a service
// account that acts for an administrator (RFC 7523). Google shows some activities hours late.
import { createPrivateKey, sign } from 'node:crypto';
import { PullFailed, type Pull, type PullRequest, type PullSource } from '../pull.ts';
import {
  baseUrl,
  listSetting,
  needed,
  objectOf,
  originOf,
  readToken,
  withHeaders,
} from '../pull-parts.ts';
import { list, object, text } from '../reader.ts';

const DAY_MS = 86_400_000;
const scope = 'https://www.googleapis.com/auth/admin.reports.audit.readonly';
const usual = ['login', 'admin', 'token', 'groups', 'saml', 'user_accounts'];

const apiOf = (source: PullSource) => baseUrl(source, 'api_url', 'https://admin.googleapis.com');

interface ServiceAccount {
  email: string;
  key: string;
  token_uri: string;
}

function accountOf(source: PullSource): ServiceAccount {
  let said: ReturnType<typeof object>;
  try {
    said = object(JSON.parse(needed(source, 'pull_service_account')));
  } catch (error) {
    if (error instanceof PullFailed) throw error;
  }
  const email = text(said?.['client_email']);
  const key = said?.['private_key'];
  const token_uri = text(said?.['token_uri']) ?? 'https://oauth2.googleapis.com/token';
  if (email === undefined || typeof key !== 'string') {
    throw new PullFailed(
      'settings_invalid',
      'pull_service_account is not the JSON key of a service account.',
    );
  }
  return { email, key, token_uri };
}

function tokenRequest(source: PullSource, now: number): PullRequest {
  const { email, key, token_uri } = accountOf(source);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(now / 1000);
  const claims = {
    iss: email,
    sub: needed(source, 'pull_admin'),
    scope,
    aud: token_uri,
    iat,
    exp: iat + 3600,
  };
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  let signature: string;
  try {
    signature = sign('sha256', Buffer.from(signed), createPrivateKey(key)).toString('base64url');
  } catch {
    throw new PullFailed('settings_invalid', 'The private key of the service account is none.');
  }
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: `${signed}.${signature}`,
  });
  return {
    url: token_uri,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  };
}

function pageUrl(
  source: PullSource,
  { stream, from, to }: { stream: string; from: number; to: number },
  pageToken: string | null,
): string {
  const query = new URLSearchParams({
    startTime: new Date(from).toISOString(),
    endTime: new Date(to).toISOString(),
    maxResults: '1000',
    ...(pageToken === null ? {} : { pageToken }),
  });
  const path = `activity/users/all/applications/${encodeURIComponent(stream)}`;
  return `${apiOf(source)}/admin/reports/v1/${path}?${query.toString()}`;
}

export const workspacePull: Pull = {
  interval_ms: 10 * 60_000,
  overlap_ms: 3 * 3_600_000,
  history_ms: 7 * DAY_MS,
  window_ms: DAY_MS,
  settings: [
    {
      name: 'pull_service_account',
      title: 'Key of the service account (the whole JSON)',
      kind: 'secret',
      required: false,
    },
    {
      name: 'pull_admin',
      title: 'Administrator that the service account acts for (mail address)',
      kind: 'text',
      required: false,
    },
    {
      name: 'pull_of',
      title: `Applications to poll (${usual.join(', ')} when empty)`,
      kind: 'text',
      required: false,
    },
    { name: 'api_url', title: 'Address of the API', kind: 'text', required: false },
  ],
  required: ['pull_service_account', 'pull_admin'],
  streams(source) {
    const named = listSetting(source, 'pull_of');
    return named.length === 0 ? usual : named;
  },
  origins: (source) => [originOf(apiOf(source))],
  signIn: { request: tokenRequest, read: readToken },
  authorize: (request, _source, _now, token) =>
    withHeaders(request, { authorization: `Bearer ${token}` }),
  open: (step, source) => [
    { url: pageUrl(source, step, typeof step.resume === 'string' ? step.resume : null) },
  ],
  read(answer, _request, step, source) {
    const page = objectOf(answer);
    const records = list(page['items']).length;
    const next = page['nextPageToken'];
    const hasMore = typeof next === 'string' && next !== '';
    return {
      bodies: records === 0 ? [] : [answer.body],
      records,
      next: hasMore ? [{ url: pageUrl(source, step, next) }] : [],
      resume: hasMore ? next : null,
    };
  },
};
