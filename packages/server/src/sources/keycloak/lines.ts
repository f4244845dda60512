// Keycloak's own log: lines of the logger `org.keycloak.events` hold an event as `key="value"` pairs,
// in the server's text form, in its JSON form, or behind a syslog header.
import { logfmtPairs } from '../logfmt.ts';
import { present, text, type JsonObject } from '../reader.ts';
import { timeOf } from '../time-text.ts';
import { zonedTime } from '../zones.ts';

export interface LogLine {
  time?: string | undefined;
  logger?: string | undefined;
  level?: string | undefined;
  host?: string | undefined;
  message: string;
}

const stamp =
  /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)[,.](\d{3}) +([A-Z]{4,5}) +\[([\w.$]{1,200})\] (?:\([^)]{1,200}\) )?/;

/** A line in the server's text form, its time in the given zone; undefined for all else. */
export function textLine(line: string, zone: string): LogLine | undefined {
  const found = stamp.exec(line);
  if (found === null) return undefined;
  const part = (at: number) => Number(found[at]);
  const wall = {
    year: part(1),
    month: part(2),
    day: part(3),
    hour: part(4),
    minute: part(5),
    second: part(6),
    ms: part(7),
  };
  return {
    time: zonedTime(wall, zone),
    level: found[8],
    logger: found[9],
    message: line.slice(found[0].length),
  };
}

/** A record of the server's JSON log; undefined for all else. */
export function jsonLine(record: JsonObject): LogLine | undefined {
  const { loggerName, message } = record;
  if (typeof loggerName !== 'string' || typeof message !== 'string') return undefined;
  return {
    time: timeOf(record['timestamp'] ?? record['@timestamp']),
    level: text(record['level']),
    logger: text(loggerName),
    host: text(record['hostName']),
    message,
  };
}

const ofUser = [
  'type',
  'realmId',
  'realmName',
  'clientId',
  'userId',
  'sessionId',
  'ipAddress',
  'error',
];
const ofAdmin = [
  'operationType',
  'realmId',
  'realmName',
  'clientId',
  'userId',
  'ipAddress',
  'resourceType',
  'resourcePath',
  'error',
];

/** The event in a line's message, in the form of a webhook's; undefined where it holds none. */
export function eventInMessage({ message, time }: LogLine): JsonObject | undefined {
  if (!/^(?:type|operationType)=/.test(message)) return undefined;
  const pairs = new Map(
    Object.entries(logfmtPairs(message) ?? {}).map(([name, value]) => [
      name,
      value.endsWith(',') ? value.slice(0, -1) : value,
    ]),
  );
  const isAdmin = pairs.has('operationType');
  const named = isAdmin ? ofAdmin : ofUser;
  const own = Object.fromEntries(named.map((name) => [name, given(pairs.get(name))]));
  const rest = [...pairs].filter(([name]) => !named.includes(name));
  const { clientId, userId, ipAddress } = own;
  return present({
    ...own,
    time,
    details: rest.length === 0 ? undefined : Object.fromEntries(rest),
    ...(isAdmin ? { authDetails: present({ clientId, userId, ipAddress }) } : {}),
  }) as JsonObject | undefined;
}

/** Java writes what is not there as `null`. */
const given = (value: string | undefined) => (value === 'null' ? undefined : value);
