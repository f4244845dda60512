import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createWorld } from './world.ts';

const sh = (script: string) => ['--', 'sh', '-c', script];

test('the exit code, output and input of the step pass through, server or none', async (t) => {
  const { acta } = await createWorld(t);
  const seven = await acta(['run', ...sh('cat; echo err >&2; exit 7')], { stdin: 'through' });
  assert.equal(seven.code, 7);
  assert.equal(seven.stdout, 'through');
  assert.match(seven.stderr, /^err\n/);
  assert.equal((await acta(['run', ...sh('kill -TERM $$')])).code, 143);
  assert.equal((await acta(['run', '--', 'no-such-program'])).code, 127);
  assert.equal((await acta(['run', '--', '/'])).code, 126);
  assert.equal((await acta(['run'])).code, 2);
  assert.equal((await acta(['run', '--nope', '--', 'true'])).code, 2);
  const own = await acta(['run', '--', 'sh', '-c', 'echo "$0 $1"', '--json', '--help']);
  assert.equal(own.stdout, '--json --help\n');
});

test('a signal to acta reaches the step', async (t) => {
  const { acta } = await createWorld(t);
  const ran = await acta(
    ['run', ...sh('trap "echo stopped; exit 9" TERM; echo up; while :; do sleep 0.05; done')],
    {
      onOutput: (stdout, child) => {
        if (stdout === 'up\n') child.kill('SIGTERM');
      },
    },
  );
  assert.equal(ran.stdout, 'up\nstopped\n');
  assert.equal(ran.code, 9);
});

test('records wait on disk while the server is away, without credentials, and arrive once', async (t) => {
  const world = await createWorld(t);
  const { acta, dir } = world;
  const folder = join(dir, 'state', 'acta', 'spool');
  const first = await acta(['run', '--name', 'first', '--env', 'production', ...sh('exit 3')]);
  assert.equal(first.code, 3);
  assert.match(first.stderr, /the record is kept in .*acta send --spooled/);
  assert.equal((await acta(['run', '--name', 'second', '--', 'true'])).code, 0);
  const names = await readdir(folder);
  assert.equal(names.length, 2);
  for (const name of names) {
    assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
    assert(!(await readFile(join(folder, name), 'utf8')).includes('e2e-administrator-token'));
  }
  const away = await acta(['send', '--spooled']);
  assert.equal(away.code, 1);
  assert.match(away.stderr, /2 still wait/);
  await world.start();
  const third = await acta(['run', '--name', 'third', '--', 'true']);
  assert.equal(third.code, 0);
  assert.match(third.stderr, /sent 2 records/);
  assert.deepEqual(await readdir(folder), []);
  const steps = await world.find(['native:acta.run'], 3);
  assert.deepEqual(
    steps.map((event) => event.target?.name),
    ['first', 'second', 'third'],
  );
  assert.deepEqual(
    steps.map((event) => event.outcome),
    ['failure', 'success', 'success'],
  );
  assert.equal(steps[0]?.labels?.['exit_code'], '3');
  assert.equal(steps[0]?.pipeline?.environment, 'production');
});

test('facts of the CI, artifacts and reasons are recorded, arguments and tokens are not', async (t) => {
  const world = await createWorld(t);
  await world.start();
  const { acta, dir } = world;
  await writeFile(join(dir, 'app.tar'), 'artifact');
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/pay',
    GITHUB_RUN_ID: '4711',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_JOB: 'deploy',
    GITHUB_ACTOR: 'ada',
    GITHUB_ACTOR_ID: '99',
    ACTA_ID_TOKEN: 'eyJ-workload-token-of-this-job',
  };
  const options = ['--deploy', '--service', 'pay', '--env', 'production', '--release', '1.2.3'];
  const why = ['--reason', 'Fix of the fee', '--ticket', 'OPS-812', '--artifact', 'app.tar'];
  const step = ['--', 'echo', 'secret-argument'];
  assert.equal((await acta(['run', ...options, ...why, ...step], { env })).code, 0);
  const [event] = await world.find(['action:deployment.succeeded'], 1);
  const digest = `sha256:${createHash('sha256').update('artifact').digest('hex')}`;
  assert.equal(event?.actor?.id, 'github:99');
  assert.equal(event?.actor?.name, 'ada');
  assert.deepEqual(event?.pipeline, {
    stage: 'deploy',
    run: 'acme/pay/actions/runs/4711',
    job: 'deploy',
    commit: 'a'.repeat(40),
    ref: 'refs/heads/main',
    artifact: digest,
    environment: 'production',
    service: 'pay',
    version: '1.2.3',
  });
  assert.equal(event?.why?.ticket, 'OPS-812');
  assert.equal(event?.targets?.[0]?.id, digest);
  assert(!JSON.stringify(event).includes('secret-argument'));
  assert(!JSON.stringify(event).includes('workload-token'));
});

test('with --require the step starts only when its start is recorded', async (t) => {
  const world = await createWorld(t);
  const { acta } = world;
  const refused = await acta(['run', '--require', '--', 'echo', 'ran']);
  assert.equal(refused.code, 1);
  assert.equal(refused.stdout, '');
  assert.match(refused.stderr, /the start can't be recorded/i);
  await world.start();
  const denied = await acta(['run', '--require', '--', 'echo', 'ran'], {
    env: { ACTA_TOKEN: 'x'.repeat(40) },
  });
  assert.deepEqual([denied.code, denied.stdout], [1, '']);
  const ran = await acta(['run', '--require', '--name', 'guarded', '--', 'echo', 'ran']);
  assert.deepEqual([ran.code, ran.stdout], [0, 'ran\n']);
  const events = await world.find(['target:guarded'], 2);
  const actions = events.map((event) => event.action);
  assert.deepEqual(actions, ['job.started', 'step.completed']);
});
