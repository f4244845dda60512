// From one line of PostgreSQL's log to an event: pgaudit's records, logged statements, connections,
// errors.
import type { Outcome } from '@acta/event';
import { ipOf, labelsOf, thing, type Actor, type Target } from '../event-parts.ts';
import { actorNamed, word } from '../naming.ts';
import { longText, present, text, type Json } from '../reader.ts';
import { timeOf } from '../time-text.ts';
import type { EventBody } from '../types.ts';
import { change, changesOrNone } from '../values.ts';
import { zonedTime } from '../zones.ts';
import { commandAction } from './commands.ts';
import { csvFields } from './csv-rows.ts';
import type { LogLine } from './line.ts';
import { readMessage } from './messages.ts';
import { readStatement, withoutPasswords, type Statement } from './statement.ts';

/** What a line is, before who and when. */
interface Meaning {
  action: string;
  native: string;
  outcome: Outcome;
  statement?: Statement | undefined;
  /** The statement's text. */
  sql?: string | undefined;
  object?: { type: string; name: string } | undefined;
  labels?: Record<string, Json | undefined> | undefined;
}

export interface LineSettings {
  /** Zone of times that name none that is known. */
  zone: string;
  cluster: string;
}

/** The event of a line. */
export function lineEvent(line: LogLine, settings: LineSettings): EventBody {
  const meaning = auditMeaning(line.message) ?? statementMeaning(line) ?? messageMeaning(line);
  const sql = meaning.sql ?? line.statement;
  return present({
    time: timeOfLine(line.time, settings.zone),
    action: meaning.action,
    native: text(meaning.native),
    outcome: meaning.outcome,
    actor: actorOf(line),
    target: targetOf(line, meaning, settings.cluster),
    context: contextOf(line),
    changes: changesOf(line, meaning.statement),
    why: meaning.outcome === 'failure' || meaning.outcome === 'denied' ? whyOf(line) : undefined,
    labels: labelsOf({
      ...meaning.labels,
      sqlstate: line.state === '00000' ? undefined : line.state,
      statement: sql === undefined ? undefined : withoutPasswords(sql).slice(0, 1_000),
      ambiguous_line: line.ambiguous,
    }),
  }) as EventBody;
}

const auditStart = 'AUDIT: ';

/** pgaudit: `AUDIT: SESSION,1,1,DDL,CREATE TABLE,TABLE,public.account,"create …",<not logged>`. */
function auditMeaning(message: string): Meaning | undefined {
  if (!message.startsWith(auditStart)) return undefined;
  const [kind, statementId, part, auditClass, command, type, name, sql, parameters, rows] =
    csvFields(message.slice(auditStart.length));
  if (auditClass === undefined || command === undefined) return undefined;
  const statement = readStatement(sql ?? '');
  const sets = command === 'SET' || command === 'RESET';
  const told =
    sets || command === 'COPY' || command.startsWith('GRANT') || command.startsWith('REVOKE')
      ? statement.command
      : command;
  const named = name !== undefined && name !== '';
  return {
    action: commandAction(told === 'UNKNOWN' ? command : told, auditClass),
    native: `${auditClass} ${command}`,
    outcome: 'success',
    statement,
    sql,
    object: named ? { type: word(type === '' ? 'object' : type), name } : undefined,
    labels: {
      audit: kind?.toLowerCase(),
      class: auditClass,
      command,
      statement_id: `${statementId ?? ''}.${part ?? ''}`,
      parameters: parameters === undefined || /^<.*>$|^$/.test(parameters) ? undefined : parameters,
      rows: rows === '' ? undefined : rows,
    },
  };
}

const logged =
  /^(?:duration: [\d.]{1,20} ms {2})?(?:statement|(?:execute|parse|bind) [^:]{1,200}): /;

/** `log_statement` and `log_min_duration_statement`. */
function statementMeaning({ message }: LogLine): Meaning | undefined {
  const start = logged.exec(message.slice(0, 500));
  if (start === null) return undefined;
  const sql = message.slice(start[0].length);
  const statement = readStatement(sql);
  return {
    action: commandAction(statement.command),
    native: `statement ${statement.command}`,
    outcome: 'success',
    statement,
    sql,
  };
}

function messageMeaning(line: LogLine): Meaning {
  const { action, native, outcome } = readMessage(line.message, line.severity, line.state);
  const denied = /^(?:permission denied for|must be owner of) (\w{1,40}) ([^\n]{1,300})$/.exec(
    line.message.slice(0, 400),
  );
  return {
    action,
    native,
    outcome,
    object:
      denied === null
        ? undefined
        : { type: word(denied[1]), name: (denied[2] as string).replaceAll('"', '') },
    labels: action === 'log.written' ? { message: line.message.slice(0, 500) } : undefined,
  };
}

/** The person or program that signed in; the server's own processes as services. */
function actorOf(line: LogLine): Actor {
  const user =
    line.user ?? /\buser(?:=| ")([^\s"]{1,63})/.exec(line.message.slice(0, 300))?.[1] ?? undefined;
  if (user !== undefined && user !== '[unknown]') {
    const method = /\bmethod=([a-z0-9-]{1,32})/.exec(line.message.slice(0, 400))?.[1];
    const identity = /^connection authenticated: identity="([^"]{1,200})"/.exec(line.message)?.[1];
    return actorNamed('user', `postgresql:${user}`, {
      name: user,
      credential:
        method === undefined
          ? undefined
          : { type: word(method), ...(identity ? { name: identity } : {}) },
    });
  }
  return line.backend === undefined || /^(?:client backend|not initialized)$/.test(line.backend)
    ? actorNamed('unknown', undefined)
    : actorNamed('service', `postgresql:${line.backend}`, { name: line.backend });
}

function targetOf(line: LogLine, { object, statement }: Meaning, cluster: string): Target {
  const server = thing('database_server', `postgresql:${cluster}`, cluster) as Target;
  const named =
    line.database ?? /\bdatabase(?:=| ")([^\s"]{1,63})/.exec(line.message.slice(0, 400))?.[1];
  const database =
    named === undefined || named === '[unknown]'
      ? server
      : (thing('database', `postgresql:${cluster}/${named}`, named, server) as Target);
  const type = object?.type ?? statement?.type;
  const name = object?.name ?? statement?.name;
  if (type === undefined || name === undefined) return database;
  const shared = ['role', 'database', 'tablespace', 'setting'].includes(type);
  const parent = shared ? server : database;
  return thing(type, `${parent.id}/${shared ? `${type}:` : ''}${name}`, name, parent) ?? database;
}

function contextOf(line: LogLine): EventBody['context'] {
  const received = /^connection received: host=(\S{1,255})/.exec(line.message)?.[1];
  const rejected = /\bhost "([^"\s]{1,255})"/.exec(line.message.slice(0, 400))?.[1];
  return present({
    ip: ipOf(line.host) ?? ipOf(received) ?? ipOf(rejected),
    user_agent: longText(line.application === '[unknown]' ? undefined : line.application),
    session: line.session,
  });
}

function changesOf(line: LogLine, statement: Statement | undefined): EventBody['changes'] {
  if (statement?.granted !== undefined) {
    const given = statement.command.startsWith('GRANT');
    const roles = statement.command.endsWith('ROLE');
    const field = `${roles ? 'roles' : 'privileges'}${roles || statement.grantee === undefined ? '' : ` of ${statement.grantee}`}`;
    return changesOrNone([
      given
        ? change(field, undefined, statement.granted)
        : change(field, statement.granted, undefined),
    ]);
  }
  const set = /^parameter "([^"]{1,128})" changed to "([^"]{0,1000})"/.exec(
    line.message.slice(0, 1_200),
  );
  return set === null ? undefined : changesOrNone([change(set[1] as string, undefined, set[2])]);
}

function whyOf(line: LogLine): EventBody['why'] {
  const detail = line.detail === undefined ? '' : ` (${line.detail})`;
  return present({ reason: longText(withoutPasswords(`${line.message}${detail}`)) });
}

const utc = new Set(['UTC', 'GMT', 'Z', 'Etc/UTC']);
const shape = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))? ?(\S{0,32})$/;

/** `2026-11-19 08:15:02.114 CET`: an abbreviation is no zone; the source's zone decides then. */
function timeOfLine(value: string | undefined, zone: string): string | undefined {
  const part = shape.exec(value ?? '');
  if (part === null) return timeOf(value);
  const [, year, month, day, hour, minute, second, fraction = '', named = ''] = part;
  const offset = /^[+-]\d\d(?::?\d\d)?$/.test(named)
    ? named.length === 3
      ? `${named}:00`
      : named
    : undefined;
  return zonedTime(
    {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
      ms: Number(`${fraction}000`.slice(0, 3)),
    },
    offset ?? (named === '' || utc.has(named) ? (named === '' ? zone : 'UTC') : zone),
  );
}
