// Who, when, what and on what by the names that records commonly use: what a mapping leaves out is
// not empty.
import { catalogue } from '@acta/event';
import { emailOf, ipOf } from '../event-parts.ts';
import { object, present, text, type Json, type JsonObject } from '../reader.ts';
import { outcomeOf } from './fields.ts';
import { textOf } from './template.ts';
import { readAuto } from './time-format.ts';

const names = {
  time:
    'time timestamp @timestamp ts datetime date_time eventtime event_time occurred_at occurredat created_at createdat ' +
    'created date at when published_at published logged_at log_time start_time started_at',
  actor:
    'actor user username user_name login principal initiator performed_by created_by createdby changed_by updated_by ' +
    'author sender subject account who by operator requester requested_by owner email user_id userid',
  action:
    'action event event_type eventtype event_name eventname type verb operation op activity method kind command name',
  target:
    'target resource object entity item repository repo project service application app resource_name resourcename ' +
    'resource_id subject_id environment host hostname path file url key table',
  outcome:
    'outcome result status success succeeded ok error_code response_code status_code statuscode',
  ip: 'ip ip_address ipaddress client_ip clientip remote_addr remote_address remote_ip source_ip sourceip src_ip address',
  agent: 'user_agent useragent agent',
  session: 'session session_id sessionid',
  message: 'message msg text description summary log line',
};
type Kind = keyof typeof names;

const wanted: Readonly<Record<Kind, readonly string[]>> = Object.fromEntries(
  Object.entries(names).map(([kind, list]) => [kind, list.split(' ')]),
) as unknown as Readonly<Record<Kind, readonly string[]>>;

const membersMax = 200;
/** Members in which envelopes keep what matters. */
const inside = ['event', 'data', 'payload', 'detail', 'details', 'record', 'attributes', 'body'];

/** What a record says by its names; each member only where something was found. */
export interface Guessed {
  time?: string;
  native?: string;
  action?: string;
  outcome?: 'success' | 'failure' | 'denied' | 'unknown';
  actor?: { type: string; id: string; name?: string; email?: string };
  target?: { type: string; id: string; name?: string };
  context?: { ip?: string; user_agent?: string; session?: string };
  message?: string;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Guesses over a record. `received` (ms) tells a time of the future from one that is; members that
 * are `named` are known otherwise.
 */
export function guessed(
  value: Json | undefined,
  received: number,
  named: ReadonlySet<string> = nothing,
): Guessed {
  if (typeof value === 'string') return fromText(value, received);
  const record = object(value);
  return record === undefined ? {} : fromRecord(looksOf(record), received, named);
}

/** Members by their names in lower case: of the record, then of the envelopes' insides. */
function looksOf(record: JsonObject): Map<string, Json>[] {
  const levels = [record];
  for (const name of inside) {
    const level = object(member(record, name));
    if (level !== undefined) levels.push(level);
  }
  return levels.map((level) => {
    const members = new Map<string, Json>();
    for (const name of Object.keys(level).slice(0, membersMax)) {
      members.set(name.toLowerCase(), level[name] as Json);
    }
    return members;
  });
}

const member = (record: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

type Levels = Map<string, Json>[];

/** The first that `take` accepts, in the order of the names. */
function first<T>(
  levels: Levels,
  kind: Kind,
  take: (value: Json, name: string) => T | undefined,
): T | undefined {
  for (const level of levels) {
    for (const name of wanted[kind]) {
      const value = level.get(name);
      if (value === undefined || value === null || value === '') continue;
      const taken = take(value, name);
      if (taken !== undefined) return taken;
    }
  }
  return undefined;
}

function fromRecord(levels: Levels, received: number, named: ReadonlySet<string>): Guessed {
  const open = <T>(group: keyof Guessed, look: () => T | undefined): T | undefined =>
    named.has(group) ? undefined : look();
  const native =
    named.has('native') && named.has('action')
      ? undefined
      : first(levels, 'action', (value) =>
          object(value) === undefined ? text(textOf(value)) : undefined,
        );
  const guess = present({
    time: open('time', () => first(levels, 'time', (value) => timeIn(value, received))),
    native,
    action: native !== undefined && catalogue.has(native) ? native : undefined,
    outcome: open('outcome', () =>
      first(levels, 'outcome', (value) => outcomeOf(textOf(value) ?? '')),
    ),
    actor: open('actor', () => first(levels, 'actor', actorIn)),
    target: open('target', () => first(levels, 'target', targetIn)),
    context: open('context', () => contextIn(levels)),
    message: first(levels, 'message', (value) => text(textOf(value))),
  });
  return guess ?? {};
}

const yearMs = 365 * 86_400_000;
const oldest = Date.UTC(2000, 0, 1);

/** A number is a time only where it lies between 2000 and a year from now. */
function timeIn(value: Json, received: number): string | undefined {
  const time = readAuto(value, { zone: 'UTC', received });
  if (time === undefined) return undefined;
  const ms = Date.parse(time);
  return ms >= oldest && ms <= received + yearMs ? time : undefined;
}

function actorIn(value: Json): Guessed['actor'] {
  const given = object(value);
  if (given === undefined) {
    const id = text(textOf(value));
    if (id === undefined) return undefined;
    const email = emailOf(id);
    return { type: 'user', id, ...(email === undefined ? { name: id } : { email }) };
  }
  const look = (...keys: string[]) =>
    keys.flatMap((key) => text(textOf(member(given, key))) ?? [])[0];
  const name = look('name', 'username', 'user_name', 'login', 'displayName', 'display_name');
  const email = look('email', 'mail');
  const id = look('id', 'uuid', 'user_id', 'sub') ?? name ?? email;
  if (id === undefined) return undefined;
  const type = look('type', 'kind')?.toLowerCase();
  return {
    type: type !== undefined && /^[a-z][a-z_]{0,30}$/.test(type) ? type : 'user',
    id,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
  };
}

/** A bare name says the type by the member that holds it: `repository: "pay"`. */
function targetIn(value: Json, key: string): Guessed['target'] {
  const vague = /^(?:target|resource|object|entity|item|subject)/.test(key);
  const given = object(value);
  if (given === undefined) {
    const id = text(textOf(value));
    return id === undefined ? undefined : { type: vague ? 'resource' : key, id, name: id };
  }
  const look = (...keys: string[]) =>
    keys.flatMap((one) => text(textOf(member(given, one))) ?? [])[0];
  const name = look('full_name', 'name', 'title', 'path', 'key');
  const id = look('id', 'uuid', 'arn') ?? name;
  if (id === undefined) return undefined;
  const type = look('type', 'kind')?.toLowerCase();
  const known = type !== undefined && /^[a-z][a-z_]{0,30}$/.test(type) ? type : undefined;
  return {
    type: known ?? (vague ? 'resource' : key),
    id,
    ...(name === undefined ? {} : { name }),
  };
}

function contextIn(levels: Levels): Guessed['context'] {
  const ip = first(levels, 'ip', (value) => ipOf(value));
  const user_agent = first(levels, 'agent', (value) => text(textOf(value)));
  const session = first(levels, 'session', (value) => text(textOf(value)));
  if (ip === undefined && user_agent === undefined && session === undefined) return undefined;
  return {
    ...(ip === undefined ? {} : { ip }),
    ...(user_agent === undefined ? {} : { user_agent }),
    ...(session === undefined ? {} : { session }),
  };
}

const leading =
  /^\W{0,2}(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?|\d{10}(?:\.\d{1,9})?|\d{13})\b/;

/** A line: a time at its start, and the whole as the message. */
function fromText(line: string, received: number): Guessed {
  const start = leading.exec(line.slice(0, 64))?.[1];
  const time = start === undefined ? undefined : timeIn(start, received);
  const message = text(line);
  return { ...(time === undefined ? {} : { time }), ...(message === undefined ? {} : { message }) };
}
