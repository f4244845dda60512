// The audit system: auditd writes what the kernel and programs say, Acta follows its log. Where the
// kernel refuses (a container without its rights), auditd's output as it was recorded is followed;
// ACTA_RECORD=1 records it anew.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { acta, daemon, program, temporary, told, type TestLike } from './world.ts';

const recorded = join(import.meta.dirname, 'recorded/audit.txt');
const watched = '/tmp/acta-watched';
const key = 'acta_watched';

/** Starts auditd over a folder of its own; false where the kernel does not let it. */
async function auditd(t: TestLike, dir: string): Promise<boolean> {
  const command = program('auditd', 'auditd');
  const auditctl = program('auditctl', 'auditd');
  const config = join(dir, 'config');
  mkdirSync(join(config, 'plugins.d'), { recursive: true, mode: 0o750 });
  const settings = {
    local_events: 'yes',
    write_logs: 'yes',
    log_file: join(dir, 'audit.log'),
    log_group: 'root',
    log_format: 'ENRICHED',
    flush: 'INCREMENTAL_ASYNC',
    freq: 1,
    max_log_file: 8,
    num_logs: 5,
    max_log_file_action: 'ROTATE',
    space_left: 2,
    admin_space_left: 1,
    space_left_action: 'IGNORE',
    admin_space_left_action: 'IGNORE',
    disk_full_action: 'IGNORE',
    disk_error_action: 'IGNORE',
    plugin_dir: join(config, 'plugins.d'),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(join(config, 'auditd.conf'), `${lines.join('\n')}\n`, { mode: 0o640 });
  const running = daemon(t, command, ['-n', '-c', config]);
  t.after(() => {
    spawnSync(auditctl, ['-W', watched, '-p', 'rwa', '-k', key]);
    spawnSync(auditctl, ['-e', '0']);
  });
  for (let tries = 0; tries < 40; tries++) {
    const { status, stdout } = spawnSync(auditctl, ['-s'], { encoding: 'utf8' });
    const pid = /^pid (\d+)/m.exec(stdout)?.[1] ?? '0';
    if (status === 0 && pid !== '0') break;
    await sleep(50);
  }
  writeFileSync(watched, 'as it was\n', { mode: 0o600 });
  const rule = spawnSync(auditctl, ['-w', watched, '-p', 'rwa', '-k', key], { encoding: 'utf8' });
  if (rule.status === 0) return true;
  t.after(() => running.stop());
  return false;
}

test('who read and changed a watched file, in one event each, whatever the records', async (t) => {
  const dir = temporary(t);
  const server = await acta(t, { ACTA_FILES_ROOTS: dir });
  await server.source('audit', 'linux', { path: join(dir, 'audit.log*'), host: 'web-1' });
  if (await auditd(t, dir)) {
    const root = { cwd: '/' };
    execFileSync('/bin/cat', [watched], root);
    execFileSync('/bin/sh', ['-c', `echo more >> ${watched}`], root);
    spawnSync('setpriv', ['--reuid=nobody', '--clear-groups', '/bin/cat', watched], root);
    execFileSync('/bin/chmod', ['640', watched], root);
    execFileSync('/bin/rm', [watched], root);
  } else copyFileSync(recorded, join(dir, 'audit.log'));

  const find = async (query: string) => {
    const event = await server.event(`source.name:audit target:${watched} ${query}`);
    const { who: _who, ...rest } = told(event);
    return {
      ...rest,
      as: event.labels?.['as'],
      by: event.labels?.['exe'],
      key: event.labels?.['key'],
    };
  };
  const file = { to: `file ${watched}`, key };
  assert.deepEqual(await find('action:file.read outcome:success'), {
    ...file,
    what: 'file.read',
    ended: 'success',
    as: 'root',
    by: '/usr/bin/cat',
  });
  assert.deepEqual(await find('action:file.read outcome:denied'), {
    ...file,
    what: 'file.read',
    ended: 'denied',
    as: 'nobody',
    by: '/usr/bin/cat',
  });
  assert.deepEqual(await find('action:file.changed'), {
    ...file,
    what: 'file.changed',
    ended: 'success',
    as: 'root',
    by: '/usr/bin/dash',
  });
  assert.deepEqual(await find('action:file.permissions_changed'), {
    ...file,
    what: 'file.permissions_changed',
    ended: 'success',
    as: 'root',
    by: '/usr/bin/chmod',
  });
  assert.deepEqual(await find('action:file.deleted'), {
    ...file,
    what: 'file.deleted',
    ended: 'success',
    as: 'root',
    by: '/usr/bin/rm',
  });
  const read = await server.event(
    `source.name:audit target:${watched} action:file.read outcome:success`,
  );
  const raw = await server.call('GET', `/v1/events/${read.id}/raw?reason=test`);
  for (const type of ['SYSCALL', 'CWD', 'PATH', 'PROCTITLE'])
    assert.match(raw.text, new RegExp(`type=${type} `));
  if (process.env['ACTA_RECORD'] === '1') copyFileSync(join(dir, 'audit.log'), recorded);
  const { json } = await server.call('GET', '/v1/sources/audit');
  assert.deepEqual([json.health.conflicts, json.health.quarantined], [0, 0]);
});
