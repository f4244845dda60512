// PagerDuty's REST API: the audit trail by cursors, and log entries of incidents by offsets, both
// newest first. The end of the window stands, so that what comes in meanwhile moves nothing.
import { PullFailed, type Pull, type PullSource, type PullStep } from '../pull.ts';
import {
  baseUrl,
  countOf,
  listSetting,
  needed,
  objectOf,
  originOf,
  secondsText,
  withHeaders,
} from '../pull-parts.ts';
import { firstText, list, object, type Json, type JsonObject } from '../reader.ts';

const DAY_MS = 86_400_000;
const LIMIT = 100;
/** No offset goes beyond this; what is older is asked for by an earlier end. */
const OFFSETS = 10_000;
const known = ['audit', 'log_entries'];

const apiOf = (source: PullSource) => baseUrl(source, 'api_url', 'https://api.pagerduty.com');

function streamsOf(source: PullSource): string[] {
  const wanted = listSetting(source, 'pull_of');
  if (wanted.some((name) => !known.includes(name))) {
    throw new PullFailed('settings_invalid', `pull_of is not of ${known.join(', ')}.`);
  }
  return wanted.length === 0 ? ['audit'] : wanted;
}

function auditUrl(source: PullSource, { from, to }: PullStep, cursor: Json): string {
  const query = new URLSearchParams({
    since: new Date(from).toISOString(),
    until: new Date(to).toISOString(),
    limit: String(LIMIT),
    ...(typeof cursor === 'string' ? { cursor } : {}),
  });
  return `${apiOf(source)}/audit/records?${query.toString()}`;
}

/** Where a page of log entries begins: at an offset of those before an end. */
interface Place {
  until: string;
  offset: number;
}

function placeOf(resume: Json, to: number): Place {
  const kept = object(resume);
  return kept === undefined
    ? { until: secondsText(to, 'up'), offset: 0 }
    : { until: firstText(kept, 'until') ?? '', offset: Number(kept['offset']) };
}

function entriesUrl(source: PullSource, { from }: PullStep, { until, offset }: Place): string {
  const query = new URLSearchParams({
    since: secondsText(from),
    until,
    time_zone: 'UTC',
    limit: String(LIMIT),
    offset: String(offset),
  });
  return `${apiOf(source)}/log_entries?${query.toString()}`;
}

function nextPlace(page: JsonObject, here: Place): Place | null {
  if (page['more'] !== true) return null;
  const offset = here.offset + LIMIT;
  if (offset + LIMIT <= OFFSETS) return { until: here.until, offset };
  const oldest = Date.parse(firstText(list(page['log_entries']).at(-1), 'created_at') ?? '');
  const until = Number.isNaN(oldest) ? here.until : secondsText(oldest + 1000);
  if (until === here.until) {
    throw new PullFailed('refused', 'PagerDuty gives no more than 10,000 entries of one second.');
  }
  return { until, offset: 0 };
}

export const pagerdutyPull: Pull = {
  interval_ms: 5 * 60_000,
  overlap_ms: 15 * 60_000,
  history_ms: 30 * DAY_MS,
  window_ms: 7 * DAY_MS,
  settings: [
    { name: 'pull_token', title: 'API key (read-only)', kind: 'secret', required: false },
    {
      name: 'pull_of',
      title: 'What to poll: audit, log_entries (audit when empty)',
      kind: 'text',
      required: false,
    },
    {
      name: 'api_url',
      title: 'Address of the API (https://api.eu.pagerduty.com; api.pagerduty.com when empty)',
      kind: 'text',
      required: false,
    },
  ],
  required: ['pull_token'],
  streams: streamsOf,
  origins: (source) => [originOf(apiOf(source))],
  authorize: (request, source) =>
    withHeaders(request, {
      authorization: `Token token=${needed(source, 'pull_token')}`,
      accept: 'application/vnd.pagerduty+json;version=2',
    }),
  open(step, source) {
    return step.stream === 'audit'
      ? [{ url: auditUrl(source, step, step.resume) }]
      : [{ url: entriesUrl(source, step, placeOf(step.resume, step.to)) }];
  },
  read(answer, _request, step, source) {
    const page = objectOf(answer);
    const records = countOf(page[step.stream === 'audit' ? 'records' : 'log_entries']);
    const found = { bodies: records === 0 ? [] : [answer.body], records };
    if (step.stream === 'audit') {
      const cursor = firstText(page, 'next_cursor') ?? null;
      const next = cursor === null ? [] : [{ url: auditUrl(source, step, cursor) }];
      return { ...found, next, resume: cursor };
    }
    const place = nextPlace(page, placeOf(step.resume, step.to));
    return {
      ...found,
      next: place === null ? [] : [{ url: entriesUrl(source, step, place) }],
      resume: place === null ? null : { ...place },
    };
  },
};
