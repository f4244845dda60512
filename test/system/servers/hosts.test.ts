// A Linux host: people sign in over SSH, fail, raise their rights, are refused, change accounts.
// Their programs write to /dev/log; rsyslog sends it on with the settings that the source's page
// shows.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import {
  acta,
  daemon,
  freePort,
  listening,
  program,
  temporary,
  told,
  type Acta,
  type TestLike,
} from './world.ts';

const ANN = 'acta-ann';
const BO = 'acta-bo';
const log = '/dev/log';

/** Runs a program whatever comes of it; its exit code. */
const run = (
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  input = '',
): number | null =>
  spawnSync(command, args, { env: { ...process.env, ...env }, input, timeout: 20_000 }).status;

/** rsyslog reads /dev/log and sends as the source's page says. */
async function rsyslog(t: TestLike, server: Acta, secret: string, dir: string): Promise<void> {
  const { json } = await server.call('GET', '/v1/source-types');
  type Step = { title: string; copy: string };
  const type = json.items.find((item: { type: string }) => item.type === 'linux');
  const steps = type.setup as Step[];
  const step = steps.find(({ title }) => title === 'rsyslog, over syslog');
  assert.ok(step, 'the page has steps for rsyslog over syslog');
  const config = join(dir, 'rsyslog.conf');
  const settings = step.copy.replaceAll('{secret}', secret).replace('{host}', '127.0.0.1');
  const head = `global(workDirectory="${dir}")\nmodule(load="imuxsock" SysSock.Name="${log}" SysSock.RateLimit.Interval="0")\n`;
  writeFileSync(config, head + settings);
  assert.ok(!existsSync(log), `${log} is free: no other syslog daemon runs`);
  t.after(() => rmSync(log, { force: true }));
  const command = program('rsyslogd', 'rsyslog');
  const running = daemon(t, command, ['-n', '-f', config, '-i', join(dir, 'rsyslog.pid')]);
  for (let tries = 0; tries < 200 && !existsSync(log); tries++) await sleep(25);
  assert.ok(existsSync(log), running.output());
}

/** sshd on a port of its own, for keys and passwords. */
async function sshd(t: TestLike, dir: string): Promise<number> {
  const port = await freePort();
  const key = join(dir, 'host_key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const keys = join(dir, 'keys');
  mkdirSync(keys, { mode: 0o755 });
  const config = join(dir, 'sshd_config');
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${key}`,
    `PidFile ${join(dir, 'sshd.pid')}`,
    `AuthorizedKeysFile ${keys}/%u`,
    'StrictModes no',
    'UsePAM yes',
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    'LogLevel VERBOSE',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const running = daemon(t, program('sshd', 'openssh-server'), ['-D', '-f', config]);
  await listening(port, running);
  return port;
}

function account(t: TestLike, name: string): void {
  spawnSync('userdel', ['-r', name]);
  execFileSync(program('useradd', 'passwd'), ['-m', '-s', '/bin/sh', name]);
  t.after(() => void spawnSync('userdel', ['-r', name]));
}

test('what people do on a host names who, what, on what, and how it ended', async (t) => {
  const dir = temporary(t);
  const port = await freePort();
  const server = await acta(t, { ACTA_SYSLOG_TCP: `127.0.0.1:${port}` });
  const { secret } = await server.source('web-1', 'linux', {});
  await rsyslog(t, server, secret, dir);
  account(t, ANN);
  account(t, BO);
  const ssh = await sshd(t, dir);
  const mine = join(dir, 'ann');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', mine]);
  writeFileSync(join(dir, 'keys', ANN), readFileSync(`${mine}.pub`));
  execFileSync('chpasswd', [], { input: `${BO}:right-one-81\n` });
  const rules = '/etc/sudoers.d/acta-test';
  t.after(() => rmSync(rules, { force: true }));
  writeFileSync(rules, `Defaults:${ANN} !authenticate\n${ANN} ALL=(root) /usr/bin/id\n`, {
    mode: 0o440,
  });

  const options = [
    '-p',
    String(ssh),
    '-o',
    'StrictHostKeyChecking=no',
    '-o',
    'UserKnownHostsFile=/dev/null',
    '-o',
    'NumberOfPasswordPrompts=1',
  ];
  const client = program('ssh', 'openssh-client');
  const byKey = [...options, '-i', mine, '-o', 'IdentitiesOnly=yes', `${ANN}@127.0.0.1`];
  assert.equal(run(client, [...byKey, 'sudo -n /usr/bin/id']), 0);
  assert.notEqual(run(client, [...byKey, 'sudo -n /usr/bin/tail /etc/shadow']), 0);
  const ask = join(dir, 'ask');
  writeFileSync(ask, '#!/bin/sh\necho wrong-one\n', { mode: 0o755 });
  const byPassword = [
    ...options,
    '-o',
    'PreferredAuthentications=password',
    '-o',
    'PubkeyAuthentication=no',
    `${BO}@127.0.0.1`,
    'true',
  ];
  assert.notEqual(
    run(client, byPassword, { SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' }),
    0,
  );
  assert.equal(run('su', [BO, '-c', `su ${ANN} -c true`], {}, 'wrong-one\n') === 0, false);
  assert.equal(run('su', [BO, '-c', 'true']), 0);
  execFileSync('usermod', ['-aG', 'users', BO]);
  execFileSync('userdel', ['-r', BO], { stdio: 'ignore' });

  const find = async (query: string) => told(await server.event(`source.name:web-1 ${query}`));
  assert.deepEqual(await find(`action:ssh.signed_in actor:${ANN}`), {
    who: ANN,
    what: 'ssh.signed_in',
    to: `host ${hostname()}`,
    ended: 'success',
    from: '127.0.0.1',
  });
  assert.deepEqual(await find(`action:ssh.sign_in_failed actor:${BO}`), {
    who: BO,
    what: 'ssh.sign_in_failed',
    to: `host ${hostname()}`,
    ended: 'failure',
    from: '127.0.0.1',
  });
  assert.deepEqual(await find(`action:privilege.escalated actor:${ANN}`), {
    who: ANN,
    what: 'privilege.escalated',
    to: 'user root',
    ended: 'success',
  });
  assert.deepEqual(await find(`action:privilege.denied actor:${ANN}`), {
    who: ANN,
    what: 'privilege.denied',
    to: 'user root',
    ended: 'denied',
  });
  assert.deepEqual(await find(`action:privilege.escalated actor:root target:${BO}`), {
    who: 'root',
    what: 'privilege.escalated',
    to: `user ${BO}`,
    ended: 'success',
  });
  assert.deepEqual(await find(`action:privilege.denied actor:${BO}`), {
    who: BO,
    what: 'privilege.denied',
    to: `user ${ANN}`,
    ended: 'denied',
  });
  for (const [action, target] of [
    ['user.created', `user ${ANN}`],
    ['password.changed', `user ${BO}`],
    ['group_member.added', 'group users'],
    ['user.deleted', `user ${BO}`],
  ]) {
    const found = await find(`action:${action} "${target?.split(' ')[1]}"`);
    assert.deepEqual([found.what, found.to, found.ended], [action, target, 'success']);
  }
  const session = await server.event('source.name:web-1 native:"sudo session opened"');
  assert.match(session.actor.id, /:uid:\d+$/, 'sudo says who by number only, and it is not root');
  const event = await server.event(`action:ssh.signed_in actor:${ANN}`);
  assert.equal(event.actor.credential?.type, 'publickey');
  const metrics = await fetch(`${server.url}/metrics`).then((answer) => answer.text());
  assert.doesNotMatch(metrics, /acta_syslog_(?:lost|unknown)_total\{[^}]*\} [1-9]/);
});

const hostname = (): string => execFileSync('hostname', { encoding: 'utf8' }).trim();
