import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { secretWords, withoutCommandSecrets } from './command-line.ts';

const cases: readonly (readonly [string, string])[] = [
  ['mysql -uroot -phunter2 shop', 'mysql -uroot -p<redacted> shop'],
  ['/usr/bin/mysqldump --all -phunter2', '/usr/bin/mysqldump --all -p<redacted>'],
  ['COMMAND=/usr/bin/mysql -phunter2', 'COMMAND=/usr/bin/mysql -p<redacted>'],
  ['(root) CMD (mysqldump -phunter2 x)', '(root) CMD (mysqldump -p<redacted> x)'],
  ['sshpass -p hunter2 ssh h ls', 'sshpass -p <redacted> ssh h ls'],
  ["sshpass -p 'hunter 2' ssh h", 'sshpass -p <redacted> ssh h'],
  ['curl -s -u ann:hunter2 https://h', 'curl -s -u ann:<redacted> https://h'],
  ['curl -uann:hunter2 https://h', 'curl -uann:<redacted> https://h'],
  ['docker login -u ann -p hunter2 r.example', 'docker login -u ann -p <redacted> r.example'],
  ['ldapsearch -D cn=a -w hunter2 -b x', 'ldapsearch -D cn=a -w <redacted> -b x'],
  ['redis-cli -a hunter2 ping', 'redis-cli -a <redacted> ping'],
  ['smbclient //h/s -U ann%hunter2', 'smbclient //h/s -U ann%<redacted>'],
  ['sqlplus scott/hunter2@orcl', 'sqlplus scott/<redacted>@orcl'],
  ['openssl rsa -passin pass:hunter2', 'openssl rsa -passin pass:<redacted>'],
  ['useradd -m -p $6$abc bo', 'useradd -m -p <redacted> bo'],
  ['bao kv put secret/x key=hunter2', 'bao kv put secret/x key=<redacted>'],
  [
    'kubectl create secret generic db --from-literal=pw=hunter2',
    'kubectl create secret generic db --from-literal=pw=<redacted>',
  ],
  ['echo ann:hunter2 | sudo chpasswd', 'echo ann:<redacted> | sudo chpasswd'],
  [
    'echo -n hunter2 | docker login --password-stdin',
    'echo -n <redacted> | docker login --password-stdin',
  ],
  [`sh -c "mysql -phunter2 -e 'select 1'"`, `sh -c "mysql -p<redacted> -e 'select 1'"`],
  [
    'tool --db-password hunter2 --api-key=hunter2',
    'tool --db-password <redacted> --api-key=<redacted>',
  ],
  ['mysql -uroot; sshpass -phunter2 ls', 'mysql -uroot; sshpass -p<redacted> ls'],
];
for (const [given, wanted] of cases) {
  test(given, () => {
    assert.equal(withoutCommandSecrets(given), wanted);
    assert.equal(withoutCommandSecrets(wanted), wanted);
  });
}

test('what is no secret stays', () => {
  for (const text of [
    'mkdir -p /srv/mysql/x',
    'docker run -p 8080:80 nginx',
    'ssh -p 22 host; mysql --port 3306',
    'cp -p a b | curl -T - https://h',
    'ps aux -u ann',
    'vault kv get secret/x=y',
    'echo hello | wc',
    'the word mysql and -p alone',
    'tool --token-file x --password-stdin --token --force',
  ]) {
    assert.equal(withoutCommandSecrets(text), text);
  }
});

test('words of a recorded call', () => {
  const words = ['mysql', '-phunter2', '--token', 'x', '-e', 'select 1'];
  assert.deepEqual(
    [...secretWords(words)],
    [
      [1, '-p<redacted>'],
      [3, '<redacted>'],
    ],
  );
});

test('any text gives a text, the same again, in time in proportion', () => {
  const part = fc.constantFrom(
    'mysql',
    'curl',
    '-p',
    '-u',
    'a:b',
    '"',
    "'",
    '\\',
    ' ',
    '|',
    'echo',
    '=',
    'x',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
      const once = withoutCommandSecrets(parts.join(''));
      assert.equal(typeof withoutCommandSecrets(once), 'string');
    }),
    { numRuns: 500 },
  );
  const time = (text: string) => {
    const start = process.cpuUsage();
    for (let at = 0; at < 20; at++) withoutCommandSecrets(text);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  for (const unit of ['mysql ', '"\\"', `'"`, 'echo | ', '\\', '--token ', 'mysql "']) {
    const long = unit.repeat(16_000 / unit.length);
    const short = Math.max(time(long.slice(0, 2_000)), 2);
    assert.ok(time(long) < 60 * short, unit);
  }
});
