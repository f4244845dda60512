import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyEchoed } from './echoed-header.ts';

test('a header as it was typed in, and the usual forms', () => {
  const ok = (headers: Record<string, string>) =>
    verifyEchoed({ headers, body: Buffer.from('{}'), received: 0 }, ['two words', 'old'], 'webhook')
      .ok;
  const basic = `Basic ${Buffer.from('acta:old').toString('base64')}`;
  for (const authorization of ['two words', 'old', 'Bearer old', 'Splunk old', basic]) {
    assert.ok(ok({ authorization }), authorization);
  }
  assert.ok(ok({ 'x-acta-secret': 'old' }));
  for (const authorization of ['', 'ol', 'Bearer two words', 'Bearer', 'Digest old']) {
    assert.ok(!ok({ authorization }), authorization);
  }
  assert.ok(!ok({}));
});
