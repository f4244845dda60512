import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatNote, isKeyName, MAX_NOTE_SIGNATURES, parseNote } from './note.ts';

const line = (name = 'example.com/k', base64 = 'AAAAAQI=') => `\u2014 ${name} ${base64}\n`;

test('text and signatures are split at the last blank line', () => {
  const { text, signatures } = parseNote(`first\n\nsecond\n\n${line()}${line('other')}`);
  assert.equal(text, 'first\n\nsecond\n');
  assert.deepEqual(
    signatures.map(({ name, keyId }) => [name, keyId]),
    [
      ['example.com/k', '00000001'],
      ['other', '00000001'],
    ],
  );
  assert.deepEqual(signatures[0]!.signature, Uint8Array.of(2));
});

test('notes come back as they were', () => {
  const names = fc.stringMatching(/^[a-z0-9./é-]{1,20}$/u);
  const texts = fc
    .array(fc.stringMatching(/^[ -~é]{0,20}$/u))
    .map((lines) => `${lines.join('\n')}\n`);
  const signature = fc.record(
    {
      name: names,
      keyId: fc.stringMatching(/^[0-9a-f]{8}$/),
      signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
      canonical: fc.constant(true),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(texts, fc.array(signature, { minLength: 1, maxLength: 20 }), (text, signatures) => {
      assert.deepEqual(parseNote(formatNote({ text, signatures })), { text, signatures });
    }),
  );
});

test('malformed notes are refused', () => {
  const refused: Record<string, string> = {
    'no blank line': `text\n${line()}`,
    'no signature': 'text\n\n',
    'no newline at the end': `text\n\n${line().trimEnd()}`,
    'a hyphen for the dash': `text\n\n- k AAAAAQI=\n`,
    'two spaces': `text\n\n\u2014 k  AAAAAQI=\n`,
    'trailing space': `text\n\n\u2014 k AAAAAQI= \n`,
    'no base64': 'text\n\n\u2014 k\n',
    'base64 without padding': `text\n\n${line('k', 'AAAAAQI')}`,
    'only a key id': `text\n\n${line('k', 'AAAAAQ==')}`,
    'plus in the name': `text\n\n${line('a+b')}`,
    'a Unicode space in the name': `text\n\n${line('a\u00a0b')}`,
    'carriage returns': `text\r\n\r\n${line()}`,
    'a carriage return': `te\rxt\n\n${line()}`,
    'a tab': `te\txt\n\n${line()}`,
    'a NUL': `te\u0000xt\n\n${line()}`,
    'half a surrogate pair': `te\ud800xt\n\n${line()}`,
    'text after the signatures': `text\n\n${line()}more\n`,
  };
  for (const [why, note] of Object.entries(refused)) {
    assert.throws(() => parseNote(note), { code: 'note_malformed' }, why);
  }
});

test('a byte order mark is part of the text, not dropped', () => {
  assert.equal(parseNote(`\ufefftext\n\n${line()}`).text, '\ufefftext\n');
});

test('size and number of signatures are limited', () => {
  const many = line().repeat(MAX_NOTE_SIGNATURES);
  assert.equal(parseNote(`t\n\n${many}`).signatures.length, MAX_NOTE_SIGNATURES);
  assert.throws(() => parseNote(`t\n\n${many}${line()}`), { code: 'note_too_large' });
  const long = 'x'.repeat(1_000_000);
  assert.throws(() => parseNote(`${long}\n\n${line()}`), { code: 'note_too_large' });
});

test('stray bits in base64 are marked', () => {
  assert.equal(parseNote(`t\n\n${line('k', 'AAAAAQI=')}`).signatures[0]!.canonical, true);
  assert.equal(parseNote(`t\n\n${line('k', 'AAAAAQJ=')}`).signatures[0]!.canonical, false);
});

test('key names have no space of any kind and no plus', () => {
  for (const name of ['example.com/k', 'a', 'ключ']) assert(isKeyName(name), name);
  for (const name of ['', ' ', 'a b', 'a+b', 'a\u2003b', 'a\u0085b', 'a\nb', 'a\u0001']) {
    assert(!isKeyName(name), JSON.stringify(name));
  }
});
