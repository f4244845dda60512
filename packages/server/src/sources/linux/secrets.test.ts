import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText } from '../adapter-testing.ts';
import { linux } from './index.ts';

const received = Date.parse('2026-11-20T10:00:00Z');
const stamp = 'audit(1795076102.114:77)';

function items(text: string) {
  normalizeText(linux, text); // against the schema
  return linux.normalize({ headers: {}, body: Buffer.from(text), received }, {}).items;
}

test('the journal as an export: entries by empty lines, values with line breaks by their length', () => {
  const long = Buffer.from('(root) CMD (mysql -phunter2\nsecond line)');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(long.length));
  const body = Buffer.concat([
    Buffer.from(
      '__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1795076102114000\n_HOSTNAME=web-1\n' +
        'SYSLOG_IDENTIFIER=sshd\n_PID=7\nMESSAGE=Failed password for bo from 203.0.113.7 port 2 ssh2\n\n' +
        '__CURSOR=s=1;i=3\n_HOSTNAME=web-1\nSYSLOG_IDENTIFIER=CRON\nMESSAGE\n',
    ),
    length,
    long,
    Buffer.from('\n\n__CURSOR=s=1;i=4\n_HOSTNAME=web-1\n'),
  ]);
  const normalized = linux.normalize({ headers: {}, body, received, via: 'file' }, {});
  const [first, second] = normalized.items;
  assert.deepEqual(
    [first?.delivery, first?.event.action, first?.event.time, first?.event.context?.ip],
    ['s=1;i=2', 'ssh.sign_in_failed', '2026-11-19T08:15:02.114Z', '203.0.113.7'],
  );
  assert.ok(first?.raw.startsWith('__CURSOR=s=1;i=2') && first.raw.endsWith('ssh2'));
  assert.deepEqual([second?.delivery, second?.event.action], ['s=1;i=3', 'command.executed']);
  assert.equal(second?.redacted, true);
  assert.ok(!JSON.stringify(second).includes('hunter2'));
  assert.deepEqual(
    normalized.failed.map(({ code }) => code),
    ['journal_entry_invalid'],
  );
});

test('passwords of command lines are left nowhere: sudo, cron, the journal, audit records', () => {
  const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase();
  const plain =
    'Nov 19 08:15:02 h sudo: ann : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/mysql -phunter2';
  const entry = JSON.stringify({
    __CURSOR: 's=1;i=9',
    SYSLOG_IDENTIFIER: 'CRON',
    MESSAGE: '(root) CMD (curl -u "ann:hunter2" https://h)',
    _CMDLINE: 'curl -u "ann:hunter2" https://h',
  });
  const bytes = JSON.stringify({
    __CURSOR: 's=1;i=10',
    SYSLOG_IDENTIFIER: 'sudo',
    MESSAGE: [...Buffer.from('ann : USER=root ; COMMAND=sshpass -p hunter2 ssh h')],
  });
  const audit = [
    `type=SYSCALL msg=${stamp}: arch=c000003e syscall=59 success=yes auid=1000 uid=0 exe="/usr/bin/mysql"`,
    `type=EXECVE msg=${stamp}: argc=4 a0="mysql" a1="-phunter2" a2="-e" a3=${hex('select 1')}`,
    `type=PROCTITLE msg=${stamp}: proctitle=${hex('mysql\0-phunter2\0-e\0select 1')}`,
  ].join('\n');
  const ran = `type=USER_CMD msg=${stamp}: pid=1 uid=1000 auid=1000 ses=1 msg='cwd="/" cmd=${hex('useradd -p hunter2 bo')} terminal=pts/0 res=success'`;
  for (const text of [plain, entry, bytes, audit, ran]) {
    const [item] = items(text);
    const kept = JSON.stringify(item);
    for (const secret of ['hunter2', hex('hunter2'), '104,117,110,116,101,114,50']) {
      assert.ok(!kept.includes(secret), kept);
    }
    assert.equal(item?.redacted, true);
    assert.ok(kept.includes('<redacted>'), kept);
  }
  assert.equal(items(audit)[0]?.event.labels?.['command'], 'mysql -p<redacted> -e select 1');
  const clean = 'Nov 19 08:15:02 h sudo: ann : USER=root ; COMMAND=/usr/bin/mysql shop';
  assert.equal(items(clean)[0]?.raw, clean);
  assert.ok(!('redacted' in (items(clean)[0] ?? {})));
});
