import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseRules } from './rules.ts';

const right = `title: Branch protection removed
id: 5c1f1e0a-3f4b-4c55-9a54-2f3a6c2f7d10
status: stable
level: high
tags: [attack.t1562, cicd-sec.1]
logsource:
  product: GitHub
  service: audit
detection:
  selection:
    action: protected_branch.destroy
  condition: selection
`;

test('a rule is read', () => {
  const { rules, errors } = parseRules(right, 'a.yml');
  assert.deepEqual(errors, []);
  const [rule] = rules;
  assert.equal(rule?.kind, 'detection');
  assert.deepEqual(rule?.kind === 'detection' && rule.logsource, {
    product: 'github',
    service: 'audit',
  });
  assert.equal(rule?.level, 'high');
  assert.equal(rule?.origin.file, 'a.yml');
});

const faults: [change: [string, string], message: RegExp, line: number][] = [
  [['title: Branch protection removed\n', ''], /`title` is missing/, 1],
  [['level: high', 'level: severe'], /`level` is "severe"; known are/, 4],
  [['5c1f1e0a-3f4b', 'xyz'], /no UUID/, 2],
  [['status: stable', 'status: [x]'], /`status` is not text/, 3],
  [['cicd-sec.1', 'CICD'], /no namespace.name/, 5],
  [['  condition: selection', '  timeframe: 1h\n  condition: selection'], /obsolete/, 12],
  [['  condition: selection', '  condition: selection and'], /Expected a search identifier/, 12],
  [['  condition: selection\n', ''], /`condition` is missing/, 9],
  [['title: Branch', 'title: [Branch'], /./, 2],
  [['  product: GitHub\n  service: audit\n', '  definition: x\n'], /names no category/, 6],
];
for (const [[from, to], message, line] of faults) {
  const [put, taken] = [to, from].map((text) => JSON.stringify(text.slice(0, 30)));
  test(`${put} in place of ${taken}`, () => {
    const { rules, errors } = parseRules(right.replace(from, to));
    assert.equal(rules.length, 0);
    assert.match(errors[0]!.message, message);
    assert.equal(errors[0]!.position?.line, line);
  });
}

test('a document that is wrong leaves the others', () => {
  const { rules, errors } = parseRules(`${right}---\ntitle: nothing else\n---\n${right}`);
  assert.equal(rules.length, 2);
  assert.ok(errors.length > 0);
});

test('any text is rules or errors', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(right.length), (noise, at) => {
      const { rules, errors } = parseRules(right.slice(0, at) + noise + right.slice(at));
      assert.ok(rules.length + errors.length > 0);
    }),
  );
});

test('bombs are refused', () => {
  const aliases = Array.from({ length: 9 }, (_, n) =>
    n === 0 ? 'a0: &a0 [x,x,x,x,x,x,x,x,x]' : `a${n}: &a${n} [${`*a${n - 1},`.repeat(9)}]`,
  );
  assert.equal(parseRules(aliases.join('\n')).rules.length, 0);
  assert.match(parseRules(`a: ${'['.repeat(60)}${']'.repeat(60)}`).errors[0]!.message, /depth/);
  assert.match(parseRules('#'.repeat(2_000_000)).errors[0]!.message, /file_length/);
});
