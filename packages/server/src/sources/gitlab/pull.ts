// GitLab's audit events by its REST API: of the instance, of groups and of projects, oldest first.
// Pages follow by the Link header, which GitLab sends for keyset and for numbered pages.
import { PullFailed, type Pull, type PullSource } from '../pull.ts';
import {
  baseUrl,
  countOf,
  jsonOf,
  listSetting,
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

const apiOf = (source: PullSource) => baseUrl(source, 'api_url', 'https://gitlab.com');

/** `instance`, `group:acme/platform` or `project:acme/pay`. */
function pathOf(stream: string): string {
  if (stream === 'instance') return 'audit_events';
  const [, kind, name] = /^(group|project):(.{1,512})$/.exec(stream) ?? [];
  if (name === undefined) {
    throw new PullFailed(
      'settings_invalid',
      'pull_of has parts that are none of instance, group:PATH, project:PATH.',
    );
  }
  return `${kind}s/${encodeURIComponent(name)}/audit_events`;
}

function streamsOf(source: PullSource): string[] {
  const named = listSetting(source, 'pull_of');
  if (named.length > 0) return named;
  const group = setting(source, 'group');
  return [group === undefined ? 'instance' : `group:${group}`];
}

export const gitlabPull: Pull = {
  interval_ms: 5 * 60_000,
  overlap_ms: 15 * 60_000,
  history_ms: 30 * DAY_MS,
  window_ms: 7 * DAY_MS,
  settings: [
    {
      name: 'pull_token',
      title: 'Token that reads audit events (scope read_api)',
      kind: 'secret',
      required: false,
    },
    {
      name: 'pull_of',
      title: 'What to poll: instance, group:PATH, project:PATH (the group above when empty)',
      kind: 'text',
      required: false,
    },
    {
      name: 'api_url',
      title: 'Address of GitLab (gitlab.com when empty)',
      kind: 'text',
      required: false,
    },
  ],
  required: ['pull_token'],
  streams: streamsOf,
  origins: (source) => [originOf(apiOf(source))],
  authorize: (request, source) =>
    withHeaders(request, { 'private-token': needed(source, 'pull_token') }),
  open({ stream, from, to, resume }, source) {
    const query = new URLSearchParams({
      created_after: secondsText(from),
      created_before: secondsText(to, 'up'),
      pagination: 'keyset',
      order_by: 'id',
      sort: 'asc',
      per_page: '100',
    });
    const first = `${apiOf(source)}/api/v4/${pathOf(stream)}?${query.toString()}`;
    return [{ url: resumeUrl(resume) ?? first }];
  },
  read(answer) {
    const records = countOf(jsonOf(answer));
    return { bodies: records === 0 ? [] : [answer.body], records, ...onward(nextLink(answer)) };
  },
};
