// Keycloak's Admin REST API: the saved user events and admin events of each realm, oldest first.
// Pages follow by the time of the last event, not by places: events that expire meanwhile move
// those behind them. An end is never asked for: Keycloak 26.2.0 finds nothing where one is.
import { PullFailed, type Pull, type PullSource, type PullStep } from '../pull.ts';
import {
  baseUrl,
  countOf,
  jsonOf,
  listSetting,
  needed,
  originOf,
  readToken,
  setting,
  withHeaders,
} from '../pull-parts.ts';
import { list, object, type Json } from '../reader.ts';

const DAY_MS = 86_400_000;
const LIMIT = 500;
const kinds = ['events', 'admin-events'] as const;

const serverOf = (source: PullSource) => baseUrl(source, 'api_url', '');
const realmsOf = (source: PullSource) => listSetting(source, 'pull_of');

function tokenUrl(source: PullSource): string {
  const realm = setting(source, 'pull_realm') ?? realmsOf(source)[0] ?? '';
  return `${serverOf(source)}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`;
}

/** Where a page begins: at a time, after so many events of that very millisecond. */
interface Place {
  from: number;
  first: number;
}

function placeOf(resume: Json, from: number): Place {
  const kept = object(resume);
  return kept === undefined
    ? { from, first: 0 }
    : { from: Number(kept['from']), first: Number(kept['first']) };
}

function pageUrl(source: PullSource, stream: string, { from, first }: Place): string {
  const at = stream.lastIndexOf('/');
  const [realm, kind] = [stream.slice(0, at), stream.slice(at + 1)];
  const query = new URLSearchParams({
    dateFrom: String(from),
    direction: 'asc',
    first: String(first),
    max: String(LIMIT),
  });
  return `${serverOf(source)}/admin/realms/${encodeURIComponent(realm)}/${kind}?${query.toString()}`;
}

/** Null at the end: the page is not full, or goes on beyond what is wanted. */
function nextPlace(records: readonly Json[], here: Place, step: PullStep): Place | null {
  const last = Number(object(records.at(-1))?.['time']);
  if (records.length < LIMIT || Number.isNaN(last)) return null;
  if (step.bounded && last >= step.to) return null;
  // Of one time the order may be another one with each answer: what has it is read again.
  return last > here.from
    ? { from: last, first: 0 }
    : { from: here.from, first: here.first + records.length };
}

export const keycloakPull: Pull = {
  interval_ms: 60_000,
  overlap_ms: 10 * 60_000,
  history_ms: 7 * DAY_MS,
  window_ms: 366 * DAY_MS,
  settings: [
    {
      name: 'api_url',
      title: 'Address of Keycloak (https://id.acme.example)',
      kind: 'text',
      required: false,
    },
    { name: 'pull_of', title: 'Realms to poll (acme, platform)', kind: 'text', required: false },
    {
      name: 'pull_client_id',
      title: 'Client with a service account that has the role view-events',
      kind: 'text',
      required: false,
    },
    { name: 'pull_client_secret', title: 'Its client secret', kind: 'secret', required: false },
    {
      name: 'pull_realm',
      title: 'Realm of that client (the first of those polled when empty)',
      kind: 'text',
      required: false,
    },
  ],
  required: ['api_url', 'pull_of', 'pull_client_id', 'pull_client_secret'],
  streams: (source) => realmsOf(source).flatMap((realm) => kinds.map((kind) => `${realm}/${kind}`)),
  origins: (source) => [originOf(serverOf(source))],
  signIn: {
    request: (source) => ({
      url: tokenUrl(source),
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: needed(source, 'pull_client_id'),
        client_secret: needed(source, 'pull_client_secret'),
      }).toString(),
    }),
    read: readToken,
  },
  authorize: (request, _source, _now, token) =>
    withHeaders(request, { authorization: `Bearer ${token}`, accept: 'application/json' }),
  open: ({ stream, from, resume }, source) => [
    { url: pageUrl(source, stream, placeOf(resume, from)), accepts: [400] },
  ],
  read(answer, _request, step, source) {
    if (answer.status === 400) {
      throw new PullFailed(
        'refused',
        'Keycloak takes no times of day in a search of events: polls need Keycloak 26.2 or later.',
      );
    }
    const value = jsonOf(answer);
    const records = countOf(value);
    const next = nextPlace(list(value), placeOf(step.resume, step.from), step);
    return {
      bodies: records === 0 ? [] : [answer.body],
      records,
      next: next === null ? [] : [{ url: pageUrl(source, step.stream, next), accepts: [400] }],
      resume: next === null ? null : { ...next },
    };
  },
};
