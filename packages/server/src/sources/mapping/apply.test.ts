import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../reader.ts';
import { applyMapping, type MappedRecord } from './apply.ts';
import { compileMapping } from './compile.ts';
import type { Mapping } from './types.ts';

function mapped(
  mapping: Omit<Mapping, 'v'>,
  value: Json,
  headers: Record<string, string> = {},
): MappedRecord {
  const compiled = compileMapping({ v: 1, ...mapping });
  assert.ok(compiled.ok, JSON.stringify(compiled));
  const raw = typeof value === 'string' ? value : JSON.stringify(value);
  return applyMapping(compiled.mapping, { value, raw, headers, received: Date.UTC(2026, 10, 20) });
}

const only = (fields: Mapping['fields'], value: Json) =>
  mapped({ guess: false, fields: fields ?? {} }, value);

test('paths, constants, choose-first, templates and tables', () => {
  const { event, errors } = only(
    {
      'actor.type': 'service',
      'actor.id': { first: ['{user.id}', '{user.login}'] },
      'actor.roles': '{user.groups[*].name}',
      'target.id': '{org}/{repo}',
      'target.type': { path: 'kind', map: { R: 'repository' }, default: '{kind}' },
      action: { path: 'verb', map: { rm: 'repository.deleted' } },
      native: '{verb}',
      outcome: { path: 'ok', map: { true: 'success', false: 'failure' } },
      'labels.size': { path: 'size' },
      'pipeline.commit': { path: 'ref', pattern: '([0-9a-f]{40})' },
      'why.approved_by': '{approvers[*]}',
      'why.reason': { path: 'notes[*]', join: '; ' },
    },
    {
      user: { login: 'ada', groups: [{ name: 'dev' }, { name: 'ops' }] },
      org: 'acme',
      repo: 'pay',
      kind: 'R',
      verb: 'rm',
      ok: false,
      size: 12,
      ref: `main@${'a'.repeat(40)}`,
      approvers: ['bo', 'cy'],
      notes: ['one', 'two'],
    },
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(event, {
    action: 'repository.deleted',
    native: 'rm',
    outcome: 'failure',
    actor: { type: 'service', id: 'ada', roles: ['dev', 'ops'] },
    target: { type: 'repository', id: 'acme/pay' },
    pipeline: { commit: 'a'.repeat(40) },
    why: {
      reason: 'one; two',
      approved_by: [
        { type: 'user', id: 'bo' },
        { type: 'user', id: 'cy' },
      ],
    },
    labels: { size: '12' },
  });
});

test('the product’s own word stays where a table gives the action', () => {
  const fields = { action: { path: 'verb', map: { rm: 'repository.deleted' } } };
  const { event } = mapped({ fields }, { verb: 'rm' });
  assert.deepEqual([event.action, event.native], ['repository.deleted', 'rm']);
});

test('the first rule that holds lays its fields over the others', () => {
  const mapping: Omit<Mapping, 'v'> = {
    guess: false,
    fields: { 'actor.id': '{u}', category: 'change' },
    rules: [
      {
        when: { all: [{ path: 't', equals: 'del' }, { not: { path: 'dry', exists: true } }] },
        fields: { action: 'repository.deleted', 'actor.type': 'bot' },
      },
      { when: { path: 't', matches: '^de' }, fields: { action: 'secret.deleted' } },
      { when: { any: [{ path: 't', in: ['x', 'y'] }] }, fields: { action: 'secret.created' } },
    ],
  };
  const action = (value: Json) => mapped(mapping, value).event.action;
  assert.equal(action({ t: 'del', u: 'a' }), 'repository.deleted');
  assert.equal(action({ t: 'del', dry: true }), 'secret.deleted');
  assert.equal(action({ t: 'y' }), 'secret.created');
  assert.equal(action({ t: 'z' }), 'change.other');
  assert.equal(mapped(mapping, { t: 'del', u: 'a' }).event.actor.type, 'bot');
});

test('text: the named groups of the patterns are values', () => {
  const mapping: Omit<Mapping, 'v'> = {
    extract: [
      { pattern: '^(?P<when>\\S+ \\S+) (?P<who>\\w+) (?P<what>opened|closed) door (?P<door>\\d+)' },
      { from: '{@match.who}', pattern: '^(?P<initial>.)' },
    ],
    fields: {
      time: { path: '@match.when', format: '%d.%m.%Y %H:%M', zone: 'Europe/Berlin' },
      'actor.id': '{@match.who}',
      'target.id': 'door-{@match.door}',
      'target.type': 'door',
      native: 'door.{@match.what}',
      'labels.initial': '{@match.initial}',
    },
  };
  const { event } = mapped(mapping, '19.11.2026 09:15 ada opened door 7 quietly');
  assert.equal(event.time, '2026-11-19T08:15:00.000Z');
  assert.equal(event.native, 'door.opened');
  assert.deepEqual(event.actor, { type: 'user', id: 'ada' });
  assert.deepEqual(event.target, { type: 'door', id: 'door-7' });
  assert.equal(event.labels?.['initial'], 'a');
  const other = mapped(mapping, 'nothing of the kind');
  assert.equal(other.event.labels?.['message'], 'nothing of the kind');
  assert.deepEqual(other.errors, [
    { path: '/extract', message: 'none of the patterns is found in the text' },
  ]);
});

test('lists: targets of items, changes of members, two objects compared', () => {
  const value: Json = {
    files: [{ p: 'a' }, { p: 'b' }, {}],
    diff: { title: { from: 'x', to: 'y' }, size: { to: 3 } },
    old: { a: 1, b: [1], c: 2 },
    now: { a: 1, b: [2], d: 3 },
  };
  const each = only(
    {
      targets: { each: 'files', type: 'file', id: '{p}' },
      changes: { each: 'diff', field: '{@key}', from: '{from}', to: '{to}' },
    },
    value,
  ).event;
  assert.deepEqual(each.targets, [
    { type: 'file', id: 'a' },
    { type: 'file', id: 'b' },
  ]);
  assert.deepEqual(each.changes, [
    { field: 'title', from: 'x', to: 'y' },
    { field: 'size', to: 3 },
  ]);
  assert.deepEqual(only({ changes: { before: 'old', after: 'now' } }, value).event.changes, [
    { field: 'b', from: [1], to: [2] },
    { field: 'c', from: 2 },
    { field: 'd', to: 3 },
  ]);
});

test('headers that a mapping looks at belong to the record', () => {
  const fields = { native: '{@headers.x-event}' };
  const { event } = mapped({ fields }, { user: 'ada' }, { 'x-event': 'flag.on', 'x-other': '1' });
  assert.equal(event.native, 'flag.on');
  assert.deepEqual(event.context?.request?.headers, { 'x-event': 'flag.on' });
});

test('what a record can’t fill is left out, told with its place, and searchable', () => {
  const { event, errors } = mapped(
    { fields: { time: { path: 'at', format: 'iso' }, 'context.ip': '{ip}', outcome: '{end}' } },
    { at: 'yesterday', ip: 'localhost', end: 'purple', user: 'ada' },
  );
  assert.deepEqual(
    errors.map(({ path }) => path),
    ['/fields/time', '/fields/context.ip', '/fields/outcome'],
  );
  assert.equal(event.time, undefined);
  assert.equal(event.outcome, 'unknown');
  assert.match(event.labels?.['mapping_error'] ?? '', /^\/fields\/time: "yesterday" is not/);
  assert.deepEqual(event.actor, { type: 'user', id: 'ada', name: 'ada' });
});

test('a record that takes too many steps falls back to what its names say', () => {
  const fields = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [`labels.l${at}`, { path: 'rows[*][*]', join: ',' }]),
  );
  const rows = Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => 'x'));
  const { event, errors } = mapped({ fields }, { rows, user: 'ada' });
  assert.match(errors[0]?.message ?? '', /more steps/);
  assert.equal(event.actor.id, 'ada');
});
