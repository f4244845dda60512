// Tailscale's API: the configuration audit log of a tailnet, a range at a time, without pages.
import type { Pull, PullSource } from '../pull.ts';
import { baseUrl, needed, objectOf, originOf, setting, withHeaders } from '../pull-parts.ts';
import { list } from '../reader.ts';

const DAY_MS = 86_400_000;

const apiOf = (source: PullSource) => baseUrl(source, 'api_url', 'https://api.tailscale.com');

export const tailscalePull: Pull = {
  interval_ms: 5 * 60_000,
  overlap_ms: 15 * 60_000,
  history_ms: 30 * DAY_MS,
  window_ms: DAY_MS,
  settings: [
    {
      name: 'pull_token',
      title: 'API access token (scope logs:configuration:read)',
      kind: 'secret',
      required: false,
    },
    {
      name: 'pull_of',
      title: 'Tailnet (that of the token when empty)',
      kind: 'text',
      required: false,
    },
    { name: 'api_url', title: 'Address of the API', kind: 'text', required: false },
  ],
  required: ['pull_token'],
  streams: () => ['configuration'],
  origins: (source) => [originOf(apiOf(source))],
  authorize: (request, source) =>
    withHeaders(request, { authorization: `Bearer ${needed(source, 'pull_token')}` }),
  open({ from, to }, source) {
    const query = new URLSearchParams({
      start: new Date(from).toISOString(),
      end: new Date(to).toISOString(),
    });
    const tailnet = encodeURIComponent(setting(source, 'pull_of') ?? '-');
    const path = `api/v2/tailnet/${tailnet}/logging/configuration`;
    return [{ url: `${apiOf(source)}/${path}?${query.toString()}` }];
  },
  read(answer) {
    const records = list(objectOf(answer)['logs']).length;
    return { bodies: records === 0 ? [] : [answer.body], records, next: [], resume: null };
  },
};
