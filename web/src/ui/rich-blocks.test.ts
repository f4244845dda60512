import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, inlinesOf } from './rich-blocks.ts';

test('a guide becomes paragraphs and lists', () => {
  const text = 'First.\nStill first.\n\n1. Who?\n   From where?\n2. When?\n\n- a\nEnd.';
  assert.deepEqual(blocksOf(text), [
    { kind: 'paragraph', lines: ['First.', 'Still first.'] },
    { kind: 'numbers', lines: ['Who? From where?', 'When?'] },
    { kind: 'points', lines: ['a'] },
    { kind: 'paragraph', lines: ['End.'] },
  ]);
});

test('code, strong words and addresses stand out; all else stays text', () => {
  assert.deepEqual(inlinesOf('Ask `kubectl`, **then** https://a.example/b. <b>'), [
    { kind: 'text', text: 'Ask ' },
    { kind: 'code', text: 'kubectl' },
    { kind: 'text', text: ', ' },
    { kind: 'strong', text: 'then' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'https://a.example/b' },
    { kind: 'text', text: '. <b>' },
  ]);
});
