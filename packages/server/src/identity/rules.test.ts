import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { claimAt, matchesPattern, ruleFor, tooOpen } from './rules.ts';

test('a star stands for any characters, all else for itself', () => {
  for (const [pattern, value, expected] of [
    ['acme/*', 'acme/pay', true],
    ['acme/*', 'acme/', true],
    ['acme/*', 'acme-evil/pay', false],
    ['acme/*', 'xacme/pay', false],
    ['repo:acme/*:ref:refs/heads/main', 'repo:acme/pay:ref:refs/heads/main', true],
    ['repo:acme/*:ref:refs/heads/main', 'repo:acme/pay:ref:refs/heads/main2', false],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c', false],
    ['*', '', true],
    ['a.c', 'abc', false],
    ['', 'a', false],
  ] as const) {
    assert.equal(matchesPattern(pattern, value), expected, `${pattern} ~ ${value}`);
  }
});

test('a pattern made of a value by cutting pieces out holds for it', () => {
  const pieces = fc.array(fc.tuple(fc.string(), fc.boolean()), { maxLength: 8 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const value = parts.map(([text]) => text.replaceAll('*', '')).join('');
      const pattern = parts.map(([text, cut]) => (cut ? '*' : text.replaceAll('*', ''))).join('');
      assert.ok(matchesPattern(pattern, value));
    }),
  );
});

test('claims are found by path, with dots in names, in lists and as numbers', () => {
  const claims = {
    'kubernetes.io': { namespace: 'ci', serviceaccount: { name: 'deployer' } },
    groups: ['a', 'deployers'],
    protected: true,
    project_id: 22,
  };
  assert.equal(claimAt(claims, 'kubernetes.io.serviceaccount.name'), 'deployer');
  assert.equal(claimAt(claims, 'kubernetes.io.nothing'), undefined);
  assert.equal(claimAt(claims, '__proto__.x'), undefined);
  const rule = (patterns: Record<string, string>) => ({ claims: patterns, sources: ['s'] });
  const holding: Record<string, string>[] = [
    { 'kubernetes.io.namespace': 'ci', groups: 'deploy*' },
    { protected: 'true', project_id: '22' },
  ];
  for (const patterns of holding) {
    assert.ok(ruleFor([rule({ nothing: '*' }), rule(patterns)], claims));
  }
  assert.equal(ruleFor([rule({ project_id: '2*' })], claims), undefined);
});

test('a rule of an issuer that signs for everybody must say whose workloads it means', () => {
  const github = 'https://token.actions.githubusercontent.com';
  const open = (claims: Record<string, string>) => tooOpen(github, { claims, sources: ['s'] });
  const strangers: Record<string, string>[] = [
    {},
    { ref: 'refs/heads/main' },
    { repository: '*' },
    { repository: 'a*/pay' },
    { sub: 'repo:*' },
    { sub: 'repo:acme*' },
    { repository_owner: 'acme*' },
  ];
  for (const claims of strangers) assert.match(open(claims) ?? '', /signs for everybody/);
  const owners: Record<string, string>[] = [
    { repository: 'acme/*' },
    { repository_owner: 'acme' },
    { sub: 'repo:acme/*' },
    { sub: 'repo:acme/pay:ref:refs/heads/main' },
  ];
  for (const claims of owners) assert.equal(open(claims), undefined, JSON.stringify(claims));
  assert.equal(tooOpen('https://k8s.example', { claims: {}, sources: ['s'] }), undefined);
});
