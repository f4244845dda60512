// Microsoft Graph: directory audits and sign-ins of a tenant, signed in as an application (client
// credentials), by pages that `@odata.nextLink` names.
import { azureSignIn } from '../azure-sign-in.ts';
import type { Pull, PullSource } from '../pull.ts';
import {
  baseUrl,
  countOf,
  listSetting,
  objectOf,
  onward,
  originOf,
  resumeUrl,
  withHeaders,
} from '../pull-parts.ts';

const DAY_MS = 86_400_000;
const usual = ['directoryAudits', 'signIns'];

const graphOf = (source: PullSource) => baseUrl(source, 'api_url', 'https://graph.microsoft.com');

export const entraPull: Pull = {
  interval_ms: 5 * 60_000,
  // Sign-ins show up to half an hour late.
  overlap_ms: 45 * 60_000,
  history_ms: 7 * DAY_MS,
  window_ms: DAY_MS,
  settings: [
    {
      name: 'pull_client_id',
      title: 'Application (client) id; permission AuditLog.Read.All',
      kind: 'text',
      required: false,
    },
    { name: 'pull_client_secret', title: 'Its client secret', kind: 'secret', required: false },
    {
      name: 'pull_of',
      title: `What to poll (${usual.join(', ')} when empty)`,
      kind: 'text',
      required: false,
    },
    { name: 'api_url', title: 'Address of Microsoft Graph', kind: 'text', required: false },
    { name: 'login_url', title: 'Address of the sign-in', kind: 'text', required: false },
  ],
  required: ['tenant', 'pull_client_id', 'pull_client_secret'],
  streams(source) {
    const named = listSetting(source, 'pull_of');
    return named.length === 0 ? usual : named;
  },
  origins: (source) => [originOf(graphOf(source))],
  signIn: azureSignIn(graphOf),
  authorize: (request, _source, _now, token) =>
    withHeaders(request, { authorization: `Bearer ${token}` }),
  open({ stream, from, to, resume }, source) {
    const field = stream === 'signIns' ? 'createdDateTime' : 'activityDateTime';
    const [begin, end] = [from, to].map((ms) => new Date(ms).toISOString());
    const query = new URLSearchParams({
      $filter: `${field} ge ${begin} and ${field} lt ${end}`,
      $top: '500',
    });
    const first = `${graphOf(source)}/v1.0/auditLogs/${encodeURIComponent(stream)}?${query.toString()}`;
    return [{ url: resumeUrl(resume) ?? first }];
  },
  read(answer) {
    const page = objectOf(answer);
    const records = countOf(page['value']);
    const next = page['@odata.nextLink'];
    return {
      bodies: records === 0 ? [] : [answer.body],
      records,
      ...onward(typeof next === 'string' ? next : undefined),
    };
  },
};
