import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText } from '../adapter-testing.ts';
import { parseSyslog } from '../syslog-line.ts';
import { linux } from './index.ts';

const received = Date.parse('2026-11-20T10:00:00Z');

function items(text: string, settings = {}) {
  normalizeText(linux, text, {}, settings); // against the schema
  return linux.normalize({ headers: {}, body: Buffer.from(text), received }, settings).items;
}
function one(app: string, message: string) {
  const [item] = items(`Nov 19 08:15:02 web-1 ${app}[4711]: ${message}\n`);
  assert.ok(item !== undefined);
  return item.event;
}

const cases: readonly (readonly [string, string, string, string | undefined, string, string])[] = [
  [
    'sshd',
    'Accepted publickey for ann from 203.0.113.7 port 53216 ssh2: ED25519 SHA256:abc',
    'ssh.signed_in',
    'ann',
    'web-1',
    'success',
  ],
  [
    'sshd',
    'Failed password for invalid user bo from 203.0.113.7 port 2 ssh2',
    'ssh.sign_in_failed',
    'bo',
    'web-1',
    'failure',
  ],
  [
    'sshd',
    'Invalid user eve from 203.0.113.7 port 2',
    'ssh.sign_in_failed',
    'eve',
    'web-1',
    'failure',
  ],
  [
    'sshd',
    'User root from 203.0.113.7 not allowed because not listed in AllowUsers',
    'ssh.sign_in_failed',
    'root',
    'web-1',
    'denied',
  ],
  [
    'sshd',
    'Disconnected from user ann 203.0.113.7 port 53216',
    'ssh.disconnected',
    'ann',
    'web-1',
    'success',
  ],
  [
    'sshd',
    'pam_unix(sshd:session): session opened for user ann(uid=1000) by (uid=0)',
    'shell.opened',
    'ann',
    'ann',
    'success',
  ],
  [
    'sudo',
    'pam_unix(sudo:session): session opened for user root(uid=0) by ann(uid=1000)',
    'shell.opened',
    'ann',
    'root',
    'success',
  ],
  [
    'su',
    'pam_unix(su:session): session opened for user bo(uid=1001) by (uid=0)',
    'shell.opened',
    'root',
    'bo',
    'success',
  ],
  [
    'sshd',
    'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=bo',
    'ssh.sign_in_failed',
    'bo',
    'web-1',
    'failure',
  ],
  [
    'sudo',
    '     ann : TTY=pts/0 ; PWD=/home/ann ; USER=root ; COMMAND=/bin/sh -c a ; b',
    'privilege.escalated',
    'ann',
    'root',
    'success',
  ],
  [
    'sudo',
    '     bo : user NOT in sudoers ; TTY=pts/1 ; PWD=/ ; USER=root ; COMMAND=/bin/cat /etc/shadow',
    'privilege.denied',
    'bo',
    'root',
    'denied',
  ],
  [
    'sudo',
    '     bo : 3 incorrect password attempts ; TTY=pts/1 ; PWD=/ ; USER=root ; COMMAND=/bin/ls',
    'privilege.denied',
    'bo',
    'root',
    'denied',
  ],
  ['su', '(to root) ann on pts/0', 'privilege.escalated', 'ann', 'root', 'success'],
  ['su', 'FAILED SU (to root) bo on pts/1', 'privilege.denied', 'bo', 'root', 'denied'],
  [
    'useradd',
    'new user: name=bo, UID=1001, GID=1001, home=/home/bo, shell=/bin/bash, from=/dev/pts/0',
    'user.created',
    undefined,
    'bo',
    'success',
  ],
  ['usermod', "add 'bo' to group 'sudo'", 'group_member.added', undefined, 'sudo', 'success'],
  [
    'usermod',
    "change user 'bo' shell from '/bin/sh' to '/bin/bash'",
    'user.changed',
    undefined,
    'bo',
    'success',
  ],
  ['userdel', "delete user 'bo'", 'user.deleted', undefined, 'bo', 'success'],
  [
    'gpasswd',
    'user bo added by root to group sudo',
    'group_member.added',
    'root',
    'sudo',
    'success',
  ],
  [
    'passwd',
    'pam_unix(passwd:chauthtok): password changed for bo',
    'password.changed',
    undefined,
    'bo',
    'success',
  ],
  [
    'CRON',
    '(root) CMD (run-parts /etc/cron.hourly)',
    'command.executed',
    'root',
    'run-parts /etc/cron.hourly',
    'success',
  ],
  ['crontab', '(ann) REPLACE (ann)', 'pipeline_schedule.changed', 'ann', 'ann', 'success'],
  [
    'systemd',
    'Started nginx.service - A web server.',
    'service.started',
    undefined,
    'nginx.service',
    'success',
  ],
  [
    'systemd',
    "nginx.service: Failed with result 'exit-code'.",
    'service.stopped',
    undefined,
    'nginx.service',
    'failure',
  ],
  ['systemd-logind', 'New session 3 of user ann.', 'shell.opened', 'ann', 'ann', 'success'],
  ['nginx', 'worker started', 'log.written', undefined, 'web-1', 'unknown'],
];
for (const [app, message, action, user, target, outcome] of cases) {
  test(`${app}: ${message.slice(0, 60)} → ${action}`, () => {
    const event = one(app, message);
    assert.deepEqual(
      [event.action, event.actor.name, event.target.name, event.outcome],
      [action, user, target, outcome],
    );
    assert.equal(event.time, '2026-11-19T08:15:02.000Z');
  });
}

test('sshd: the address is the one that the server wrote, whatever the name says', () => {
  const event = one('sshd', 'Invalid user root from 198.51.100.1 port 22 from 203.0.113.7 port 2');
  assert.equal(event.context?.ip, '203.0.113.7');
  assert.equal(event.actor.name, 'root from 198.51.100.1 port 22');
  const key = one(
    'sshd',
    'Accepted publickey for ann from 203.0.113.7 port 53216 ssh2: ED25519 SHA256:abc',
  );
  assert.deepEqual(key.actor.credential, { type: 'publickey', id: 'SHA256:abc' });
});

test('sudo: the command is the whole rest of the line', () => {
  const event = one('sudo', 'ann : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/echo ; USER=eve');
  assert.equal(event.labels?.['command'], '/bin/echo ; USER=eve');
  assert.equal(event.target.name, 'root');
});

test('times: year by receipt, zone by setting, ISO as it stands, RFC 5424', () => {
  const at = (line: string, zone = 'UTC', now = received) =>
    parseSyslog(line, { zone, received: now }).time;
  assert.equal(at('Nov 19 08:15:02 h a: m'), '2026-11-19T08:15:02.000Z');
  assert.equal(at('Dec 31 23:59:59 h a: m'), '2025-12-31T23:59:59.000Z');
  assert.equal(
    at('Jan  1 00:00:05 h a: m', 'UTC', Date.parse('2026-12-31T23:59:58Z')),
    '2027-01-01T00:00:05.000Z',
  );
  assert.equal(at('Nov 19 09:15:02 h a: m', 'Europe/Berlin'), '2026-11-19T08:15:02.000Z');
  assert.equal(at('Feb 29 08:00:00 h a: m'), '2024-02-29T08:00:00.000Z');
  assert.equal(at('2026-11-19T09:15:02.114987+01:00 h a[1]: m'), '2026-11-19T08:15:02.114Z');
  assert.deepEqual(
    parseSyslog('<34>1 2026-11-19T08:15:02.003Z h su 7 ID47 [x@1 a="b\\"]" c="d"][y] \ufeffhi', {
      zone: 'UTC',
      received,
    }),
    {
      facility: 4,
      severity: 2,
      time: '2026-11-19T08:15:02.003Z',
      host: 'h',
      app: 'su',
      process: '7',
      messageId: 'ID47',
      data: { 'x@1.a': 'b"]', 'x@1.c': 'd' },
      message: 'hi',
    },
  );
  assert.deepEqual(parseSyslog('<999>odd', { zone: 'UTC', received }).message, 'odd');
});

const stamp = 'audit(1795076102.114:77)';
const auditLines = [
  `type=SYSCALL msg=${stamp}: arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c a1=7f a2=241 a3=1b6 items=1 ppid=1 pid=7 auid=1000 uid=0 gid=0 tty=pts0 ses=3 comm="vi" exe="/usr/bin/vi" key="privileges"`,
  `type=CWD msg=${stamp}: cwd="/root"`,
  `type=PATH msg=${stamp}: item=0 name="/etc/sudoers" inode=1 dev=08:01 mode=0100440 nametype=NORMAL`,
  `type=PROCTITLE msg=${stamp}: proctitle=7669002F6574632F7375646F657273`,
];

test('audit records of one event become one event, with all their text', () => {
  const other =
    'type=SERVICE_START msg=audit(1795076102.200:78): pid=1 uid=0 auid=4294967295 ses=4294967295 msg=\'unit=nginx comm="systemd" exe="/lib/systemd/systemd" hostname=? addr=? terminal=? res=success\'';
  const text = [auditLines[0], other, ...auditLines.slice(1)].join('\n');
  const [first, second, ...rest] = items(text, { host: 'web-1' });
  assert.deepEqual(rest, []);
  assert.equal(first?.raw, auditLines.join('\n'));
  assert.equal(first?.delivery, 'audit::1795076102.114:77');
  assert.equal(first?.event.action, 'file.changed');
  assert.equal(first?.event.outcome, 'denied');
  assert.equal(first?.event.time, '2026-11-19T08:15:02.114Z');
  assert.equal(first?.event.target.name, '/etc/sudoers');
  assert.equal(first?.event.actor.id, 'web-1:uid:1000');
  assert.equal(first?.event.labels?.['command'], 'vi /etc/sudoers');
  assert.equal(first?.event.labels?.['key'], 'privileges');
  assert.deepEqual([second?.event.action, second?.event.target.name], ['service.started', 'nginx']);
});

const auditCases: readonly (readonly [string, string, string | undefined, string])[] = [
  [
    'type=USER_LOGIN msg=A: pid=1 uid=0 auid=1000 ses=3 msg=\'op=login id=1000 exe="/usr/sbin/sshd" hostname=203.0.113.7 addr=203.0.113.7 terminal=/dev/pts/0 res=success\'\u001dUID="root" AUID="ann"',
    'ssh.signed_in',
    'ann',
    'success',
  ],
  [
    'type=USER_AUTH msg=A: pid=1 uid=0 auid=4294967295 ses=4294967295 msg=\'op=PAM:authentication acct="bo" exe="/usr/sbin/sshd" hostname=203.0.113.7 addr=203.0.113.7 terminal=ssh res=failed\'',
    'user.sign_in_failed',
    'bo',
    'failure',
  ],
  [
    'type=USER_CMD msg=A: pid=1 uid=1000 auid=1000 ses=3 msg=\'cwd="/" cmd=6C73202F726F6F74 exe="/usr/bin/sudo" terminal=pts/0 res=failed\'\u001dUID="ann" AUID="ann"',
    'privilege.denied',
    'ann',
    'denied',
  ],
  [
    'type=ADD_USER msg=A: pid=1 uid=0 auid=1000 ses=3 msg=\'op=add-user acct="bo" exe="/usr/sbin/useradd" hostname=? addr=? terminal=? res=success\'\u001dAUID="ann"',
    'user.created',
    'ann',
    'success',
  ],
  [
    'type=CONFIG_CHANGE msg=A: auid=1000 ses=3 op=remove_rule key="x" list=4 res=1\u001dAUID="ann"',
    'audit_logging.changed',
    'ann',
    'success',
  ],
  [
    'type=DAEMON_END msg=A: op=terminate auid=1000 pid=1 uid=0 ses=3 res=success\u001dAUID="ann"',
    'audit_logging.disabled',
    'ann',
    'success',
  ],
  [
    'type=ANOM_PROMISCUOUS msg=A: dev=eth0 prom=256 auid=1000 uid=0 ses=3\u001dAUID="ann"',
    'threat.detected',
    'ann',
    'unknown',
  ],
];
for (const [line, action, user, outcome] of auditCases) {
  test(`${line.slice(0, 40)} → ${action}`, () => {
    const [item] = items(line.replace('msg=A', `msg=${stamp}`));
    assert.deepEqual(
      [item?.event.action, item?.event.actor.name, item?.event.outcome],
      [action, user, outcome],
    );
  });
}

test('the journal: cursor as id, microseconds, texts and lists of bytes', () => {
  const entry = {
    __CURSOR: 's=1;i=2',
    __REALTIME_TIMESTAMP: '1795076102114000',
    _HOSTNAME: 'web-1',
    SYSLOG_IDENTIFIER: 'sshd',
    _PID: '7',
    MESSAGE: [...Buffer.from('Failed password for bo from 203.0.113.7 port 2 ssh2')],
  };
  const [item, second] = items(
    `${JSON.stringify(entry)}\n${JSON.stringify({ ...entry, __CURSOR: 's=1;i=3', MESSAGE: 'x' })}`,
  );
  assert.equal(item?.delivery, 's=1;i=2');
  assert.equal(item?.event.action, 'ssh.sign_in_failed');
  assert.equal(item?.event.time, '2026-11-19T08:15:02.114Z');
  assert.equal(second?.event.action, 'log.written');
  const bad = normalizeText(linux, '{"__CURSOR":"x"}\n');
  assert.equal(bad.failed[0]?.code, 'journal_entry_invalid');
});

test('equal lines of one delivery stay apart; resent they are the same', () => {
  const line = 'Nov 19 08:15:02 h CRON[1]: (root) CMD (true)';
  const ids = items(`${line}\n${line}\n`).map(({ delivery }) => delivery);
  assert.equal(new Set(ids).size, 2);
  assert.deepEqual(
    items(`${line}\n${line}\n`).map(({ delivery }) => delivery),
    ids,
  );
});
