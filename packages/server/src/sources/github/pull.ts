// GitHub's audit log by its REST API: GET /orgs/{org}/audit-log or /enterprises/{enterprise}/…,
// oldest first, 100 a page, the next page by the Link header.
import { PullFailed, type Pull, type PullSource } from '../pull.ts';
import {
  baseUrl,
  countOf,
  jsonOf,
  needed,
  nextLink,
  onward,
  originOf,
  resumeUrl,
  secondsText,
  setting,
  withHeaders,
} from '../pull-parts.ts';

const DAY_MS = 86_400_000;
const includes = new Set(['web', 'git', 'all']);

const apiOf = (source: PullSource) => baseUrl(source, 'api_url', 'https://api.github.com');

function logUrl(source: PullSource, from: number, to: number): string {
  const include = setting(source, 'pull_include') ?? 'all';
  if (!includes.has(include)) {
    throw new PullFailed('settings_invalid', 'pull_include is none of web, git, all.');
  }
  const of = source.settings['enterprise'] === true ? 'enterprises' : 'orgs';
  const name = encodeURIComponent(needed(source, 'organization'));
  const query = new URLSearchParams({
    phrase: `created:${secondsText(from)}..${secondsText(to, 'up')}`,
    include,
    order: 'asc',
    per_page: '100',
  });
  return `${apiOf(source)}/${of}/${name}/audit-log?${query.toString()}`;
}

export const githubPull: Pull = {
  interval_ms: 60_000,
  overlap_ms: 15 * 60_000,
  history_ms: 7 * DAY_MS,
  window_ms: DAY_MS,
  settings: [
    {
      name: 'pull_token',
      title: 'Token that reads the audit log (read:audit_log)',
      kind: 'secret',
      required: false,
    },
    {
      name: 'enterprise',
      title: 'It is an enterprise, not an organisation',
      kind: 'flag',
      required: false,
    },
    {
      name: 'pull_include',
      title: 'What to poll: web, git or all (all when empty)',
      kind: 'text',
      required: false,
    },
    {
      name: 'api_url',
      title: 'Address of the API (https://github.example/api/v3; github.com when empty)',
      kind: 'text',
      required: false,
    },
  ],
  required: ['organization', 'pull_token'],
  streams: () => ['audit-log'],
  origins: (source) => [originOf(apiOf(source))],
  authorize: (request, source) =>
    withHeaders(request, {
      authorization: `Bearer ${needed(source, 'pull_token')}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    }),
  open: ({ from, to, resume }, source) => [{ url: resumeUrl(resume) ?? logUrl(source, from, to) }],
  read(answer) {
    const records = countOf(jsonOf(answer));
    return {
      bodies: records === 0 ? [] : [answer.body],
      records,
      ...onward(nextLink(answer)),
    };
  },
};
