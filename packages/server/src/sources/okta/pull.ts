// Okta's System Log API: GET /api/v1/logs. Polled without an end it gives a `next` link for ever,
// by which nothing that appears late is missed; looked back at, it is bounded by `until`.
import type { Pull, PullSource } from '../pull.ts';
import {
  baseUrl,
  countOf,
  jsonOf,
  needed,
  nextLink,
  originOf,
  resumeUrl,
  withHeaders,
} from '../pull-parts.ts';

const DAY_MS = 86_400_000;

const orgOf = (source: PullSource) => baseUrl(source, 'organization', '');

export const oktaPull: Pull = {
  interval_ms: 60_000,
  overlap_ms: 10 * 60_000,
  history_ms: 7 * DAY_MS,
  window_ms: 366 * DAY_MS,
  chained: true,
  settings: [{ name: 'pull_token', title: 'API token (SSWS)', kind: 'secret', required: false }],
  required: ['organization', 'pull_token'],
  streams: () => ['system-log'],
  origins: (source) => [originOf(orgOf(source))],
  authorize: (request, source) =>
    withHeaders(request, {
      authorization: `SSWS ${needed(source, 'pull_token')}`,
      accept: 'application/json',
    }),
  open({ from, to, resume, bounded }, source) {
    const query = new URLSearchParams({
      since: new Date(from).toISOString(),
      ...(bounded ? { until: new Date(to).toISOString() } : {}),
      sortOrder: 'ASCENDING',
      limit: '1000',
    });
    return [{ url: resumeUrl(resume) ?? `${orgOf(source)}/api/v1/logs?${query.toString()}` }];
  },
  read(answer, request, { bounded }) {
    const records = countOf(jsonOf(answer));
    const next = nextLink(answer);
    const bodies = records === 0 ? [] : [answer.body];
    // An empty page is the end for now; its link goes on from there.
    const isEnd = next === undefined || records === 0;
    const resume = bounded && isEnd ? null : { url: next ?? request.url };
    return { bodies, records, next: isEnd ? [] : [{ url: next }], resume };
  },
};
