import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { MAIN, newHome, run, sentEvent, start, until, withServer } from './server-process.ts';

test('first start: health, the sign-in link, a session, signing out', async () => {
  await withServer(async (server) => {
    const open = {};
    assert.equal((await server.call('GET', '/healthz', undefined, open)).status, 200);
    assert.equal((await server.call('GET', '/readyz', undefined, open)).status, 200);
    assert.equal((await server.call('GET', '/v1/me', undefined, open)).status, 401);
    const body = { token: server.signInToken };
    const signedIn = await server.call('POST', '/v1/session', body, open);
    assert.equal(signedIn.status, 201);
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    const me = await server.call('GET', '/v1/me', undefined, { cookie });
    assert.equal(me.json.role, 'admin');
    assert.equal((await server.call('POST', '/v1/session', body, open)).status, 401, 'once');
    const without = await server.call('DELETE', '/v1/session', undefined, { cookie });
    assert.equal(without.json.code, 'cross_origin');
    const headers = { cookie, origin: server.url };
    assert.equal((await server.call('DELETE', '/v1/session', undefined, headers)).status, 204);
    assert.equal((await server.call('GET', '/v1/me', undefined, { cookie })).status, 401);
    const found = await until(
      () => server.call('GET', '/v1/events?q=action:session.*&order=time'),
      (answer) => answer.json.events?.length >= 3,
    );
    const actions = found.json.events.map((event: { action: string }) => event.action);
    assert.deepEqual(actions, ['session.signed_in', 'session.failed', 'session.signed_out']);
    await server.call('POST', '/v1/events', sentEvent(1));
    const own = await server.call('GET', '/v1/audit?q=action:session.*%20OR%20user-1');
    const types = own.json.events.map((event: { source: { type: string } }) => event.source.type);
    assert.ok(types.length >= 3);
    assert.deepEqual(new Set(types), new Set(['acta']));
  });
});

test('a second start on the same directory says who holds it and exits 1', async () => {
  await withServer(async (server, home) => {
    const second = run(home);
    const [code] = await once(second.child, 'exit');
    assert.equal(code, 1);
    assert.match(second.output(), new RegExp(`process ${server.process.pid} `));
    assert.equal((await server.call('GET', '/readyz')).status, 200);
  });
});

test('what can not be served is refused with the reason', async () => {
  const home = newHome({ ACTA_ADMIN_TOKEN: '' });
  const short = newHome({ ACTA_ADMIN_TOKEN: 'short' });
  const cases: [ReturnType<typeof run>, number, RegExp][] = [
    [run(home, ['--host', '0.0.0.0']), 1, /no authentication is configured/],
    [run(short), 1, /at least 32/],
    [run(home, ['--nope']), 2, /--nope/],
    [run(home, ['--log-level', 'loud']), 2, /log_level \(--log-level\)/],
    [run(home, ['--config', '/nowhere.yaml']), 1, /no settings file/],
  ];
  for (const [{ child, output }, wanted, text] of cases) {
    const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
    assert.equal(code, wanted, output());
    assert.match(output(), text);
  }
  home.remove();
  short.remove();
});

test('keys, sources, sessions and events are there after a restart', async () => {
  const home = newHome();
  const first = await start(home);
  const source = { type: 'events', name: 'ci' };
  assert.equal((await first.call('POST', '/v1/sources', source)).status, 201);
  const key = { name: 'ci', role: 'collector', source: 'ci' };
  const made = await first.call('POST', '/v1/keys', key);
  const collector = { authorization: `Bearer ${made.json.key}` };
  const sent = await first.call('POST', '/v1/events', sentEvent(1), collector);
  assert.equal(sent.status, 200, sent.text);
  assert.equal(await first.stop(), 0);
  const second = await start(home);
  const again = await second.call('POST', '/v1/events', sentEvent(2), collector);
  assert.equal(again.status, 200);
  assert.ok(again.json.receipts[0].index > sent.json.receipts[0].index);
  const event = await until(
    () => second.call('GET', `/v1/events/${sent.json.receipts[0].id}`),
    (answer) => answer.status === 200,
  );
  assert.equal(event.json.source.name, 'ci');
  assert.equal(event.json.actor.assurance, 'source_authenticated');
  const health = await second.call('GET', '/v1/sources/ci');
  assert.equal(health.json.health.events, 2);
  const integrity = (await second.call('GET', '/v1/integrity')).json;
  assert.match(integrity.origin, /^acta\.local\//);
  await second.stop();
  home.remove();
});

test('when the launcher that started it is gone the server stops in order', async () => {
  const home = newHome();
  const child = fork(MAIN, ['--data', home.data, '--port', '0'], { env: home.env, silent: true });
  child.stdout!.setEncoding('utf8');
  let text = '';
  while (!text.includes('Sign in: ')) {
    const [chunk] = (await once(child.stdout!, 'data')) as [string];
    text += chunk;
  }
  child.disconnect();
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  home.remove();
});
