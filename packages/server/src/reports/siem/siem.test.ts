// The forms of other products: what a program of theirs reads is who did what, when, to what, and
// how it ended; our own adapters of OCSF and ECS read it back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '@acta/event';
import type { LoggedEvent } from '@acta/sdk';
import * as fc from 'fast-check';
import { anyEvent } from '../../../../event/src/testing.ts';
import { oneItem } from '../../sources/adapter-testing.ts';
import { ecs } from '../../sources/ecs/index.ts';
import { ocsf } from '../../sources/ocsf/index.ts';
import { cefLine } from './cef.ts';
import { ecsLine } from './ecs.ts';
import { ocsfLine } from './ocsf.ts';

const event: LoggedEvent = {
  v: 1,
  id: '0192f8c2-1b7e-8c3d-9f00-5a2d7e1c4b6a',
  index: 7,
  time: '2026-11-19T08:15:02.114Z',
  received: '2026-11-19T08:15:02.640Z',
  source: { type: 'github', name: 'acme', via: 'webhook', delivery: 'd-1' },
  action: 'branch_protection.removed',
  native: 'protected_branch.destroy',
  category: 'change',
  effect: 'delete',
  outcome: 'denied',
  severity: 'high',
  actor: {
    type: 'user',
    id: 'github:583231',
    name: 'octavia',
    email: 'octavia@example.com',
    roles: ['admin'],
    assurance: 'source_signed',
    on_behalf_of: { type: 'user', id: 'github:1', name: 'bob' },
  },
  target: { type: 'repository', id: 'github:9', name: 'acme/pay', environment: 'production' },
  targets: [{ type: 'branch', id: 'main' }],
  context: {
    ip: '203.0.113.7',
    geo: { country: 'DE' },
    user_agent: 'curl/8',
    session: 's-1',
    request: { method: 'DELETE', path: '/repos/acme/pay', id: 'r-1' },
  },
  pipeline: { commit: '8f1c3d', service: 'pay', version: '1.2', environment: 'production' },
  changes: [{ field: 'enforce_admins', from: true, to: { a: 1 } }],
  why: { reason: 'a=b|c\\d\nend', ticket: 'OPS-812' },
  labels: { team: 'payments' },
};
const signIn: LoggedEvent = {
  ...event,
  action: 'user.signed_in',
  category: 'access',
  effect: 'authenticate',
  outcome: 'success',
  target: { type: 'service', id: 'console', name: 'Console' },
};
/** What a reader gets who may see only what stands in the clear. */
const masked = {
  v: 1,
  id: event.id,
  index: 8,
  time: event.time,
  received: event.received,
  source: { type: 'github' },
  action: event.action,
  category: event.category,
  effect: event.effect,
  outcome: event.outcome,
  severity: event.severity,
  withheld: [{ group: 'actor', why: 'masked' }],
} as unknown as LoggedEvent;

const parsed = (line: string) => {
  assert.ok(line.endsWith('}\n') && line.indexOf('\n') === line.length - 1);
  return JSON.parse(line) as Record<string, Record<string, unknown>>;
};

test('ECS: a document with what ECS expects, the rest under acta', () => {
  const document = parsed(ecsLine(event));
  assert.equal(document['@timestamp'], event.time);
  assert.equal(
    document['message'],
    'octavia was not allowed to remove branch protection from acme/pay',
  );
  const { category, type, action, outcome, id, severity, sequence } = document['event']!;
  assert.deepEqual(
    [category, type, action, outcome, id, severity, sequence],
    [['configuration'], ['deletion'], event.action, 'failure', event.id, 8, 7],
  );
  assert.deepEqual(document['user']?.['roles'], ['admin']);
  assert.deepEqual(document['source'], {
    ip: '203.0.113.7',
    address: '203.0.113.7',
    geo: { country_iso_code: 'DE' },
  });
  assert.deepEqual(document['service'], { name: 'pay', version: '1.2', environment: 'production' });
  assert.deepEqual(document['acta']?.['changes'], [
    { field: 'enforce_admins', from: 'true', to: '{"a":1}' },
  ]);
  assert.deepEqual(document['acta']?.['on_behalf_of'], event.actor.on_behalf_of);
  assert.deepEqual(parsed(ecsLine(signIn))['event']?.['category'], ['authentication']);
});

test('OCSF: class, activity and type fit together, with what each class requires', () => {
  const record = parsed(ocsfLine(event, '0.1.0'));
  const { class_uid, activity_id, type_uid, category_uid, status_id, severity_id } = record;
  assert.deepEqual(
    [class_uid, activity_id, type_uid, category_uid, status_id, severity_id],
    [6003, 4, 600_304, 6, 2, 4],
  );
  assert.deepEqual(
    [record['action_id'], record['metadata']?.['profiles']],
    [2, ['security_control']],
  );
  assert.equal(record['time'], Date.parse(event.time));
  assert.equal(record['api']?.['operation'], 'protected_branch.destroy');
  assert.deepEqual(record['src_endpoint']?.['ip'], '203.0.113.7');
  assert.deepEqual(
    (record['resources'] as unknown as { uid: string }[]).map(({ uid }) => uid),
    ['github:9', 'main'],
  );
  const logon = parsed(ocsfLine(signIn, '0.1.0'));
  assert.deepEqual(
    [logon['class_uid'], logon['activity_id'], logon['type_uid']],
    [3002, 1, 300_201],
  );
  assert.deepEqual(
    [logon['user']?.['uid'], logon['service']?.['uid']],
    ['github:583231', 'console'],
  );
});

test('what a reader does not get is in none of them', () => {
  for (const line of [ecsLine(masked), ocsfLine(masked, '1'), cefLine(masked, '1')]) {
    assert.equal(/octavia|acme|undefined|null/.test(line), false, line);
  }
  const record = parsed(ocsfLine(masked, '1'));
  assert.ok(record['actor'] && record['src_endpoint'], 'both are required');
});

test('our own adapters read OCSF and ECS back', () => {
  for (const sent of [event, signIn]) {
    for (const [adapter, line] of [
      [ocsf, ocsfLine(sent, '1')],
      [ecs, ecsLine(sent)],
    ] as const) {
      const { event: read, delivery } = oneItem(adapter, parsed(line));
      assert.equal(delivery, sent.id);
      assert.equal(read.time, sent.time);
      assert.deepEqual(
        [read.actor.id, read.actor.name, read.actor.email],
        [sent.actor.id, sent.actor.name, sent.actor.email],
      );
      assert.deepEqual([read.target.id, read.target.name], [sent.target.id, sent.target.name]);
      assert.equal(read.context?.ip, sent.context?.ip);
      if (adapter === ocsf) assert.equal(read.outcome, sent.outcome);
    }
  }
});

/** Reads a line of CEF as its standard says: escapes undone, values up to the next key. */
function readCef(line: string): { header: string[]; extension: Record<string, string> } {
  const header: string[] = [];
  let at = 0;
  for (let field = 0; field < 7; field += 1) {
    let text = '';
    for (; line[at] !== '|'; at += 1) text += line[at] === '\\' ? line[(at += 1)] : line[at];
    header.push(text);
    at += 1;
  }
  const extension: Record<string, string> = {};
  const rest = line.slice(at, -1);
  const pairs = [...rest.matchAll(/(?:^| )([A-Za-z0-9]+)=((?:\\.|[^\\=])*)(?= [A-Za-z0-9]+=|$)/g)];
  for (const [, key = '', value = ''] of pairs) {
    extension[key] = value.replace(/\\(.)/g, (_, c: string) =>
      c === 'n' ? '\n' : c === 'r' ? '\r' : c,
    );
  }
  return { header, extension };
}

test('CEF: header and extension with their escapes', () => {
  const { header, extension } = readCef(cefLine({ ...event, native: 'x|y=z' }, '0.1.0'));
  assert.deepEqual(header.slice(0, 5), ['CEF:0', 'Acta', 'Acta', '0.1.0', event.action]);
  assert.equal(header[6], '8');
  assert.equal(extension['reason'], 'a=b|c\\d\nend');
  assert.equal(extension['act'], 'x|y=z');
  assert.deepEqual([extension['suser'], extension['src']], ['octavia', '203.0.113.7']);
  assert.deepEqual([extension['cs1'], extension['cs1Label']], ['acme/pay', 'target']);
  const v6 = readCef(cefLine({ ...event, context: { ip: '2001:db8::1' } }, '1')).extension;
  assert.deepEqual([v6['src'], v6['c6a2']], [undefined, '2001:db8::1']);
});

test('any event is one line in each form', () => {
  fc.assert(
    fc.property(anyEvent, (any) => {
      const logged = { ...any, index: 1 };
      const record = parsed(ocsfLine(logged, '1'));
      const { type_uid, class_uid, activity_id } = record;
      assert.equal(type_uid, Number(class_uid) * 100 + Number(activity_id));
      assert.equal(parsed(ecsLine(logged))['event']?.['id'], any.id);
      const line = cefLine(logged, '1');
      assert.equal(/[\r\n\u0085\u2028\u2029]/.test(line.slice(0, -1)), false);
      assert.equal(readCef(line).extension['externalId'], any.id);
    }),
    { numRuns: 300 },
  );
});

test('types of ECS are those that it allows for the category', () => {
  const allowed: Record<string, string[]> = {
    api: ['access', 'admin', 'allowed', 'change', 'creation', 'deletion', 'denied', 'end', 'info'],
    authentication: ['start', 'end', 'info'],
    iam: ['admin', 'change', 'creation', 'deletion', 'group', 'info', 'user'],
    configuration: ['access', 'change', 'creation', 'deletion', 'info'],
    process: ['access', 'change', 'end', 'info', 'start'],
    package: ['access', 'change', 'deletion', 'info', 'installation', 'start'],
    host: ['access', 'change', 'end', 'info', 'start'],
  };
  allowed['api']!.push('start', 'user');
  for (const { action, category, effect } of catalogue.values()) {
    for (const outcome of ['success', 'denied'] as const) {
      const document = parsed(ecsLine({ ...event, action, category, effect, outcome }));
      const [kind] = document['event']!['category'] as string[];
      for (const type of document['event']!['type'] as string[]) {
        assert.ok(allowed[kind!]?.includes(type), `${action}: ${kind} ${type}`);
      }
    }
  }
});
