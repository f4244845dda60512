import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceType } from '../../api/types.ts';
import {
  changedSettings,
  groupsOf,
  newSettings,
  withEntry,
  type Setting,
} from './setting-groups.ts';

const of = (name: string, kind: Setting['kind'] = 'text'): Setting => ({
  name,
  title: name,
  kind,
  required: false,
});
const type: SourceType = {
  type: 'x',
  title: 'X',
  summary: '',
  setup: [],
  settings: [
    of('organization'),
    of('secret', 'secret'),
    of('allow_sha1', 'flag'),
    of('pull_token', 'secret'),
    of('api_url'),
    of('syslog_from'),
    of('path'),
    of('mapping', 'json'),
  ],
};

test('settings stand in groups, and documents in none', () => {
  assert.deepEqual(
    groupsOf(type).map(({ name, settings }) => [name, settings.map((each) => each.name)]),
    [
      ['own', ['organization', 'secret', 'allow_sha1']],
      ['pull', ['pull_token', 'api_url']],
      ['syslog', ['syslog_from']],
      ['files', ['path']],
    ],
  );
});

test('a new source has only what was filled in', () => {
  const values: Record<string, string | boolean> = {
    organization: 'acme',
    secret: '',
    allow_sha1: false,
    path: '',
  };
  assert.deepEqual(
    newSettings(type, ({ name }) => values[name] ?? null),
    { organization: 'acme' },
  );
});

test('only what differs is changed; secrets by typing, or to forget', () => {
  const values: Record<string, string | boolean> = {
    organization: '',
    secret: '',
    allow_sha1: true,
    pull_token: '',
    api_url: 'https://x.example',
    syslog_from: '',
    path: '/var/log/x',
  };
  const before = { organization: 'acme', path: '/var/log/x', mapping: {} };
  const filled = ({ name }: Setting) => values[name] ?? null;
  assert.deepEqual(changedSettings(type, before, filled, new Set(['pull_token'])), {
    organization: '',
    allow_sha1: true,
    pull_token: '',
    api_url: 'https://x.example',
  });
  values['pull_token'] = 'new';
  const changed = changedSettings(type, before, filled, new Set(['pull_token']));
  assert.equal(changed['pull_token'], 'new');
});

test('an entry joins a list once', () => {
  assert.equal(withEntry(undefined, '10.0.0.1'), '10.0.0.1');
  assert.equal(withEntry('10.0.0.0/8 10.1.1.1', '10.0.0.2'), '10.0.0.0/8, 10.1.1.1, 10.0.0.2');
  assert.equal(withEntry('10.0.0.1', '10.0.0.1'), '10.0.0.1');
});
