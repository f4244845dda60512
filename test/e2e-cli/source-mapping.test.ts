// `acta source test` and `acta source replay` against a real server.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createWorld, TOKEN } from './world.ts';

const mapping = {
  v: 1,
  extract: [{ pattern: '^(?P<when>\\S+) (?P<who>\\w+) (?P<what>\\w+) (?P<app>\\w+)$' }],
  fields: {
    time: { path: '@match.when', format: 'iso' },
    'actor.id': '{@match.who}',
    'target.id': '{@match.app}',
    'target.type': 'service',
    action: { path: '@match.what', map: { deployed: 'deployment.finished' } },
    native: '{@match.what}',
  },
};
const lines = '2026-11-19T08:15:02Z ada deployed pay\n2026-11-19T08:16:02Z bo sighed pay\n';

test('a file is tried, its records taken, and mapped again', async (t) => {
  const world = await createWorld(t);
  await world.start();
  const mappingFile = join(world.dir, 'mapping.json');
  const records = join(world.dir, 'records.log');
  await writeFile(mappingFile, JSON.stringify(mapping));
  await writeFile(records, lines);

  const tried = await world.acta([
    'source',
    'test',
    '--type',
    'generic',
    records,
    '--mapping',
    mappingFile,
  ]);
  assert.equal(tried.code, 0, tried.stderr);
  assert.match(tried.stdout, /deployment\.finished +deployed +ada +pay/);
  assert.match(tried.stderr, /2 events, 1 without an action/);

  await writeFile(mappingFile, JSON.stringify({ ...mapping, fields: { action: 'pay.deployed' } }));
  const wrong = await world.acta([
    'source',
    'test',
    '--type',
    'generic',
    records,
    '--mapping',
    mappingFile,
  ]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /\/mapping\/fields\/action: pay\.deployed is no action/);

  const added = await world.acta(['source', 'add', 'generic', 'deploys', '--json']);
  const { secret } = JSON.parse(added.stdout) as { secret: string };
  const call = (method: string, path: string, body: string, token: string) =>
    fetch(`${world.url}${path}`, {
      method,
      body,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  const answer = await fetch(`${world.url}/intake/deploys`, {
    method: 'POST',
    body: lines,
    headers: { authorization: `Bearer ${secret}` },
  });
  assert.equal(answer.status, 200);
  const saved = await call(
    'PUT',
    '/v1/sources/deploys/mapping',
    JSON.stringify({ mapping }),
    TOKEN,
  );
  assert.equal(saved.status, 200);

  const byName = await world.acta(['source', 'test', 'deploys', '-', '--json'], { stdin: lines });
  assert.equal(JSON.parse(byName.stdout).events[0].event.actor.id, 'ada', byName.stderr);
  await world.find(['source:deploys'], 2);
  const dry = await world.acta(['source', 'replay', 'deploys', '--dry-run']);
  assert.match(dry.stderr, /Of all 2 events 2 would change/);
  const replayed = await world.acta(['source', 'replay', 'deploys']);
  assert.match(replayed.stderr, /2 events recorded anew \(revision 1\)/, replayed.stdout);
  await world.find(['mark:renormalised'], 2);
  const again = await world.acta(['source', 'replay', 'deploys', '--json']);
  assert.deepEqual(
    [JSON.parse(again.stdout).recorded, JSON.parse(again.stdout).unchanged],
    [0, 2],
    again.stdout,
  );
});
