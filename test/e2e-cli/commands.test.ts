import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ExportJob, IngestAnswer, Key, LoggedEvent, ProofAnswer, Source } from '@acta/sdk';
import { createWorld, jsonLines, TOKEN } from './world.ts';

const event = (n: number, action = 'secret.accessed') => ({
  action,
  actor: { id: `user-${n}`, name: `Person ${n}` },
  target: { name: `secret-${n}` },
});

test('wrong use exits with 2 and says what is right', async (t) => {
  const { acta } = await createWorld(t);
  const cases: [args: string[], says: RegExp][] = [
    [[], /Usage: acta/],
    [['nothing'], /unknown command 'nothing'\n +acta --help says what there is/],
    [['source', 'lst'], /unknown command 'lst'\n.*list.*\n +acta source --help/],
    [['search', '--nope'], /unknown option/],
    [['search', '--limit', 'many'], /no number of events/],
    [['search', '--from', 'yesterday'], /no time/],
    [['search', '--url', 'acta.example'], /no address/],
    [['send'], /nothing to send/],
    [['send', '--action', 'secret.accessed'], /--actor and --target/],
    [
      ['send', '--action', 'a.b', '--actor', 'a', '--target', 'b', '--label', 'x'],
      /x is no label\n +Write --label NAME=VALUE/,
    ],
    [['show'], /missing required argument/],
    [['export', '--format', 'docx'], /Allowed choices/],
    [['completion', 'tcsh'], /unknown command|too many arguments/],
    [['demo'], /can't reach|administrator/i],
  ];
  for (const [args, says] of cases.slice(0, -1)) {
    const ran = await acta(args);
    assert.equal(ran.code, 2, args.join(' '));
    assert.match(ran.stderr, says, args.join(' '));
    assert.equal(ran.stdout, '', args.join(' '));
  }
  assert.equal((await acta(['--help'])).code, 0);
  assert.equal((await acta(['--version'])).stdout, '0.1.0\n');
});

test('a file that is not there: exit 1, and what to look at', async (t) => {
  const { acta } = await createWorld(t);
  const ran = await acta(['send', '/none.ndjson']);
  assert.equal(ran.code, 1);
  assert.equal(
    ran.stderr,
    'acta: /none.ndjson: no such file or directory\n      Check the path.\n',
  );
});

test('a server that is not there: exit 1, and how to start it', async (t) => {
  const { acta } = await createWorld(t);
  const ran = await acta(['key', 'list']);
  assert.equal(ran.code, 1);
  assert.match(ran.stderr, /Can't reach http:\/\/127\.0\.0\.1:1: .*\n.*acta serve/);
});

test('events are sent, found, shown, proven, followed and exported', async (t) => {
  const world = await createWorld(t);
  await world.start();
  const { acta, dir } = world;

  const lines = Array.from({ length: 30 }, (_, n) => `${JSON.stringify(event(n))}\n`).join('');
  const sent = await acta(['send', '-', '--json'], { stdin: lines });
  assert.equal(sent.code, 0, sent.stderr);
  const { receipts, ...counts } = JSON.parse(sent.stdout) as IngestAnswer;
  assert.deepEqual(counts, { accepted: 30, duplicates: 0, rejected: [] });
  assert.equal(receipts.length, 30);
  const pretty = JSON.stringify([event(100), event(101)], null, 2);
  assert.equal((await acta(['send', '-'], { stdin: pretty })).code, 0);
  const one = [
    '--action',
    'deployment.succeeded',
    '--actor',
    'ada',
    '--target',
    'pay',
    '--ticket',
    'OPS-1',
    '--label',
    'team:owner=payments and more',
  ];
  assert.equal((await acta(['send', ...one])).code, 0);
  await world.find(['label."team:owner":"payments and more"'], 1);
  const bad = await acta(['send', '-'], { stdin: '{"action":"secret.accessed"}\n' });
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /event 0 was rejected: /);

  assert.equal((await world.find(['action:secret.accessed'], 32)).length, 32);
  const table = await acta(['search', 'actor:user-3']);
  assert.equal(table.code, 0);
  assert.match(table.stdout, /^INDEX +TIME +ACTOR +WHAT/);
  assert.match(table.stdout, /Person 3 +read the secret secret-3/);
  assert.match(table.stderr, /1 of 1 events · all time · complete through #\d+/);
  const none = await acta(['search', 'actor:nobody-at-all']);
  assert.equal(none.code, 0);
  assert.equal(none.stdout, '');
  const wrong = await acta(['search', 'actor:(']);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /column \d+/);

  const id = receipts[3]?.id ?? '';
  const shown = await acta(['show', id]);
  assert.match(shown.stdout, /^Person 3 read the secret secret-3\n/);
  const proof = JSON.parse((await acta(['show', id, '--proof'])).stdout) as ProofAnswer;
  assert.equal(proof.index, receipts[3]?.index);
  assert.match(proof.proof, /^c2sp\.org\/tlog-proof@v1\n/);
  assert.equal((await acta(['show', '01900000-0000-8000-8000-000000000000'])).code, 1);

  const csv = await acta(['export', 'action:secret.accessed', '--format', 'csv', '-o', '-']);
  assert.equal(csv.stdout.trimEnd().split('\r\n').length, 33);
  const file = join(dir, 'events.ndjson');
  const exported = await acta([
    'export',
    '--format',
    'ndjson',
    '-o',
    file,
    '--json',
    'action:secret.accessed',
  ]);
  const job = JSON.parse(exported.stdout) as ExportJob;
  assert.equal(job.status, 'done');
  assert.equal(jsonLines(await readFile(file, 'utf8')).length, 32);
  assert.equal((await acta(['export', '-o', file])).code, 2);
});

test('tail gives what comes, and what came since an index', async (t) => {
  const world = await createWorld(t);
  await world.start();
  const { acta } = world;
  const batch = [1, 2, 3].map((n) => `${JSON.stringify(event(n))}\n`).join('');
  const sent = JSON.parse(
    (await acta(['send', '-', '--json'], { stdin: batch })).stdout,
  ) as IngestAnswer;
  const after = String(sent.receipts[0]?.index);
  const ran = await acta(['tail', 'action:secret.accessed', '--after', after, '--json'], {
    onOutput: (stdout, child) => {
      if (stdout.trimEnd().split('\n').length === 2) child.kill('SIGINT');
    },
  });
  assert.equal(ran.code, 0, ran.stderr);
  const names = jsonLines<LoggedEvent>(ran.stdout).map(({ target }) => target?.name);
  assert.deepEqual(names, ['secret-2', 'secret-3']);
});

test('sources and keys are made, listed and taken away', async (t) => {
  const world = await createWorld(t);
  await world.start();
  const { acta } = world;
  const made = await acta(['source', 'add', 'github', 'acme']);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /Intake URL +http:\/\/.*\/intake\/acme\nSecret +\S{20,}/);
  assert.equal((await acta(['source', 'create', 'events', 'ci'])).code, 0);
  const sources = JSON.parse((await acta(['source', 'list', '--json'])).stdout) as Source[];
  assert.deepEqual(sources.map(({ name }) => name).sort(), ['acme', 'ci']);
  assert.equal((await acta(['source', 'pause', 'ci'])).code, 0);
  assert.match((await acta(['source', 'list'])).stdout, /ci +events +paused/);
  const created = await acta([
    'key',
    'create',
    'pipeline',
    '--role',
    'collector',
    '--source',
    'acme',
  ]);
  const secret = created.stdout.trim();
  assert.notEqual(secret, TOKEN);
  const keys = JSON.parse((await acta(['key', 'list', '--json'])).stdout) as Key[];
  const key = keys.find(({ name }) => name === 'pipeline');
  assert.equal(key?.role, 'collector');
  const denied = await acta(['search', 'x', '--token', secret]);
  assert.equal(denied.code, 1);
  assert.match(denied.stderr, /administrator/);
  assert.equal((await acta(['key', 'revoke', key?.id ?? ''])).code, 0);
  assert.equal(
    (await acta(['send', '-', '--token', secret], { stdin: JSON.stringify(event(1)) })).code,
    1,
  );
});

test('completion scripts name every command and parse', async (t) => {
  const { acta, dir } = await createWorld(t);
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout, code } = await acta(['completion', shell]);
    assert.equal(code, 0);
    for (const word of ['serve', 'search', 'population', 'revoke', 'doctor'])
      assert(stdout.includes(word), `${shell} ${word}`);
  }
  const { stdout } = await acta(['completion', 'bash']);
  const script = `${stdout}\nCOMP_WORDS=(acta key cr); COMP_CWORD=2; _acta; echo "\${COMPREPLY[@]}"\nCOMP_WORDS=(acta export --format ''); COMP_CWORD=3; _acta; echo "\${COMPREPLY[@]}"\n`;
  await writeFile(join(dir, 'try.sh'), script);
  const tried = await acta(['run', '--', 'bash', join(dir, 'try.sh')]);
  assert.equal(tried.stdout, 'create\npack ndjson csv ocsf ecs cef parquet\n', tried.stderr);
});

test('doctor says what it finds, as text and as data', async (t) => {
  const world = await createWorld(t);
  await world.start();
  const { acta, data } = world;
  const ran = await acta(['doctor', '--data', data, '--json']);
  const found = JSON.parse(ran.stdout) as { name: string; state: string }[];
  const state = (name: string) => found.find((each) => each.name === name)?.state;
  for (const name of [
    'node',
    'server',
    'port',
    'permissions of keys',
    'search engine',
    'head of the log',
    'clock',
  ]) {
    assert.equal(state(name), 'ok', `${name}: ${ran.stdout}`);
  }
  assert(['ok', 'warning', 'unknown'].includes(state('encrypted disk') ?? ''));
  assert.match((await acta(['doctor', '--data', data])).stdout, /✓ node/);
});
