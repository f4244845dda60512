// Jira's audit log: GET /rest/api/3/auditing/record, newest first, by offsets. What comes in
// meanwhile moves records to later places: they are read twice, never missed.
import type { Pull, PullSource } from '../pull.ts';
import { baseUrl, countOf, needed, objectOf, originOf, withHeaders } from '../pull-parts.ts';

const DAY_MS = 86_400_000;
const LIMIT = 1_000;

const siteOf = (source: PullSource) => baseUrl(source, 'site', '');

function pageUrl(
  source: PullSource,
  { from, to }: { from: number; to: number },
  offset: number,
): string {
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    offset: String(offset),
    limit: String(LIMIT),
  });
  return `${siteOf(source)}/rest/api/3/auditing/record?${query.toString()}`;
}

export const jiraPull: Pull = {
  interval_ms: 5 * 60_000,
  overlap_ms: 15 * 60_000,
  history_ms: 30 * DAY_MS,
  window_ms: 7 * DAY_MS,
  settings: [
    {
      name: 'pull_user',
      title: 'Account that may administer Jira (mail address)',
      kind: 'text',
      required: false,
    },
    { name: 'pull_token', title: 'Its API token', kind: 'secret', required: false },
  ],
  required: ['site', 'pull_user', 'pull_token'],
  streams: () => ['audit'],
  origins: (source) => [originOf(siteOf(source))],
  authorize(request, source) {
    const pair = `${needed(source, 'pull_user')}:${needed(source, 'pull_token')}`;
    const basic = Buffer.from(pair).toString('base64');
    return withHeaders(request, { authorization: `Basic ${basic}`, accept: 'application/json' });
  },
  open: (step, source) => [{ url: pageUrl(source, step, Number(step.resume ?? 0)) }],
  read(answer, _request, step, source) {
    const page = objectOf(answer);
    const records = countOf(page['records']);
    const after = Number(page['offset'] ?? 0) + records;
    const hasMore = records > 0 && after < Number(page['total'] ?? 0);
    return {
      bodies: records === 0 ? [] : [answer.body],
      records,
      next: hasMore ? [{ url: pageUrl(source, step, after) }] : [],
      resume: hasMore ? after : null,
    };
  },
};
