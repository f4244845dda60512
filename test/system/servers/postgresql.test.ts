// PostgreSQL 15 with pgaudit, its three log formats followed as files: people sign in, fail, are
// refused, create roles, grant and read; each format says the same.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  acta,
  daemon,
  freePort,
  listening,
  program,
  temporary,
  told,
  type TestLike,
} from './world.ts';

const bin = '/usr/lib/postgresql/15/bin';
const ANN = 'ann’s own password 71';
const prefix = '%m [%p] %q%u@%d %h %c:%l ';

interface Cluster {
  logs: string;
  sql: (user: string, text: string, password?: string) => { status: number | null; text: string };
}

/** A cluster of its own, run by the user postgres, that writes its log in all formats. */
async function cluster(t: TestLike): Promise<Cluster> {
  const initdb = program(`${bin}/initdb`, 'postgresql-15');
  program('/usr/share/postgresql/15/extension/pgaudit.control', 'postgresql-15-pgaudit');
  const dir = temporary(t);
  const data = join(dir, 'data');
  const logs = join(dir, 'log');
  mkdirSync(data, { mode: 0o700 });
  mkdirSync(logs);
  const id = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }));
  for (const folder of [dir, data, logs]) chownSync(folder, id, -1);
  writeFileSync(join(dir, 'password'), 'super\n');
  execFileSync(
    'runuser',
    [
      '-u',
      'postgres',
      '--',
      initdb,
      '-D',
      data,
      '-A',
      'scram-sha-256',
      '-U',
      'postgres',
      `--pwfile=${join(dir, 'password')}`,
      '-N',
      '--locale=C',
      '-E',
      'UTF8',
    ],
    { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await freePort();
  appendFileSync(
    join(data, 'postgresql.conf'),
    [
      "listen_addresses = '127.0.0.1'",
      `port = ${port}`,
      `unix_socket_directories = '${dir}'`,
      'fsync = off',
      "shared_preload_libraries = 'pgaudit'",
      "pgaudit.log = 'ddl, role, write, read, misc_set'",
      'pgaudit.log_catalog = off',
      'pgaudit.log_relation = on',
      'logging_collector = on',
      "log_destination = 'jsonlog,csvlog,stderr'",
      `log_directory = '${logs}'`,
      "log_filename = 'pg.log'",
      'log_file_mode = 0644',
      `log_line_prefix = '${prefix}'`,
      "log_timezone = 'UTC'",
      "lc_messages = 'C'",
      'log_connections = on',
      'log_disconnections = on',
      '',
    ].join('\n'),
  );
  const rules = 'host all eve 127.0.0.1/32 reject\nhost all all 127.0.0.1/32 scram-sha-256\n';
  writeFileSync(join(data, 'pg_hba.conf'), rules);
  chmodSync(join(data, 'pg_hba.conf'), 0o644);
  const server = daemon(
    t,
    program('setpriv', 'util-linux'),
    ['--reuid=postgres', '--regid=postgres', '--init-groups', `${bin}/postgres`, '-D', data],
    { cwd: dir, signal: 'SIGINT' },
  );
  await listening(port, server);
  return {
    logs,
    sql(user, text, password = 'super') {
      const { status, stdout, stderr } = spawnSync(
        `${bin}/psql`,
        [
          '-h',
          '127.0.0.1',
          '-p',
          String(port),
          '-U',
          user,
          '-d',
          'postgres',
          '-v',
          'ON_ERROR_STOP=1',
          '-c',
          text,
        ],
        {
          encoding: 'utf8',
          cwd: dir,
          env: { ...process.env, PGPASSWORD: password, PGAPPNAME: 'psql' },
        },
      );
      return { status, text: stdout + stderr };
    },
  };
}

test('who signed in, was refused, granted and read is the same in each log format', async (t) => {
  const { logs, sql } = await cluster(t);
  const server = await acta(t, { ACTA_FILES_ROOTS: logs });
  const formats = { json: 'pg.json', csv: 'pg.csv', text: 'pg.log' };
  for (const [name, file] of Object.entries(formats)) {
    const settings = { path: join(logs, file), cluster: 'pay-db', prefix };
    await server.source(`pg-${name}`, 'postgresql', settings);
  }
  const done = (user: string, text: string, password?: string) => {
    const { status, text: output } = sql(user, text, password);
    assert.equal(status, 0, output);
  };
  done('postgres', 'create extension pgaudit');
  done('postgres', `create role ann login password '${ANN}'`);
  done('postgres', "create table payments (id int,\n  note text default 'a\nb')");
  done('postgres', 'grant select on payments to ann');
  done('ann', 'select count(*) from payments', ANN);
  assert.notEqual(sql('ann', 'drop table payments', ANN).status, 0);
  assert.notEqual(sql('ann', 'select 1', 'not hers').status, 0);
  assert.notEqual(sql('eve', 'select 1', 'any').status, 0);

  for (const name of Object.keys(formats)) {
    const find = async (action: string, actor: string) =>
      told(await server.event(`source.name:pg-${name} action:${action} actor:${actor}`));
    const who = { from: '127.0.0.1' };
    assert.deepEqual(await find('role.created', 'postgres'), {
      who: 'postgres',
      what: 'role.created',
      to: 'role ann',
      ended: 'success',
      ...who,
    });
    assert.deepEqual(await find('table.created', 'postgres'), {
      who: 'postgres',
      what: 'table.created',
      to: 'table public.payments',
      ended: 'success',
      ...who,
    });
    assert.deepEqual(await find('access.granted', 'postgres'), {
      who: 'postgres',
      what: 'access.granted',
      to: 'table payments',
      ended: 'success',
      ...who,
    });
    assert.deepEqual(await find('table.read', 'ann'), {
      who: 'ann',
      what: 'table.read',
      to: 'table public.payments',
      ended: 'success',
      ...who,
    });
    assert.deepEqual(await find('user.signed_in', 'ann'), {
      who: 'ann',
      what: 'user.signed_in',
      to: 'database postgres',
      ended: 'success',
      ...who,
    });
    assert.deepEqual(await find('permission.denied', 'ann'), {
      who: 'ann',
      what: 'permission.denied',
      to: 'table payments',
      ended: 'denied',
      ...who,
    });
    assert.deepEqual(await find('database.connection_failed', 'ann'), {
      who: 'ann',
      what: 'database.connection_failed',
      to: 'database postgres',
      ended: 'failure',
      ...who,
    });
    assert.deepEqual(await find('database.connection_failed', 'eve'), {
      who: 'eve',
      what: 'database.connection_failed',
      to: 'database postgres',
      ended: 'denied',
      ...who,
    });
  }
  const all = await server.call('GET', '/v1/events?limit=1000&q=source.type:postgresql');
  assert.doesNotMatch(all.text, /own password 71/);
  for (const name of Object.keys(formats)) {
    const { json } = await server.call('GET', `/v1/sources/pg-${name}`);
    assert.deepEqual(
      [json.health.quarantined, json.health.rejected, json.health.conflicts],
      [0, 0, 0],
      name,
    );
  }
});
