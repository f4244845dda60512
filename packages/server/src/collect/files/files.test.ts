import assert from 'node:assert/strict';
import {
  appendFile,
  copyFile,
  mkdir,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ActaError } from '../../lib/errors.ts';
import { matches, pathProblem } from './paths.ts';
import { openFiles } from './testing.ts';

const line = (n: number | string) =>
  `Nov 19 08:15:02 web-1 sshd[7]: Accepted password for user${n} from 203.0.113.7 port 2 ssh2\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => line(from + n)).join('');
const users = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `user${from + n}`);

test('what is there and what comes is taken, a last line once it is whole', async (t) => {
  const { folder, users: found, follow } = await openFiles(t);
  const log = join(folder, 'auth.log');
  await writeFile(log, `${lines(0, 3)}${line(3).slice(0, 40)}`);
  await follow('auth.log');
  assert.deepEqual(await found(3), users(0, 3));
  await appendFile(log, line(3).slice(40) + line(4));
  assert.deepEqual(await found(5), users(0, 5));
});

test('equal lines stay apart, and a file that is read again doubles nothing', async (t) => {
  const { folder, users: found, follow, restart, forget, duplicates } = await openFiles(t);
  await writeFile(join(folder, 'auth.log'), line('a') + line('a') + line('b') + line('a'));
  await follow('auth.log');
  assert.deepEqual(await found(4), ['usera', 'usera', 'userb', 'usera']);
  await forget();
  await restart();
  await duplicates(4);
  await appendFile(join(folder, 'auth.log'), line('c'));
  assert.deepEqual(await found(5), ['usera', 'usera', 'userb', 'usera', 'userc']);
});

test('renamed and made anew, while it runs and while it does not', async (t) => {
  const { folder, users: found, follow, restart, stop } = await openFiles(t);
  const log = join(folder, 'auth.log');
  await writeFile(log, lines(0, 2));
  await follow('auth.log');
  await found(2);
  await rename(log, `${log}.1`);
  await appendFile(`${log}.1`, line(2)); // the writer has it open still
  await writeFile(log, line(3));
  assert.deepEqual((await found(4)).sort(), users(0, 4));
  await stop();
  await rename(log, `${log}.2`);
  await appendFile(`${log}.2`, line(4));
  await writeFile(log, line(5));
  await restart();
  assert.deepEqual((await found(6)).sort(), users(0, 6));
});

test('copied and emptied: the copy is no new file, and what only it holds is taken', async (t) => {
  const { folder, users: found, follow, restart, stop, settled } = await openFiles(t);
  const log = join(folder, 'auth.log');
  await writeFile(log, lines(0, 4));
  await follow('auth.log*');
  await found(4);
  await copyFile(log, `${log}.1`);
  await truncate(log);
  await appendFile(log, line(4));
  assert.deepEqual(await found(5), users(0, 5));
  await stop();
  await appendFile(log, line(5));
  await rm(`${log}.1`);
  await copyFile(log, `${log}.1`);
  await truncate(log);
  await appendFile(log, lines(6, 12)); // longer than it was
  await restart();
  assert.deepEqual((await found(12)).sort(), users(0, 12).sort());
  await settled();
  assert.equal((await found(12)).length, 12);
});

test('compressed files are read once, from where their content was left', async (t) => {
  const { folder, users: found, follow, restart, stop, settled } = await openFiles(t);
  const log = join(folder, 'auth.log');
  await writeFile(`${log}.2.gz`, gzipSync(lines(0, 3)));
  await writeFile(log, lines(3, 6));
  await follow('auth.log*');
  assert.deepEqual((await found(6)).sort(), users(0, 6));
  await stop();
  await writeFile(`${log}.1.gz`, gzipSync(lines(3, 8)));
  await rm(log);
  await writeFile(log, line(8));
  await restart();
  assert.deepEqual((await found(9)).sort(), users(0, 9));
  await settled();
  assert.equal((await found(9)).length, 9);
});

test('files with the same first line are told apart', async (t) => {
  const { folder, users: found, follow } = await openFiles(t);
  for (const n of [0, 1, 2]) {
    await writeFile(join(folder, `${n}.log`), line('same') + lines(n * 2, n * 2 + 2));
  }
  await follow('?.log');
  assert.equal((await found(9)).length, 9);
});

test('no UTF-8, holes of NULs, lines over the limit, and lines of too deep JSON', async (t) => {
  const { folder, events, follow } = await openFiles(t, { limits: { 'files.line_bytes': 200 } });
  const log = join(folder, 'odd.log');
  await writeFile(log, Buffer.concat([Buffer.alloc(5_000), Buffer.from(line(1))]));
  await appendFile(log, Buffer.from('caf\xe9\n', 'latin1'));
  await appendFile(log, `long ${'x'.repeat(3_000_000)}\n${'['.repeat(100)}\n${line(2)}`);
  await follow('odd.log');
  const found = await events(4);
  const raw = found.map((event) => event.raw ?? '');
  assert.equal(raw[0], line(1).trim());
  assert.equal(raw[1], 'café');
  assert.equal(raw[2], `long ${'x'.repeat(195)}…`);
  assert.equal(raw.at(-1), line(2).trim());
});

test('while the log takes nothing it waits, and a paused source stays where it is', async (t) => {
  const gate = { open: false };
  const refusal = new ActaError({
    code: 'overloaded',
    status: 503,
    fault: 'operator',
    detail: 'The queue is full.',
    next: 'Try again.',
  });
  const {
    folder,
    users: found,
    follow,
    pause,
    settled,
  } = await openFiles(t, {
    append: (ledger) => ({
      ...ledger,
      append: async (drafts) => {
        if (!gate.open) throw refusal;
        return ledger.append(drafts);
      },
    }),
  });
  await writeFile(join(folder, 'a.log'), lines(0, 5));
  await follow('a.log');
  await settled();
  assert.deepEqual(await found(0), []);
  gate.open = true;
  assert.deepEqual(await found(5), users(0, 5));
  await pause(true);
  await appendFile(join(folder, 'a.log'), line(5));
  await settled();
  assert.equal((await found(0)).length, 5);
  await pause(false);
  assert.deepEqual(await found(6), users(0, 6));
});

test('audit records of one event come together, however the file is written', async (t) => {
  const { folder, events, follow } = await openFiles(t);
  const log = join(folder, 'audit.log');
  const at = 'msg=audit(1795076102.114:77)';
  await writeFile(
    log,
    `type=SYSCALL ${at}: arch=c000003e syscall=257 success=yes exit=3 auid=1000 uid=0 comm="cat" exe="/usr/bin/cat" key="accounts"\n`,
  );
  await follow('audit.log');
  await appendFile(log, `type=CWD ${at}: cwd="/root"\n`);
  await appendFile(log, `type=PATH ${at}: item=0 name="/etc/shadow" nametype=NORMAL\n`);
  await appendFile(
    log,
    `type=EOE ${at}: \ntype=USER_LOGIN msg=audit(1795076103.1:78): pid=1 uid=0 auid=1000 ses=1 msg='op=login acct="ann" exe="/usr/sbin/sshd" addr=203.0.113.7 res=success'\n`,
  );
  const [first, second] = await events(2);
  assert.equal(first?.target.name, '/etc/shadow');
  assert.equal(first?.source.delivery, 'audit::1795076102.114:77');
  assert.equal(second?.action, 'ssh.signed_in');
});

test('only files below the roots are read, wherever links lead', async (t) => {
  const { folder, users: found, follow, outside, metrics, settled } = await openFiles(t);
  await writeFile(join(outside, 'secret'), line('secret'));
  await symlink(join(outside, 'secret'), join(folder, 'a.log'));
  await symlink(outside, join(folder, 'links'));
  await mkdir(join(folder, 'b.log'));
  await writeFile(join(folder, 'c.log'), line(1));
  await follow('*.log');
  assert.deepEqual(await found(1), ['user1']);
  await settled();
  assert.match(await metrics(), /acta_files_unreadable_total\{source="hosts"\} [1-9]/);
  assert.match(pathProblem('/etc/passwd', [folder]) ?? '', /no folder/);
  assert.match(pathProblem(`${folder}/../x`, [folder]) ?? '', /absolute/);
  assert.match(pathProblem(`${folder}/x`, []) ?? '', /files.roots/);
  assert.equal(pathProblem(`${folder}/*.log`, [folder]), null);
});

test('wildcards, in linear time', () => {
  assert.ok(matches('auth.log.1', 'auth.log*') && matches('a', '?') && matches('', '*'));
  assert.ok(!matches('auth.log', 'auth?') && !matches('b', 'a*') && matches('axbxc', 'a*b*c'));
  assert.ok(!matches('a'.repeat(5_000), `${'a*'.repeat(500)}b`));
});
