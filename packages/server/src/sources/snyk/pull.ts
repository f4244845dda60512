// Snyk's audit logs of a group or an organisation by its REST API, oldest first, by `links.next`.
import { PullFailed, type Pull, type PullSource } from '../pull.ts';
import {
  baseUrl,
  countOf,
  needed,
  objectOf,
  onward,
  originOf,
  resumeUrl,
  withHeaders,
} from '../pull-parts.ts';
import { at } from '../reader.ts';

const DAY_MS = 86_400_000;

const apiOf = (source: PullSource) => baseUrl(source, 'api_url', 'https://api.snyk.io');

function logsUrl(source: PullSource, from: number, to: number): string {
  const [, kind, id] = /^(group|org):([\w-]{1,64})$/.exec(needed(source, 'pull_of')) ?? [];
  if (id === undefined) {
    throw new PullFailed('settings_invalid', 'pull_of is neither group:ID nor org:ID.');
  }
  const query = new URLSearchParams({
    version: '2024-10-15',
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    size: '100',
    sort_order: 'ASC',
  });
  return `${apiOf(source)}/rest/${kind}s/${id}/audit_logs/search?${query.toString()}`;
}

export const snykPull: Pull = {
  interval_ms: 5 * 60_000,
  overlap_ms: 15 * 60_000,
  history_ms: 30 * DAY_MS,
  window_ms: 7 * DAY_MS,
  settings: [
    { name: 'pull_token', title: 'API token', kind: 'secret', required: false },
    { name: 'pull_of', title: 'What to poll: group:ID or org:ID', kind: 'text', required: false },
    {
      name: 'api_url',
      title: 'Address of the API (https://api.eu.snyk.io; api.snyk.io when empty)',
      kind: 'text',
      required: false,
    },
  ],
  required: ['pull_token', 'pull_of'],
  streams: () => ['audit'],
  origins: (source) => [originOf(apiOf(source))],
  authorize: (request, source) =>
    withHeaders(request, { authorization: `token ${needed(source, 'pull_token')}` }),
  open: ({ from, to, resume }, source) => [{ url: resumeUrl(resume) ?? logsUrl(source, from, to) }],
  read(answer, request) {
    const page = objectOf(answer);
    const records = countOf(at(page, 'data.items'));
    const next = at(page, 'links.next');
    const url =
      typeof next === 'string' && records > 0 ? new URL(next, request.url).href : undefined;
    return { bodies: records === 0 ? [] : [answer.body], records, ...onward(url) };
  },
};
