import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatNote, parseNote } from './note.ts';
import { generateKey } from './private-key.ts';
import { signerOf, signNote } from './sign.ts';
import { openNote } from './verify.ts';

const foo = {
  vkey: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  note:
    'This is an example message.\n\n\u2014 example.com/foo ' +
    'Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
};
const sum = {
  vkey: 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
  note:
    'go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n' +
    '\u2014 sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n',
};
const witness = {
  vkey: 'witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN',
  note:
    'rome2026h1.example.org\n300\nlCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=\n\n\u2014 witness.example.org ' +
    'uKLPIAAAAABpVGeAhm2bOvKc3LaB9PFN1ruG19Y5yqslmcAAbhftnn1Zznmo0LXFZq4LGvqKqLX8jWlwLKasxEGTLIqAVusneCBmBw==\n',
};

async function newSigner(name = 'example.com/k', algorithm?: 'cosignature/v1') {
  const { privateKey, vkey } = await generateKey(name, algorithm && { algorithm });
  return { signer: await signerOf(privateKey), vkey };
}

test('notes of the specifications open', async () => {
  assert.equal((await openNote(foo.note, [foo.vkey])).text, 'This is an example message.\n');
  assert.equal(
    (await openNote(sum.note, [foo.vkey, sum.vkey])).verified[0]!.name,
    'sum.golang.org',
  );
  const [cosigned] = (await openNote(witness.note, [witness.vkey])).verified;
  assert.deepEqual(cosigned, {
    name: 'witness.example.org',
    keyId: 'b8a2cf20',
    algorithm: 'cosignature/v1',
    time: 1_767_139_200,
  });
});

test('every flipped bit of a signature, and every changed character of a text, is refused', async () => {
  for (const { note, vkey } of [foo, witness]) {
    const { text, signatures } = parseNote(note);
    const [line] = signatures;
    for (let bit = 0; bit < line!.signature.length * 8; bit += 3) {
      const signature = line!.signature.slice();
      signature[bit >> 3]! ^= 1 << (bit & 7);
      const changed = formatNote({ text, signatures: [{ ...line!, signature }] });
      await assert.rejects(openNote(changed, [vkey]), { code: 'note_signature_invalid' });
    }
    for (let i = 0; i < text.length - 1; i++) {
      const changed = `${text.slice(0, i)}~${text.slice(i + 1)}`;
      await assert.rejects(openNote(formatNote({ text: changed, signatures }), [vkey]), {
        code: 'note_signature_invalid',
      });
    }
  }
});

test('lines of unknown keys are ignored, also where name or id alone are known', async () => {
  const { signer, vkey } = await newSigner();
  const good = await signer.sign('text\n');
  const signature = new Uint8Array(64);
  const others = [
    { ...good, name: 'example.com/other', signature },
    { ...good, keyId: '00000000', signature },
  ];
  const note = formatNote({ text: 'text\n', signatures: [...others, good] });
  assert.equal((await openNote(note, [vkey])).verified.length, 1);
  const unsigned = formatNote({ text: 'text\n', signatures: others });
  await assert.rejects(openNote(unsigned, [vkey]), { code: 'note_unverified' });
  await assert.rejects(openNote(note, []), { code: 'note_unverified' });
});

test('one bad line of a known key refuses the whole note', async () => {
  const [a, b] = [await newSigner('a'), await newSigner('b')];
  const good = await a.signer.sign('text\n');
  const bad = await b.signer.sign('another text\n');
  const note = formatNote({ text: 'text\n', signatures: [good, bad] });
  await assert.rejects(openNote(note, [a.vkey, b.vkey]), { code: 'note_signature_invalid' });
  assert.equal((await openNote(note, [a.vkey])).verified.length, 1);
});

test('a repeated line of a key counts once', async () => {
  const { signer, vkey } = await newSigner();
  const line = await signer.sign('text\n');
  const note = formatNote({ text: 'text\n', signatures: [line, line, line] });
  assert.equal((await openNote(note, [vkey])).verified.length, 1);
});

test('stray bits in a known key’s line are refused', async () => {
  const changed = foo.note.replace('aQM=\n', 'aQN=\n');
  await assert.rejects(openNote(changed, [foo.vkey]), { code: 'note_signature_invalid' });
});

test('several keys sign one note', async () => {
  const [log, other, cosigner] = [
    await newSigner('log'),
    await newSigner('other'),
    await newSigner('w', 'cosignature/v1'),
  ];
  const signers = [log.signer, other.signer, cosigner.signer];
  const note = await signNote('text\n', signers, { time: 1_800_000_000 });
  const { verified } = await openNote(note, [log.vkey, other.vkey, cosigner.vkey]);
  assert.deepEqual(
    verified.map(({ name, time }) => [name, time]),
    [
      ['log', undefined],
      ['other', undefined],
      ['w', 1_800_000_000],
    ],
  );
});

test('a cosignature states a time, and a plain signature is none', async () => {
  const { signer, vkey } = await newSigner('w', 'cosignature/v1');
  for (const time of [undefined, 0, -1, 1.5, 2 ** 53]) {
    await assert.rejects(signer.sign('text\n', time), { code: 'size_out_of_range' });
  }
  const line = await signer.sign('text\n', 2 ** 40 + 5);
  const opened = await openNote(formatNote({ text: 'text\n', signatures: [line] }), [vkey]);
  assert.equal(opened.verified[0]!.time, 2 ** 40 + 5);
  for (const signature of [line.signature.slice(8), line.signature.slice(0, 71)]) {
    const note = formatNote({ text: 'text\n', signatures: [{ ...line, signature }] });
    await assert.rejects(openNote(note, [vkey]), { code: 'note_signature_invalid' });
  }
});

test('texts that are none are not signed', async () => {
  const { signer } = await newSigner();
  for (const text of ['', 'no newline', 'a\tb\n', '\ud800\n']) {
    await assert.rejects(signNote(text, [signer]), { code: 'note_malformed' });
  }
});
