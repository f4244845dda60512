import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { testKey } from '../testing.ts';
import { createMasker } from './masker.ts';

const masker = createMasker({ key: testKey });
const maskOf = (secret: string): string =>
  `masked:hmac-sha256:${createHmac('sha256', testKey).update(secret).digest('hex')}`;
const b62 = (length: number): string =>
  'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z'.repeat(9).slice(0, length);

// Made-up secrets of every known form, put together here so that no scanner takes them for
// real ones.
const secrets: Record<string, string> = {
  'GitHub token': `ghp_${b62(36)}`,
  'GitHub app token': `ghs_${b62(36)}`,
  'GitHub fine-grained token': `github_pat_${b62(22)}_${b62(59)}`,
  'GitLab token': `glpat-${b62(20)}`,
  'AWS key id': ['AKIA', 'ABCD2345EFGH67IJ'].join(''),
  'AWS temporary key id': ['ASIA', 'ABCD2345EFGH67IJ'].join(''),
  'Slack token': `xoxb-123456789012-${b62(24)}`,
  'OpenAI key': `sk-${b62(48)}`,
  'Stripe key': `sk_live_${b62(24)}`,
  'JSON Web Token': `eyJ${b62(20)}.eyJ${b62(40)}.${b62(43)}`,
  'npm token': `npm_${b62(36)}`,
  'PyPI token': `pypi-${b62(60)}`,
  'Google key': `AIza${b62(35)}`,
  'Vault token': `hvs.${b62(90)}`,
  'SendGrid key': `SG.${b62(22)}.${b62(43)}`,
  'private key': `-----BEGIN RSA PRIVATE KEY-----\n${b62(64)}\n${b62(64)}\n-----END RSA PRIVATE KEY-----`,
  'Docker token': `dckr_pat_${b62(27)}`,
  'Terraform token': `.atlasv1.${b62(60)}`,
  'log signing key': `PRIVATE+KEY+acta.local/x+12345678+${b62(44)}`,
};

test('every known form of secret is masked, in text and in values', () => {
  for (const [kind, secret] of Object.entries(secrets)) {
    for (const around of ['%', 'x %.', 'a="%"', '(%)', '%\n', '/%/']) {
      const { text, masked } = masker.text(around.replace('%', () => secret));
      assert.equal(masked, 1, `${kind} in ${around}`);
      assert.ok(!text.includes(secret.slice(-20)), kind);
    }
    const value = { note: [`it is ${secret}!`] };
    assert.ok(!JSON.stringify(masker.value(value)).includes(secret.slice(-20)), kind);
    assert.equal(value.note[0], `it is ${secret}!`, 'the value given was changed');
  }
});

test('only the secret part of a longer text goes', () => {
  const word = b62(40);
  const cases: [string, string][] = [
    [`curl -H 'X: Bearer ${word}'`, `curl -H 'X: Bearer ${maskOf(word)}'`],
    ['Basic dXNlcjpwYXNzd29yZA==', `Basic ${maskOf('dXNlcjpwYXNzd29yZA==')}`],
    [
      'git clone https://ann:hunter2@git.example/x',
      `git clone https://ann:${maskOf('hunter2')}@git.example/x`,
    ],
    ['postgres://u:p@ss@db:5432/x', `postgres://u:${maskOf('p@ss')}@db:5432/x`],
    [
      `https://hooks.slack.com/services/T0/B0/${word}`,
      `https://hooks.slack.com/services/${maskOf(`T0/B0/${word}`)}`,
    ],
    [
      `https://x.blob.example/y?sv=1&sig=${word}%3D&se=2`,
      `https://x.blob.example/y?sv=1&sig=${maskOf(`${word}%3D`)}&se=2`,
    ],
  ];
  for (const [text, wanted] of cases) assert.equal(masker.text(text).text, wanted);
});

test('what only looks like a secret stays', () => {
  const texts = [
    'the bearer authentication of Basic training',
    'mail ann@example.com about https://example.com/a@b',
    'task-12 risk-34 desk-abc eyJust-a-word glpat- AKIA ghp_short',
    'eyJhbGciOiJIUzI1NiJ9',
    '{"token_id":"123","token_type":"bearer","tokens_url":"https://x","secret_name":"DB"}',
    '{"password_changed_at":"2026-11-19","has_secrets":true,"nextToken":"abc"}',
    'the token was rotated; secrets are kept elsewhere',
    '{"secret":"********","password":"","token":null,"authorization":"[REDACTED]"}',
    'https://example.com:8480/path',
    'refs/heads/task-550e8400e29b41d4a716446655440000',
    'disk-abcdefghijklmnopqrstuvwxyz fork-test-very-long-branch',
    'mask_test_everything_there_is work-or-something-else',
    '{"ref":"\\task-abcdefghijklmnopqrstuvwxyz"}',
    'login --password-stdin --token-file /run/token --secret id=npm --password --force',
    '{"a":"--password","b":"x","c":["--token"],"d":["--force","--token",5]}',
  ];
  for (const text of texts) assert.deepEqual(masker.text(text), { text, masked: 0 });
});

test('values of secret-named fields are masked, however the name is written', () => {
  const names = [
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'token',
    'accessToken',
    'hashed_token',
    'X-Vault-Token',
    'password',
    'PASSWORD',
    'db.password',
    'client_secret',
    'clientSecret',
    'api_key',
    'API-Key',
    'apikey',
    'private_key',
    'secretAccessKey',
    'Cookie',
    'Set-Cookie',
    'connectionString',
    'passwd',
    'pwd',
  ];
  for (const name of names) {
    assert.deepEqual(masker.value({ [name]: 'hunter2' }), { [name]: maskOf('hunter2') }, name);
    const raw = JSON.stringify({ a: 1, [name]: 'hunter2', b: 'x' });
    const wanted = JSON.stringify({ a: 1, [name]: maskOf('hunter2'), b: 'x' });
    assert.deepEqual(masker.text(raw), { text: wanted, masked: 1 }, name);
  }
  for (const name of [
    'token_id',
    'tokenId',
    'secret_name',
    'author',
    'key',
    'passenger',
    'cookie_count',
  ]) {
    assert.deepEqual(masker.value({ [name]: 'x' }), { [name]: 'x' }, name);
  }
});

test('names written with escapes are read as they are meant, at every level', () => {
  const escape = (name: string, at: number): string =>
    `${name.slice(0, at)}\\u00${name.charCodeAt(at).toString(16)}${name.slice(at + 1)}`;
  for (const name of ['password', 'X-Api-Key', 'clientSecret', 'private key', 'hashed_token']) {
    for (let at = 0; at < name.length; at++) {
      const inner = `{"a":1, "${escape(name, at)}" : "hunter2","b":"\\u0041"}`;
      const middle = JSON.stringify({ body: inner });
      for (const raw of [inner, middle, JSON.stringify({ message: middle })]) {
        const { text, masked } = masker.text(raw);
        assert.equal(text, raw.replace('hunter2', maskOf('hunter2')), raw);
        assert.equal(masked, 1);
      }
    }
  }
  const whole = Array.from('Token', (_, at) => escape('Token', at).slice(at, at + 6)).join('');
  const upper = whole.replace('6f', '6F');
  assert.equal(masker.text(`{"${upper}":["x",5]}`).masked, 2);
  for (const name of ['pass\\u0077ord_id', 't\\u006fken_type', 'a\\u003ctoken\\u003e']) {
    const raw = `{"${name}":"hunter2","x":"\\u0061 token is kept"}`;
    assert.deepEqual(masker.text(raw), { text: raw, masked: 0 }, name);
  }
});

test('numbers, lists and nested members under secret names', () => {
  const raw =
    '{"password": 12345, "tokens":["x"], "cookies": ["a", "b"], "secret": {"name": "n", "token": "t"}, "token": true}';
  const { text, masked } = masker.text(raw);
  assert.equal(masked, 4);
  assert.deepEqual(JSON.parse(text), {
    password: maskOf('12345'),
    tokens: ['x'],
    cookies: [maskOf('a'), maskOf('b')],
    secret: { name: 'n', token: maskOf('t') },
    token: true,
  });
  assert.deepEqual(masker.value(JSON.parse(raw)), JSON.parse(text));
});

test('the text around a secret stays byte for byte', () => {
  const before = '{ "n" : 9007199254740993 , "n":1e400,\t"\\u0061":"\\/", "password"  :\n "';
  const after = '" , "x" : [ ] }\n';
  assert.equal(masker.text(`${before}hunter2${after}`).text, before + maskOf('hunter2') + after);
});

test('escapes are respected, and the same secret gives the same mask at every level', () => {
  const secret = 'a"b\\c\nd';
  const inner = JSON.stringify({ password: secret });
  const middle = JSON.stringify({ body: inner });
  const outer = JSON.stringify({ message: middle });
  for (const raw of [inner, middle, outer]) {
    const { text, masked } = masker.text(raw);
    assert.equal(masked, 1, raw);
    assert.ok(text.includes(maskOf(secret)), raw);
    assert.doesNotThrow(() => JSON.parse(text) as unknown, text);
  }
});

test('forms, headers, command lines and form-encoded JSON', () => {
  const cases: [string, string][] = [
    ['user=ann&password=hunter2&x=1', `user=ann&password=${maskOf('hunter2')}&x=1`],
    [
      'Host: x\r\nAuthorization: Negotiate abc\r\nA: b',
      `Host: x\r\nAuthorization: ${maskOf('Negotiate abc')}\r\nA: b`,
    ],
    ['Cookie: a=b; c=d\n', `Cookie: ${maskOf('a=b; c=d')}\n`],
    ['login --password=hunter2 --x', `login --password=${maskOf('hunter2')} --x`],
    [`PGPASSWORD='hunter 2' psql`, `PGPASSWORD='${maskOf('hunter 2')}' psql`],
    [
      'payload=%7B%22token%22%3A%22hunter2%22%7D',
      `payload=%7B%22token%22%3A%22${maskOf('hunter2')}%22%7D`,
    ],
  ];
  for (const [text, wanted] of cases) assert.equal(masker.text(text).text, wanted);
});

test('keys that begin like words are told from words by what stands before them or in them', () => {
  const small = 'abcdef0123456789abcdef0123456789';
  for (const before of ['', ' ', '"', '=', '/', '-', '_', '\\n', '%3D', '\\u003d', '\\t']) {
    const { text, masked } = masker.text(`${before}sk-${small}`);
    assert.deepEqual([text, masked], [`${before}${maskOf(`sk-${small}`)}`, 1], before);
  }
  for (const key of [`sk-${b62(48)}`, `rk_live_${b62(24)}`]) {
    assert.equal(masker.text(`task${key}`).text, `task${maskOf(key)}`);
  }
  const other = `ghp_${b62(36)}`;
  assert.equal(masker.text(`task-${small}-${other}`).text, `task-${small}-${maskOf(other)}`);
  assert.equal(masker.text(`fork-test-${'a'.repeat(30)}\n${other}`).masked, 1);
});

test('the word after an option of a command line', () => {
  const secret = maskOf('hunter2');
  const cases: [string, string][] = [
    ['db --password hunter2 --x', `db --password ${secret} --x`],
    ["db --db-password 'hunter2' x", `db --db-password '${secret}' x`],
    ['db --Token  hunter2;', `db --Token  ${secret};`],
    ['{"cmd":"db --api-key hunter2"}', `{"cmd":"db --api-key ${secret}"}`],
    ['/exec?command=--token&command=hunter2&x', `/exec?command=--token&command=${secret}&x`],
  ];
  for (const [text, wanted] of cases) {
    assert.equal(masker.text(text).text, wanted);
    assert.deepEqual(masker.text(wanted), { text: wanted, masked: 0 });
  }
  const argv = { args: ['db', '--password', 'hunter2', '--token', '--x', 'y'] };
  const wanted = { args: ['db', '--password', secret, '--token', '--x', 'y'] };
  assert.deepEqual(masker.value(argv), wanted);
  for (const space of [undefined, 2]) {
    const raw = JSON.stringify(argv, null, space);
    assert.equal(masker.text(raw).text, JSON.stringify(wanted, null, space));
    const outer = JSON.stringify({ message: raw });
    assert.equal(masker.text(outer).text, outer.replace('hunter2', secret));
  }
});

test('a name is found in the shadow of another', () => {
  const text = `-----END PRIVATE KEY-----${'a'.repeat(50)}X-Api-Key=hunter2`;
  assert.equal(masker.text(text).text, text.replace('hunter2', maskOf('hunter2')));
});

test('what was masked once stays as it is', () => {
  const once = masker.text(`{"token":"hunter2","note":"${secrets['GitHub token']}"}`).text;
  assert.deepEqual(masker.text(once), { text: once, masked: 0 });
});

const anySecret = fc.constantFrom(...Object.values(secrets));
const anyName = fc.constantFrom('password', 'X-Api-Key', 'clientSecret', 'hashed_token', 'Cookie');
const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const anyPayload = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    anyText,
    fc.tuple(anyText, anySecret, anyText).map((parts) => parts.join(' ')),
    fc.integer(),
    fc.record({ name: fc.constant('x'), child: tie('node') }),
    fc.tuple(anyName, anyText).map(([name, value]) => ({ [name]: value })),
    fc.array(tie('node'), { maxLength: 3 }),
    tie('node').map((value) => ({ message: JSON.stringify(value) })),
  ),
})).node;

test('any JSON stays JSON of the same shape, holds no secret, and masking it again changes nothing', () => {
  fc.assert(
    fc.property(anyPayload, fc.constantFrom(undefined, 1, '\t'), (payload, space) => {
      const raw = JSON.stringify({ payload }, null, space);
      const { text } = masker.text(raw);
      const parsed = JSON.parse(text) as unknown;
      assert.deepEqual(Object.keys(parsed as object), ['payload']);
      for (const secret of Object.values(secrets)) {
        assert.ok(!text.includes(secret.slice(-20)), text);
      }
      assert.deepEqual(masker.text(text), { text, masked: 0 });
    }),
    { numRuns: 300 },
  );
});

test('a text of JSON is masked as its value is', () => {
  const value = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      anySecret,
      fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => !/[\w@]/.test(text)),
      fc.record({ child: tie('node'), token_id: tie('node') }),
      fc.tuple(anyName, anyText).map(([name, member]) => ({ [name]: member })),
      fc.tuple(anyName, fc.array(anyText)).map(([name, list]) => ({ [name]: list })),
      fc
        .tuple(anyName, tie('node'))
        .map(([name, member]) => ({ [name]: [['deep', 5], 7, null, member] })),
    ),
  })).node;
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2), (node, space) => {
      const raw = JSON.stringify({ node }, null, space);
      const masked = JSON.parse(masker.text(raw).text) as unknown;
      assert.deepEqual(masked, masker.value(JSON.parse(raw)), raw);
    }),
    { numRuns: 500 },
  );
});

test('any text: masking it again changes nothing, and no secret is left', () => {
  const pieces = fc.array(
    fc.oneof(anyText, anySecret, anyName, fc.constantFrom('=', ': ', '"', '\\"')),
  );
  fc.assert(
    fc.property(pieces, (list) => {
      const { text } = masker.text(list.join(''));
      for (const secret of Object.values(secrets)) assert.ok(!text.includes(secret), text);
      assert.deepEqual(masker.text(text), { text, masked: 0 });
    }),
    { numRuns: 300 },
  );
});

test('hostile texts of a megabyte take time in proportion', () => {
  const unit = 1 << 19;
  const parts = [
    'eyJ',
    'eyJ.',
    'ghp_',
    '-----BEGIN PRIVATE KEY-----',
    '://a:',
    '://:@',
    '@',
    'token',
    '"token":"',
    'token=',
    'token:',
    '\\"',
    'Bearer ',
    'SG.',
    'password":[',
    'sk-',
    'sk-test-',
    'a_sk-a',
    '--token ',
    '"--token","',
    ' ',
    'secret": ',
    '\\u0061',
    '\\u0061 ',
    '\\u0061"token":"',
    '"t\\u006fken":"',
    '"t\\u006fken":[',
    'a\\u0061\\\\',
  ];
  for (const part of parts) {
    const text = part.repeat(unit / part.length);
    const steps = timeOf(text.slice(0, text.length / 8));
    assert.ok(timeOf(text) < 40 * Math.max(steps, 5), part);
  }
});

/** Milliseconds of CPU time; a ratio of two of them does not depend on the machine. */
function timeOf(text: string): number {
  const start = process.cpuUsage();
  masker.text(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

test('what a product keyed itself stays comparable', () => {
  const hmac = `hmac-sha256:${'0af1'.repeat(16)}`;
  const raw = `{"client_token":"${hmac}","password":"hmac-sha256:short"}`;
  const { text, masked } = masker.text(raw);
  assert.ok(text.includes(`"client_token":"${hmac}"`));
  assert.ok(!text.includes('hmac-sha256:short'));
  assert.equal(masked, 1);
  assert.deepEqual(masker.value({ accessor_token: hmac }), { accessor_token: hmac });
});
