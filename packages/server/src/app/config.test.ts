import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError, readConfig, usage } from './config.ts';
import { knownLimits } from './known-limits.ts';
import { SETTINGS } from './settings.ts';

/** Reads settings in a folder of its own that holds the given acta.yaml. */
function read(given: { argv?: string[]; env?: Record<string, string>; yaml?: string }) {
  const cwd = mkdtempSync(join(tmpdir(), 'acta-config-'));
  try {
    if (given.yaml !== undefined) writeFileSync(join(cwd, 'acta.yaml'), given.yaml);
    return { cwd, config: readConfig({ argv: given.argv ?? [], env: given.env ?? {}, cwd }) };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const refusal = (given: Parameters<typeof read>[0]): ConfigError => {
  let error: unknown;
  assert.throws(
    () => read(given),
    (thrown) => {
      error = thrown;
      return thrown instanceof ConfigError;
    },
  );
  return error as ConfigError;
};

/**
 * The reference with the padding of its tables taken out; tools/write-settings-reference.ts writes
 * it.
 */
function readReference(): string {
  const page = new URL('../../../../docs/reference/settings.md', import.meta.url);
  return readFileSync(page, 'utf8').replace(/ +/g, ' ');
}

test('without anything the defaults hold', () => {
  const { config, cwd } = read({});
  assert.equal(config.port, 8480);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.data, join(cwd, 'data'));
  assert.equal(config.log.public, false);
  assert.equal(config.sessions.idle_ms, 8 * 3_600_000);
  assert.equal(config.verification_interval_ms, 86_400_000);
  assert.deepEqual(config.limits, {});
  assert.equal(config.admin_token, undefined);
});

test('a port is a number from 0 to 65535, and nothing that could be read as one', () => {
  for (const port of ['', ' ', 'x', '1e3', '0x50', '80.5', '65536', '١']) {
    assert.match(refusal({ argv: [`--port=${port}`] }).message, /expected a port, 0 to 65535/);
  }
  for (const yaml of ['port: true', 'port: []', 'port: 80.5']) {
    assert.match(refusal({ yaml }).message, /expected a port, 0 to 65535/, yaml);
  }
  assert.equal(read({ argv: ['--port=65535'] }).config.port, 65_535);
  assert.equal(read({ yaml: 'port: "0"' }).config.port, 0);
});

test('a flag goes before the environment, that before the file, that before the default', () => {
  const yaml = 'port: 1\nhost: file\n';
  const env = { ACTA_PORT: '2' };
  assert.equal(read({ yaml, env, argv: ['--port', '3'] }).config.port, 3);
  assert.equal(read({ yaml, env }).config.port, 2);
  assert.equal(read({ yaml }).config.port, 1);
  assert.equal(read({ yaml, env }).config.host, 'file');
  assert.equal(read({ yaml, env: { ACTA_PORT: '' } }).config.port, 1);
});

test('the file holds settings by group, lists and limits', () => {
  const yaml = [
    'log: { public: true, origin: acta.example/log }',
    'trusted_proxies: [10.0.0.0/8]',
    'sessions: { idle_minutes: 5 }',
    'limits:',
    '  http.tail_listeners: 7',
  ].join('\n');
  const { config } = read({ yaml });
  assert.equal(config.log.public, true);
  assert.equal(config.log.origin, 'acta.example/log');
  assert.deepEqual(config.trusted_proxies, ['10.0.0.0/8']);
  assert.equal(config.sessions.idle_ms, 300_000);
  assert.deepEqual(config.limits, { 'http.tail_listeners': 7 });
  assert.equal(read({ env: { ACTA_LOG_PUBLIC: '1' } }).config.log.public, true);
  assert.equal(read({ argv: ['--log-public'] }).config.log.public, true);
  const proxies = { ACTA_TRUSTED_PROXIES: '10.0.0.1, 10.0.0.2' };
  assert.deepEqual(read({ env: proxies }).config.trusted_proxies, ['10.0.0.1', '10.0.0.2']);
});

test('everything that is wrong is named with where it stands, at once', () => {
  const { message, usage } = refusal({
    argv: ['--port', 'x'],
    env: { ACTA_LOG_LEVEL: 'loud' },
    yaml: 'colour: red\npublic_url: ftp://a\n',
  });
  assert.match(message, /port \(--port\)/);
  assert.match(message, /log_level \(ACTA_LOG_LEVEL\)/);
  assert.match(message, /colour \(in .*acta\.yaml\) is no setting/);
  assert.match(message, /public_url \(in .*acta\.yaml\)/);
  assert.equal(usage, true, 'a flag is among what is wrong');
  assert.equal(refusal({ env: { ACTA_PORT: 'x' } }).usage, false);
  assert.equal(refusal({ yaml: 'port: x' }).usage, false);
  assert.equal(refusal({ argv: ['--config', 'none.yaml'] }).usage, false);
  assert.equal(refusal({ argv: ['--nope'] }).usage, true);
  assert.equal(refusal({ argv: ['stray'] }).usage, true);
  assert.match(refusal({ yaml: 'a: [' }).message, /not YAML/);
  assert.match(refusal({ yaml: '- a' }).message, /by name/);
  assert.match(refusal({ argv: ['--config', 'no.yaml'] }).message, /no settings file/);
});

test('a short administrator token is refused and never repeated', () => {
  const { message } = refusal({ env: { ACTA_ADMIN_TOKEN: 'hunter2' } });
  assert.match(message, /at least 32/);
  assert.equal(message.includes('hunter2'), false);
  const token = 'x'.repeat(32);
  assert.equal(read({ env: { ACTA_ADMIN_TOKEN: token } }).config.admin_token, token);
});

test('help names every flag, the reference every setting with its default', () => {
  const text = usage();
  const reference = readReference();
  for (const { path, flag, env, schema } of SETTINGS) {
    if (flag !== undefined) assert.ok(text.includes(`--${flag} `), flag);
    const row = reference.split('\n').find((line) => line.startsWith(`| \`${path}\` |`));
    assert.ok(row, `${path} stands in docs/reference/settings.md`);
    if (flag !== undefined) assert.ok(row.includes(`\`--${flag}\``), `${path}: --${flag}`);
    if (env !== undefined) assert.ok(row.includes(`\`${env}\``), `${path}: ${env}`);
    const parsed = schema.safeParse(undefined);
    const isPlain = ['string', 'number', 'boolean'].includes(typeof parsed.data);
    if (isPlain) assert.ok(row.includes(`\`${String(parsed.data)}\``), `${path}: default`);
  }
});

test('the reference names every limit with its default', () => {
  const reference = readReference();
  for (const { name, default: value } of knownLimits) {
    const row = `| \`${name}\` | ${value.toLocaleString('en')} |`;
    assert.ok(reference.includes(row), row);
  }
  const names = knownLimits.map((limit) => limit.name);
  assert.equal(new Set(names).size, names.length, 'a name is given once');
});
