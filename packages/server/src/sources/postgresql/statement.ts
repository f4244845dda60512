// SQL statements by their first words: what they do, to what, to whom. Nothing is parsed further
// than it must be; linear time.
import { withoutCommandSecrets } from '../command-line.ts';

export interface Statement {
  command: string;
  /** `table`, `role`, `database`, … */
  type?: string | undefined;
  name?: string | undefined;
  /** Who gets or loses something. */
  grantee?: string | undefined;
  /** What they get or lose: privileges or roles. */
  granted?: string | undefined;
}

const searched = 4_000;
const kinds = new Set(
  (
    'TABLE VIEW INDEX SEQUENCE SCHEMA DATABASE ROLE USER GROUP FUNCTION PROCEDURE TRIGGER POLICY EXTENSION TYPE ' +
    'DOMAIN SERVER PUBLICATION SUBSCRIPTION TABLESPACE RULE AGGREGATE COLLATION LANGUAGE OPERATOR SYSTEM CAST ' +
    'STATISTICS ROUTINE'
  ).split(' '),
);
/** Words between CREATE and the kind of thing. */
const passed = new Set(
  (
    'OR REPLACE TEMP TEMPORARY UNLOGGED UNIQUE MATERIALIZED FOREIGN EVENT RECURSIVE CONSTRAINT IF NOT EXISTS ' +
    'CONCURRENTLY ONLY GLOBAL LOCAL DEFAULT TRUSTED PROCEDURAL DATA WRAPPER TEXT SEARCH ACCESS METHOD MAPPING FOR'
  ).split(' '),
);

/** The statement's words; comments before the first and quotes around names come off. */
export function readStatement(sql: string): Statement {
  const words = wordsOf(sql);
  const upper = words.map((word) => word.toUpperCase());
  const verb = upper[0] ?? '';
  if (verb === 'GRANT' || verb === 'REVOKE') return grantOf(verb, words, upper);
  if (verb === 'CREATE' || verb === 'ALTER' || verb === 'DROP')
    return definitionOf(verb, words, upper);
  if (verb === 'INSERT' || verb === 'DELETE') return onTable(verb, words[2]);
  if (verb === 'UPDATE') return onTable(verb, words[1] === undefined ? undefined : words[1]);
  if (verb === 'TRUNCATE') return onTable(verb, words[upper[1] === 'TABLE' ? 2 : 1]);
  if (verb === 'COPY') return onTable(upper.includes('FROM') ? 'COPY FROM' : 'COPY TO', words[1]);
  if (verb === 'SELECT') return onTable(verb, words[upper.indexOf('FROM') + 1 || words.length]);
  if (verb === 'SET' || verb === 'RESET') return setOf(verb, words, upper);
  return { command: verb === '' ? 'UNKNOWN' : verb };
}

function wordsOf(sql: string): string[] {
  const plain = sql
    .slice(0, searched)
    .replace(/\/\*[^*]{0,2000}\*\//g, ' ')
    .replace(/--[^\n]{0,2000}/g, ' ');
  return (plain.match(/"[^"]{1,128}"(?:\."[^"]{1,128}")?|[\w.$"*]+|[(),;]/g) ?? [])
    .slice(0, 400)
    .map((word) => word.replaceAll('"', ''));
}

function onTable(command: string, name: string | undefined): Statement {
  return name === undefined || !/^[\w.$ -]+$/.test(name)
    ? { command }
    : { command, type: 'table', name };
}

function definitionOf(verb: string, words: string[], upper: string[]): Statement {
  let at = 1;
  while (at < upper.length && passed.has(upper[at] as string)) at++;
  const kind = upper[at] ?? '';
  if (!kinds.has(kind)) return { command: verb };
  let name = at + 1;
  while (passed.has(upper[name] ?? '')) name++;
  if (kind === 'SYSTEM') {
    const name = words[at + 2];
    return { command: 'ALTER SYSTEM', type: 'setting', ...(name === undefined ? {} : { name }) };
  }
  const role = kind === 'USER' || kind === 'GROUP' || kind === 'ROLE';
  const value = words[name];
  return {
    command: `${verb} ${role ? 'ROLE' : kind}`,
    type: role ? 'role' : kind.toLowerCase(),
    ...(value === undefined || /^[(),;]$/.test(value) ? {} : { name: value }),
  };
}

/** GRANT privileges ON object TO role, and GRANT role TO role. */
function grantOf(verb: string, words: string[], upper: string[]): Statement {
  const on = upper.indexOf('ON');
  const to = upper.indexOf(verb === 'GRANT' ? 'TO' : 'FROM', Math.max(on, 0));
  const list = (from: number, end: number) =>
    words
      .slice(from, end)
      .filter((word) => word !== ';')
      .join(' ')
      .replaceAll(' ,', ',')
      .slice(0, 500);
  const start = upper[1] === 'GRANT' || upper[1] === 'ADMIN' ? 4 : 1;
  const grantee = to < 0 ? undefined : words[to + 1];
  const shared = {
    ...(grantee === undefined ? {} : { grantee }),
    granted: list(start, on > 0 ? on : to < 0 ? words.length : to),
  };
  if (on < 0)
    return {
      command: `${verb} ROLE`,
      type: 'role',
      ...(grantee ? { name: grantee } : {}),
      ...shared,
    };
  const kind = upper[on + 1] ?? '';
  const typed = kinds.has(kind) || kind === 'ALL';
  const object = list(typed ? on + 2 : on + 1, to < 0 ? words.length : to);
  const type = kinds.has(kind) ? kind.toLowerCase() : 'table';
  return { command: verb, type, ...(object === '' ? {} : { name: object }), ...shared };
}

function setOf(verb: string, words: string[], upper: string[]): Statement {
  const scoped = upper[1] === 'SESSION' || upper[1] === 'LOCAL' ? 2 : 1;
  if (upper[scoped] === 'ROLE' || upper[scoped] === 'AUTHORIZATION') {
    const role = words[scoped + 1];
    const name = role === '=' || role?.toUpperCase() === 'TO' ? words[scoped + 2] : role;
    return { command: `${verb} ROLE`, type: 'role', ...(name === undefined ? {} : { name }) };
  }
  return { command: verb };
}

/** Behind PASSWORD: a literal in any of its spellings, also one that was cut off. */
const quotedPassword = new RegExp(
  String.raw`(\bpassword(?:\s|\/\*[^*]{0,200}\*\/){0,20}(?:=\s{0,20})?)` +
    String.raw`(?:(?:[ebxn]|u&)?'(?:(?:[^'\\]|''|\\[^])*'|[^"]*(?="|$))|\$(\w{0,20})\$[^$]{0,4000}\$\2\$)`,
  'gi',
);
const plainPassword = /(\bpassword\s{0,20}=\s{0,20})(?!')([^\s'"<,;\\]{1,200})/gi;
/** What COPY runs. */
const program = /(\bprogram\s{1,20}')((?:[^'\\]|''|\\[^]){1,4000})(?=')/gi;

/** Passwords in a statement replaced; the same text where there is none. */
export function withoutPasswords(sql: string): string {
  const ran = sql.replace(
    program,
    (_, start: string, command: string) => start + withoutCommandSecrets(command),
  );
  return /password/i.test(ran)
    ? ran.replace(quotedPassword, "$1'<redacted>'").replace(plainPassword, '$1<redacted>')
    : ran;
}
