// Auth0's Management API: GET /api/v2/logs. A search by date finds where to begin; from there on
// each page follows from the id of the last log event (checkpoints), which misses nothing.
import type { Pull, PullSource } from '../pull.ts';
import {
  baseUrl,
  countOf,
  jsonOf,
  needed,
  originOf,
  readToken,
  withHeaders,
} from '../pull-parts.ts';
import { firstText, list, object } from '../reader.ts';
import { timeOf } from '../time-text.ts';

const DAY_MS = 86_400_000;

const tenantOf = (source: PullSource) => baseUrl(source, 'pull_domain', '');

function fromUrl(source: PullSource, id: string): string {
  return `${tenantOf(source)}/api/v2/logs?${new URLSearchParams({ from: id, take: '100' }).toString()}`;
}

function searchUrl(source: PullSource, from: number): string {
  const query = new URLSearchParams({
    q: `date:[${new Date(from).toISOString()} TO *]`,
    sort: 'date:1',
    per_page: '100',
    page: '0',
  });
  return `${tenantOf(source)}/api/v2/logs?${query.toString()}`;
}

export const auth0Pull: Pull = {
  interval_ms: 60_000,
  overlap_ms: 10 * 60_000,
  history_ms: 2 * DAY_MS,
  window_ms: 366 * DAY_MS,
  chained: true,
  settings: [
    {
      name: 'pull_domain',
      title: 'Domain of the tenant (acme.eu.auth0.com)',
      kind: 'text',
      required: false,
    },
    {
      name: 'pull_client_id',
      title: 'Client id of a machine-to-machine application (scope read:logs)',
      kind: 'text',
      required: false,
    },
    { name: 'pull_client_secret', title: 'Its client secret', kind: 'secret', required: false },
  ],
  required: ['pull_domain', 'pull_client_id', 'pull_client_secret'],
  streams: () => ['logs'],
  origins: (source) => [originOf(tenantOf(source))],
  signIn: {
    request: (source) => ({
      url: `${tenantOf(source)}/oauth/token`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: needed(source, 'pull_client_id'),
        client_secret: needed(source, 'pull_client_secret'),
        audience: `${tenantOf(source)}/api/v2/`,
      }),
    }),
    read: readToken,
  },
  authorize: (request, _source, _now, token) =>
    withHeaders(request, { authorization: `Bearer ${token}` }),
  open: ({ from, resume }, source) => [
    { url: typeof resume === 'string' ? fromUrl(source, resume) : searchUrl(source, from) },
  ],
  read(answer, _request, { resume, to, bounded }, source) {
    const value = jsonOf(answer);
    const records = countOf(value);
    const last = object(list(value).at(-1));
    const id = firstText(last, 'log_id', '_id');
    const time = timeOf(last?.['date']);
    const isPast = bounded && time !== undefined && Date.parse(time) >= to;
    const hasMore = id !== undefined && !isPast;
    return {
      bodies: records === 0 ? [] : [answer.body],
      records,
      next: hasMore ? [{ url: fromUrl(source, id) }] : [],
      resume: id ?? resume,
    };
  },
};
