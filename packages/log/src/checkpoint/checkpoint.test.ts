import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { EMPTY_ROOT, formatNote, generateKey, signerOf, signNote } from '../index.ts';
import { formatCheckpoint, openCheckpoint, parseCheckpoint, readCheckpoint } from './checkpoint.ts';

const root = new Uint8Array(32).fill(5);
const base64 = Buffer.from(root).toString('base64');
const origin = 'example.com/log';

test('checkpoints come back as they were, up to 2^53-1', () => {
  const lines = fc.stringMatching(/^[!-~é]{1,20}$/u);
  fc.assert(
    fc.property(
      lines,
      fc.maxSafeNat(),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.array(lines, { maxLength: 3 }),
      (name, size, hash, extensions) => {
        const checkpoint = { origin: name, size, root: hash, extensions };
        assert.deepEqual(parseCheckpoint(formatCheckpoint(checkpoint)), checkpoint);
      },
    ),
  );
  assert.equal(formatCheckpoint({ origin, size: 7, root }), `${origin}\n7\n${base64}\n`);
});

test('malformed checkpoints are refused', () => {
  const cases: Record<string, string> = {
    'no newline': `${origin}\n7\n${base64}`,
    'two lines': `${origin}\n7\n`,
    'no origin': `\n7\n${base64}\n`,
    'leading zero': `${origin}\n07\n${base64}\n`,
    negative: `${origin}\n-7\n${base64}\n`,
    'a word': `${origin}\nfive\n${base64}\n`,
    spaces: `${origin}\n7 \n${base64}\n`,
    'short root': `${origin}\n7\nAAAA\n`,
    'root with stray bits': `${origin}\n7\n${base64.slice(0, -2)}V=\n`,
    'root not base64': `${origin}\n7\n${base64.slice(0, -1)}\n`,
    'empty extension': `${origin}\n7\n${base64}\n\n`,
  };
  for (const [why, text] of Object.entries(cases)) {
    assert.throws(() => parseCheckpoint(text), { code: 'checkpoint_malformed' }, why);
  }
  for (const size of ['9007199254740992', '18446744073709551615']) {
    assert.throws(() => parseCheckpoint(`${origin}\n${size}\n${base64}\n`), {
      code: 'size_out_of_range',
    });
  }
  assert.throws(() => formatCheckpoint({ origin: 'a\nb', size: 1, root }), {
    code: 'checkpoint_malformed',
  });
  assert.throws(() => formatCheckpoint({ origin, size: 2 ** 53, root }), {
    code: 'size_out_of_range',
  });
});

test('opening checks signature, origin and the empty tree', async () => {
  const { privateKey, vkey } = await generateKey(origin);
  const signer = await signerOf(privateKey);
  const note = await signNote(formatCheckpoint({ origin, size: 3, root }), [signer]);
  const { checkpoint } = await openCheckpoint(note, [vkey], origin);
  assert.deepEqual(checkpoint, { origin, size: 3, root, extensions: [] });
  assert.deepEqual(readCheckpoint(note), checkpoint);
  await assert.rejects(openCheckpoint(note, [vkey], 'example.com/other'), {
    code: 'checkpoint_malformed',
  });
  const other = (await generateKey(origin)).vkey;
  await assert.rejects(openCheckpoint(note, [other]), { code: 'note_unverified' });

  const empty = await signNote(formatCheckpoint({ origin, size: 0, root: EMPTY_ROOT }), [signer]);
  assert.equal((await openCheckpoint(empty, [vkey])).checkpoint.size, 0);
  const false0 = await signNote(formatCheckpoint({ origin, size: 0, root }), [signer]);
  await assert.rejects(openCheckpoint(false0, [vkey]), { code: 'checkpoint_malformed' });
});

test('a signed text that is no checkpoint is refused after its signature', async () => {
  const { privateKey, vkey } = await generateKey(origin);
  const signature = await (await signerOf(privateKey)).sign('hello\n');
  const note = formatNote({ text: 'hello\n', signatures: [signature] });
  await assert.rejects(openCheckpoint(note, [vkey]), { code: 'checkpoint_malformed' });
});
