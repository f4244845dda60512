// The activity log of Azure subscriptions by Resource Manager's REST API, signed in as an
// application (client credentials), by pages that `nextLink` names.
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

const apiOf = (source: PullSource) => baseUrl(source, 'api_url', 'https://management.azure.com');

export const activityPull: Pull = {
  interval_ms: 5 * 60_000,
  // Events show up to twenty minutes late.
  overlap_ms: 45 * 60_000,
  history_ms: 7 * DAY_MS,
  window_ms: DAY_MS,
  settings: [
    {
      name: 'pull_of',
      title: 'Ids of the subscriptions to poll',
      kind: 'text',
      required: false,
    },
    {
      name: 'pull_client_id',
      title: 'Application (client) id; role Monitoring Reader in the subscriptions',
      kind: 'text',
      required: false,
    },
    { name: 'pull_client_secret', title: 'Its client secret', kind: 'secret', required: false },
    {
      name: 'api_url',
      title: 'Address of Resource Manager (management.azure.com when empty)',
      kind: 'text',
      required: false,
    },
    { name: 'login_url', title: 'Address of the sign-in', kind: 'text', required: false },
  ],
  required: ['tenant', 'pull_of', 'pull_client_id', 'pull_client_secret'],
  streams: (source) => listSetting(source, 'pull_of'),
  origins: (source) => [originOf(apiOf(source))],
  signIn: azureSignIn(apiOf),
  authorize: (request, _source, _now, token) =>
    withHeaders(request, { authorization: `Bearer ${token}` }),
  open({ stream, from, to, resume }, source) {
    const [begin, end] = [from, to].map((ms) => new Date(ms).toISOString());
    const query = new URLSearchParams({
      'api-version': '2015-04-01',
      $filter: `eventTimestamp ge '${begin}' and eventTimestamp le '${end}'`,
    });
    const path = `/subscriptions/${encodeURIComponent(stream)}/providers/Microsoft.Insights`;
    const first = `${apiOf(source)}${path}/eventtypes/management/values?${query.toString()}`;
    return [{ url: resumeUrl(resume) ?? first }];
  },
  read(answer) {
    const page = objectOf(answer);
    const records = countOf(page['value']);
    const next = page['nextLink'];
    return {
      bodies: records === 0 ? [] : [answer.body],
      records,
      ...onward(typeof next === 'string' ? next : undefined),
    };
  },
};
