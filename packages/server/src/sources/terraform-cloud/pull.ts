// The audit trail API: GET /api/v2/organization/audit-trail, newest first, by numbered pages. What
// comes in meanwhile moves records to later pages: they are read twice, never missed.
import type { Pull, PullSource } from '../pull.ts';
import { baseUrl, countOf, needed, objectOf, originOf, withHeaders } from '../pull-parts.ts';
import { at, object } from '../reader.ts';

const DAY_MS = 86_400_000;

const apiOf = (source: PullSource) => baseUrl(source, 'api_url', 'https://app.terraform.io');

export const terraformPull: Pull = {
  interval_ms: 5 * 60_000,
  overlap_ms: 15 * 60_000,
  history_ms: 14 * DAY_MS,
  // The API has no end of a range: one window, however long.
  window_ms: 366 * DAY_MS,
  settings: [
    {
      name: 'pull_token',
      title: 'Audit trail token of the organisation',
      kind: 'secret',
      required: false,
    },
    {
      name: 'api_url',
      title: 'Address of Terraform Enterprise (app.terraform.io when empty)',
      kind: 'text',
      required: false,
    },
  ],
  required: ['pull_token'],
  streams: () => ['audit-trail'],
  origins: (source) => [originOf(apiOf(source))],
  authorize: (request, source) =>
    withHeaders(request, { authorization: `Bearer ${needed(source, 'pull_token')}` }),
  open: ({ from, resume }, source) => [{ url: pageUrl(source, from, Number(resume ?? 1)) }],
  read(answer, _request, { from }, source) {
    const page = objectOf(answer);
    const records = countOf(page['data']);
    const next = at(object(page['pagination']), 'next_page');
    return {
      bodies: records === 0 ? [] : [answer.body],
      records,
      next: typeof next === 'number' ? [{ url: pageUrl(source, from, next) }] : [],
      resume: typeof next === 'number' ? next : null,
    };
  },
};

function pageUrl(source: PullSource, from: number, page: number): string {
  const query = new URLSearchParams({
    since: new Date(from).toISOString(),
    'page[number]': String(page),
    'page[size]': '1000',
  });
  return `${apiOf(source)}/api/v2/organization/audit-trail?${query.toString()}`;
}
