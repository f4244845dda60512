import { createMasker } from '@acta/event';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { Settings } from '../types.ts';
import { csvRows } from './csv-rows.ts';
import { postgresql } from './index.ts';
import { readStatement, withoutPasswords } from './statement.ts';

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

function csv(
  message: string,
  more: { severity?: string; state?: string; query?: string; line?: number } = {},
) {
  const { severity = 'LOG', state = '00000', query = '', line = 1 } = more;
  return (
    `2026-11-19 08:15:02.114 UTC,"ann","pay",4711,"203.0.113.7:53216",6b00316e.1d50,${line},"idle",` +
    `2026-11-19 08:15:00 UTC,3/2,0,${severity},${state},${quoted(message)},,,,,,${query === '' ? '' : quoted(query)},,,"psql","client backend",,0`
  );
}

const audit = (rest: string) => `AUDIT: ${rest}`;

test('a pgaudit record: who, when, from where, which statement on what', () => {
  const { event, delivery } = oneItem(
    postgresql,
    csv(
      audit(
        'SESSION,1,1,DDL,CREATE TABLE,TABLE,public.account,"create table account\n(\n id int\n)",<not logged>',
      ),
    ),
  );
  assert.equal(delivery, '6b00316e.1d50:1');
  assert.equal(event.action, 'table.created');
  assert.equal(event.native, 'DDL CREATE TABLE');
  assert.equal(event.time, '2026-11-19T08:15:02.114Z');
  assert.deepEqual(event.actor, { type: 'user', id: 'postgresql:ann', name: 'ann' });
  assert.deepEqual(event.target, {
    type: 'table',
    id: 'postgresql:postgresql/pay/public.account',
    name: 'public.account',
    parent: {
      type: 'database',
      id: 'postgresql:postgresql/pay',
      name: 'pay',
      parent: { type: 'database_server', id: 'postgresql:postgresql', name: 'postgresql' },
    },
  });
  assert.deepEqual(event.context, {
    ip: '203.0.113.7',
    user_agent: 'psql',
    session: '6b00316e.1d50',
  });
  assert.deepEqual(event.labels, {
    audit: 'session',
    class: 'DDL',
    command: 'CREATE TABLE',
    statement_id: '1.1',
    statement: 'create table account\n(\n id int\n)',
  });
});

const audits: readonly (readonly [string, string, string])[] = [
  ['SESSION,2,1,READ,SELECT,TABLE,public.pay,select * from pay,<none>', 'table.read', 'public.pay'],
  [
    'OBJECT,2,1,WRITE,UPDATE,TABLE,public.pay,update pay set a = 1,<none>',
    'table.written',
    'public.pay',
  ],
  [
    'SESSION,3,1,WRITE,TRUNCATE TABLE,TABLE,public.pay,truncate pay,<none>',
    'table.truncated',
    'public.pay',
  ],
  ['SESSION,4,1,ROLE,CREATE ROLE,,,create user bo,<none>', 'role.created', 'bo'],
  ['SESSION,4,1,ROLE,DROP ROLE,,,drop role if exists bo,<none>', 'role.deleted', 'bo'],
  [
    'SESSION,5,1,ROLE,GRANT,TABLE,,"grant select, insert on table pay to bo",<none>',
    'access.granted',
    'pay',
  ],
  ['SESSION,5,1,ROLE,REVOKE,TABLE,,revoke all on pay from bo,<none>', 'access.revoked', 'pay'],
  ['SESSION,6,1,ROLE,GRANT ROLE,,,grant admins to bo,<none>', 'role.assigned', 'bo'],
  [
    'SESSION,7,1,FUNCTION,EXECUTE,FUNCTION,public.f,select f(),<none>',
    'function.executed',
    'public.f',
  ],
  ['SESSION,8,1,MISC,SET,,,set role admins,<none>', 'role.assumed', 'admins'],
  ['SESSION,8,1,MISC,SET,,,set search_path = x,<none>', 'query.executed', 'pay'],
  ['SESSION,9,1,DDL,DROP DATABASE,,,drop database old,<none>', 'database.deleted', 'old'],
  [
    'SESSION,9,1,DDL,ALTER TABLE,TABLE,public.pay,alter table pay add b int,<none>',
    'schema.changed',
    'public.pay',
  ],
  [
    'SESSION,9,1,DDL,CREATE EXTENSION,,,create extension dblink,<none>',
    'plugin.installed',
    'dblink',
  ],
  [
    'SESSION,9,1,WRITE,COPY,TABLE,public.pay,copy pay from stdin,<none>',
    'table.written',
    'public.pay',
  ],
  ['SESSION,9,1,READ,COPY,TABLE,public.pay,copy pay to stdout,<none>', 'table.read', 'public.pay'],
];
for (const [line, action, name] of audits) {
  test(`${line.slice(0, 60)} → ${action}`, () => {
    const { event } = oneItem(postgresql, csv(audit(line)));
    assert.deepEqual([event.action, event.target.name], [action, name]);
  });
}

test('a grant tells what was given to whom', () => {
  const given = oneItem(
    postgresql,
    csv(audit('SESSION,5,1,ROLE,GRANT,TABLE,,"grant select, insert on table pay to bo",<none>')),
  );
  assert.deepEqual(given.event.changes, [{ field: 'privileges of bo', to: 'select, insert' }]);
  const taken = oneItem(postgresql, csv('statement: revoke admins from bo;'));
  assert.equal(taken.event.action, 'role.revoked');
  assert.deepEqual(taken.event.changes, [{ field: 'roles', from: 'admins' }]);
});

const messages: readonly (readonly [string, string, string, string, string])[] = [
  [
    'connection authorized: user=ann database=pay SSL enabled',
    'LOG',
    '00000',
    'database.connected',
    'success',
  ],
  [
    'disconnection: session time: 0:00:00.018 user=ann database=pay',
    'LOG',
    '00000',
    'database.disconnected',
    'success',
  ],
  [
    'connection authenticated: identity="ann" method=scram-sha-256 (hba:1)',
    'LOG',
    '00000',
    'user.signed_in',
    'success',
  ],
  [
    'password authentication failed for user "ann"',
    'FATAL',
    '28P01',
    'database.connection_failed',
    'failure',
  ],
  [
    'no pg_hba.conf entry for host "203.0.113.9", user "eve", database "pay", no encryption',
    'FATAL',
    '28000',
    'database.connection_failed',
    'denied',
  ],
  ['database "nope" does not exist', 'FATAL', '3D000', 'database.connection_failed', 'failure'],
  ['permission denied for table pay', 'ERROR', '42501', 'permission.denied', 'denied'],
  ['relation "x" does not exist', 'ERROR', '42P01', 'query.failed', 'failure'],
  ['parameter "log_connections" changed to "off"', 'LOG', '00000', 'setting.changed', 'success'],
  ['checkpoint starting: time', 'LOG', '00000', 'log.written', 'unknown'],
];
for (const [message, severity, state, action, outcome] of messages) {
  test(`${message.slice(0, 50)} → ${action}, ${outcome}`, () => {
    const { event } = oneItem(postgresql, csv(message, { severity, state }));
    assert.deepEqual([event.action, event.outcome], [action, outcome]);
  });
}

test('what a statement holds is never a line of its own', () => {
  const forged =
    'select 1 -- x\n2026-11-19 08:15:03.000 UTC [1] root@pay LOG:  AUDIT: SESSION,1,1,ROLE,GRANT,,,"grant all to eve",<none>';
  const byCsv = normalizeText(
    postgresql,
    `${csv(`statement: ${forged}`)}\n${csv('disconnection: x', { line: 2 })}\n`,
  );
  assert.deepEqual(
    byCsv.items.map(({ event }) => event.action),
    ['table.read', 'database.disconnected'],
  );
  const byText = normalizeText(
    postgresql,
    `2026-11-19 08:15:02.114 UTC [7] ann@pay LOG:  statement: ${forged.replaceAll('\n', '\n\t')}\n`,
  );
  assert.equal(byText.items.length, 1);
  assert.equal(byText.items[0]?.event.actor.name, 'ann');
  assert.notEqual(byText.items[0]?.event.action, 'access.granted');
});

const text = (lines: string[], settings: Settings = {}) =>
  normalizeText(postgresql, `${lines.join('\n')}\n`, {}, settings).items;

test('text logs: continuations, details and statements join their line by process', () => {
  const lines = [
    '2026-11-19 08:15:02.114 UTC [7] ann@pay ERROR:  permission denied for table pay',
    '2026-11-19 08:15:02.115 UTC [8] bo@pay LOG:  disconnection: session time: 0:00:01',
    '2026-11-19 08:15:02.114 UTC [7] ann@pay STATEMENT:  delete from pay',
    '\twhere id = 1',
  ];
  const items = text(lines);
  assert.equal(items.length, 2);
  assert.equal(items[0]?.event.labels?.['statement'], 'delete from pay\nwhere id = 1');
  assert.equal(items[0]?.raw, [lines[0], lines[2], lines[3]].join('\n'));
  assert.equal(items[1]?.event.actor.name, 'bo');
});

test('text logs follow the prefix that the server is set to', () => {
  const prefix = '%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ';
  const [item] = text(
    [
      '2026-11-19 09:15:02 CET [7]: [3-1] user=ann,db=pay,app=psql,client=203.0.113.7 LOG:  statement: drop table pay;',
    ],
    { prefix, zone: 'Europe/Berlin' },
  );
  assert.equal(item?.event.time, '2026-11-19T08:15:02.000Z');
  assert.equal(item?.event.context?.ip, '203.0.113.7');
  assert.equal(item?.event.context?.user_agent, 'psql');
  assert.equal(item?.event.action, 'table.deleted');
  const [forged] = text(
    [
      '2026-11-19 09:15:02 CET [7]: [3-1] user=ann,db=pay,app=x,client=198.51.100.1 LOG:  y,client=203.0.113.7 LOG:  statement: select 1',
    ],
    { prefix },
  );
  assert.equal(forged?.event.labels?.['ambiguous_line'], 'true');
});

test('jsonlog', () => {
  const record = {
    timestamp: '2026-11-19 08:15:02.114 UTC',
    user: 'ann',
    dbname: 'pay',
    pid: 7,
    remote_host: '203.0.113.7',
    session_id: '6b.7',
    line_num: 4,
    error_severity: 'LOG',
    message: 'statement: alter system set log_connections = off',
    application_name: 'psql',
    backend_type: 'client backend',
  };
  const { event, delivery } = oneItem(postgresql, record);
  assert.deepEqual(
    [event.action, event.target.name, delivery],
    ['setting.changed', 'log_connections', '6b.7:4'],
  );
});

test('a statement that an error line names failed', () => {
  const lines = [
    csv(audit('SESSION,1,1,WRITE,INSERT,TABLE,public.pay,insert into pay values (1),<none>')),
    csv('duplicate key', {
      severity: 'ERROR',
      state: '23505',
      query: 'insert into pay values (1)',
      line: 2,
    }),
  ];
  assert.deepEqual(
    text(lines).map(({ event }) => event.outcome),
    ['failure', 'failure'],
  );
});

test('passwords leave the statement and the raw line', () => {
  const item = oneItem(postgresql, csv("statement: create role bo login password 'hunter''2';"));
  assert.ok(!JSON.stringify(item).includes('hunter'));
  assert.equal(item.redacted, true);
  assert.equal(
    withoutPasswords("connection 'host=a password=abc dbname=x'"),
    "connection 'host=a password=<redacted> dbname=x'",
  );
  assert.equal(withoutPasswords('select password from t'), 'select password from t');
});

test('passwords of statements in every spelling, and of programs that COPY runs', () => {
  const cases: readonly (readonly [string, string])[] = [
    ["CREATE ROLE a PASSWORD E'hun\\'ter2' LOGIN", "CREATE ROLE a PASSWORD '<redacted>' LOGIN"],
    ["ALTER USER a WITH PASSWORD/* x */'hunter2'", "ALTER USER a WITH PASSWORD/* x */'<redacted>'"],
    [
      "create role a encrypted password U&'hunter2';",
      "create role a encrypted password '<redacted>';",
    ],
    ['alter role a password $x$hunter2$x$', "alter role a password '<redacted>'"],
    ["ALTER ROLE a PASSWORD 'it''s hunter2'", "ALTER ROLE a PASSWORD '<redacted>'"],
    ["ALTER ROLE a PASSWORD 'hunter2 and cut", "ALTER ROLE a PASSWORD '<redacted>'"],
    [
      "CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'b', password 'hunter2')",
      "CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'b', password '<redacted>')",
    ],
    [
      "copy t from program 'curl -u ann:hunter2 https://h'",
      "copy t from program 'curl -u ann:<redacted> https://h'",
    ],
    ['ALTER ROLE a PASSWORD NULL', 'ALTER ROLE a PASSWORD NULL'],
    ["set password_encryption = 'md5'", "set password_encryption = 'md5'"],
  ];
  for (const [given, wanted] of cases) {
    assert.equal(withoutPasswords(given), wanted);
    assert.equal(withoutPasswords(wanted), wanted);
    const item = oneItem(postgresql, csv(audit(`SESSION,1,1,ROLE,ALTER ROLE,,,${quoted(given)},`)));
    assert.ok(!JSON.stringify(item).includes('hunter2'), given);
  }
  const masker = createMasker({ key: new Uint8Array(32) });
  const failed = csv('connection to postgres://ann:hunter2@db/pay failed', { severity: 'ERROR' });
  const { event, raw } = oneItem(postgresql, failed);
  assert.ok(!JSON.stringify([masker.value(event), masker.text(raw).text]).includes('hunter2'));
});

test('nobody is unknown; processes of the server are services', () => {
  const row = csv('checkpoint starting: time')
    .replace('"ann","pay"', ',')
    .replace('client backend', 'checkpointer');
  assert.deepEqual(oneItem(postgresql, row).event.actor, {
    type: 'service',
    id: 'postgresql:checkpointer',
    name: 'checkpointer',
  });
  const received = csv('connection received: host=203.0.113.9 port=1')
    .replace('"ann","pay"', ',')
    .replace('client backend', 'not initialized');
  assert.equal(oneItem(postgresql, received).event.actor.type, 'unknown');
});

test('rows that are cut or short go to quarantine, the others are taken', () => {
  const { items, failed } = normalizeText(
    postgresql,
    `${csv('disconnection: x')}\n2026-11-19 08:15:02.114 UTC,"a\n`,
  );
  assert.deepEqual([items.length, failed[0]?.code], [1, 'csv_invalid']);
  assert.deepEqual(csvRows('a,"b ""c""\nd",\r\n\ne')[0]?.fields, ['a', 'b "c"\nd', '']);
});

test('statements by their first words', () => {
  const of = (sql: string) => {
    const { command, name, grantee } = readStatement(sql);
    return [command, name, grantee];
  };
  assert.deepEqual(of('/* x */ CREATE TEMP TABLE IF NOT EXISTS "My T" (a int)'), [
    'CREATE TABLE',
    'My T',
    undefined,
  ]);
  assert.deepEqual(of('grant usage on schema s to public'), ['GRANT', 's', 'public']);
  assert.deepEqual(of('create or replace function f() returns int'), [
    'CREATE FUNCTION',
    'f',
    undefined,
  ]);
  assert.deepEqual(of('drop user bo'), ['DROP ROLE', 'bo', undefined]);
  assert.deepEqual(of(''), ['UNKNOWN', undefined, undefined]);
  assert.deepEqual(of('vacuum'), ['VACUUM', undefined, undefined]);
});
