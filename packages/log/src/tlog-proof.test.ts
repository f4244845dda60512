import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatProof, parseProof } from './tlog-proof.ts';

const checkpoint = 'example.com/log\n1\nAAAA\n\n\u2014 k AAAAAQI=\n';
const hash = Buffer.alloc(32, 3).toString('base64');

test('proofs come back as they were', () => {
  const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 64 });
  const extras = fc.option(fc.uint8Array(), { nil: undefined });
  fc.assert(
    fc.property(fc.maxSafeNat(), hashes, extras, (index, path, extra) => {
      const proof = { index, path, checkpoint, ...(extra && { extra }) };
      assert.deepEqual(parseProof(formatProof(proof)), proof);
    }),
  );
});

test('the format, line by line', () => {
  const path = [new Uint8Array(32).fill(3)];
  const text = formatProof({ index: 7, path, checkpoint, extra: Uint8Array.of(1) });
  assert.equal(text, `c2sp.org/tlog-proof@v1\nextra AQ==\nindex 7\n${hash}\n\n${checkpoint}`);
});

test('malformed proofs are refused', () => {
  const cases: Record<string, string> = {
    empty: '',
    'another version': `c2sp.org/tlog-proof@v2\nindex 7\n\n${checkpoint}`,
    'no checkpoint': `c2sp.org/tlog-proof@v1\nindex 7\n`,
    'no index': `c2sp.org/tlog-proof@v1\n${hash}\n\n${checkpoint}`,
    'index with a zero before it': `c2sp.org/tlog-proof@v1\nindex 07\n\n${checkpoint}`,
    'index beyond 2^53': `c2sp.org/tlog-proof@v1\nindex 9007199254740992\n\n${checkpoint}`,
    'extra after index': `c2sp.org/tlog-proof@v1\nindex 7\nextra AQ==\n\n${checkpoint}`,
    'two extras': `c2sp.org/tlog-proof@v1\nextra AQ==\nextra AQ==\nindex 7\n\n${checkpoint}`,
    'extra with stray bits': `c2sp.org/tlog-proof@v1\nextra AR==\nindex 7\n\n${checkpoint}`,
    'short hash': `c2sp.org/tlog-proof@v1\nindex 7\nAAAA\n\n${checkpoint}`,
    'carriage returns': `c2sp.org/tlog-proof@v1\r\nindex 7\r\n\r\n${checkpoint}`,
    'too many hashes': `c2sp.org/tlog-proof@v1\nindex 7\n${`${hash}\n`.repeat(65)}\n${checkpoint}`,
    'too long': `c2sp.org/tlog-proof@v1\nindex 7\n\n${'x'.repeat(4_000_000)}`,
  };
  for (const [why, text] of Object.entries(cases)) {
    assert.throws(() => parseProof(text), { code: 'proof_malformed' }, why);
  }
});
