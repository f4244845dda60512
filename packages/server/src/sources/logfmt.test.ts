import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import { logfmtPairs } from './logfmt.ts';

test('pairs, quotes, escapes, empty values, bare words', () => {
  assert.deepEqual(
    logfmtPairs('time="2026-11-19T08:15:02Z" level=info msg="a \\"b\\"\\n\\\\" e= word x.y=1'),
    { time: '2026-11-19T08:15:02Z', level: 'info', msg: 'a "b"\n\\', e: '', 'x.y': '1' },
  );
  assert.equal(logfmtPairs('Listening on :8080'), undefined);
  assert.equal(logfmtPairs(''), undefined);
  assert.deepEqual(logfmtPairs('a="open'), { a: 'open' });
});

test('any value comes back from its quoted form', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const quoted = value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
      assert.equal(logfmtPairs(`k="${quoted}" z=1`)?.['k'], value);
    }),
  );
});
