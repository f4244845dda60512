import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatVkey, parseVkey } from './vkey.ts';

const known = [
  'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
  'witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN',
];

test('keys of the specifications are read and written', () => {
  for (const text of known) assert.equal(formatVkey(parseVkey(text)), text);
  assert.deepEqual(
    known.map((text) => parseVkey(text).algorithm),
    ['ed25519', 'ed25519', 'cosignature/v1'],
  );
  assert.equal(parseVkey(`${known[0]}\n`).name, 'example.com/foo');
});

test('malformed and mismatched keys are refused', () => {
  const [name, id, key] = known[0]!.split(/\+(.{8})\+/) as [string, string, string];
  const cases: [string, string][] = [
    ['', 'key_malformed'],
    [`${name}+${id}`, 'key_malformed'],
    [`+${id}+${key}`, 'key_malformed'],
    [`a b+${id}+${key}`, 'key_malformed'],
    [`${name}+${id.toUpperCase()}+${key}`, 'key_malformed'],
    [`${name}+530d903b+${key}`, 'key_mismatch'],
    [`example.com/bar+${id}+${key}`, 'key_mismatch'],
    [`${name}+${id}+${key.slice(0, -1)}l`, 'key_mismatch'],
    [`${name}+${id}+AQ==`, 'key_malformed'],
    [`${name}+${id}+AekyeRrm56hA=`, 'base64_malformed'],
    [`${name}+${id}+Ao${key.slice(2)}`, 'key_algorithm_unsupported'],
  ];
  for (const [text, code] of cases) assert.throws(() => parseVkey(text), { code }, text);
});
