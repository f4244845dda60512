// Azure DevOps' auditing API: GET _apis/audit/auditlog, by continuation tokens; it keeps 90 days.
import type { Pull, PullSource } from '../pull.ts';
import { baseUrl, needed, objectOf, originOf, withHeaders } from '../pull-parts.ts';
import { list } from '../reader.ts';

const DAY_MS = 86_400_000;

const apiOf = (source: PullSource) =>
  baseUrl(source, 'api_url', 'https://auditservice.dev.azure.com');

function pageUrl(
  source: PullSource,
  { from, to }: { from: number; to: number },
  continuationToken: string | null,
): string {
  const query = new URLSearchParams({
    startTime: new Date(from).toISOString(),
    endTime: new Date(to).toISOString(),
    batchSize: '1000',
    'api-version': '7.1-preview.1',
    ...(continuationToken === null ? {} : { continuationToken }),
  });
  const organization = encodeURIComponent(needed(source, 'organization'));
  return `${apiOf(source)}/${organization}/_apis/audit/auditlog?${query.toString()}`;
}

export const devopsPull: Pull = {
  interval_ms: 5 * 60_000,
  overlap_ms: 30 * 60_000,
  history_ms: 30 * DAY_MS,
  window_ms: 7 * DAY_MS,
  settings: [
    {
      name: 'pull_token',
      title: 'Personal access token (scope Audit Log: read)',
      kind: 'secret',
      required: false,
    },
    { name: 'api_url', title: 'Address of the audit service', kind: 'text', required: false },
  ],
  required: ['organization', 'pull_token'],
  streams: () => ['audit'],
  origins: (source) => [originOf(apiOf(source))],
  authorize(request, source) {
    const basic = Buffer.from(`:${needed(source, 'pull_token')}`).toString('base64');
    return withHeaders(request, { authorization: `Basic ${basic}` });
  },
  open: (step, source) => [
    { url: pageUrl(source, step, typeof step.resume === 'string' ? step.resume : null) },
  ],
  read(answer, _request, step, source) {
    const page = objectOf(answer);
    const records = list(page['decoratedAuditLogEntries']).length;
    const token = page['continuationToken'];
    const hasMore = page['hasMore'] === true && typeof token === 'string' && token !== '';
    return {
      bodies: records === 0 ? [] : [answer.body],
      records,
      next: hasMore ? [{ url: pageUrl(source, step, token) }] : [],
      resume: hasMore ? token : null,
    };
  },
};
