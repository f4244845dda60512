// Whatever comes in, a parser answers or throws a LogError: nothing else, and in time.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as fc from 'fast-check';
import * as log from './index.ts';
import { MemoryLog, numbered } from './testing/memory-log.ts';

const textParsers: Record<string, (text: string) => unknown> = {
  parseNote: log.parseNote,
  parseCheckpoint: log.parseCheckpoint,
  readCheckpoint: log.readCheckpoint,
  parseVkey: log.parseVkey,
  parsePrivateKey: log.parsePrivateKey,
  parseProof: log.parseProof,
  parsePolicy: log.parsePolicy,
  parseWitnessRequest: log.parseWitnessRequest,
  parseTilePath: log.parseTilePath,
  decodeBase64: log.decodeBase64,
};
const samples: string[] = [];

before(async () => {
  const sample = await MemoryLog.create('example.com/log', new Uint8Array(32).fill(1));
  await sample.append(numbered(10));
  const checkpoint = await sample.checkpoint();
  const { privateKey, vkey } = await log.generateKey('w', { algorithm: 'cosignature/v1' });
  samples.push(
    checkpoint,
    privateKey,
    vkey,
    await sample.proof(3),
    `log ${sample.vkey}\nwitness w ${vkey}\ngroup G all w\nquorum G\n`,
    log.formatWitnessRequest(3, await sample.consistency(3), checkpoint),
    'tile/0/x001/234.p/5',
  );
});

function answersOrRefuses(parse: (input: never) => unknown, input: unknown): void {
  try {
    parse(input as never);
  } catch (error) {
    assert(error instanceof log.LogError, String(error));
    assert(error.message.length < 2000, 'a message does not repeat the whole input');
  }
}

test('any text', () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('\n\n', ''));
  fc.assert(
    fc.property(texts, (text) => {
      for (const parse of Object.values(textParsers)) answersOrRefuses(parse, text);
    }),
    { numRuns: 300 },
  );
});

test('good texts with a piece replaced', () => {
  const edits = fc.record({
    which: fc.nat(100),
    at: fc.nat(2000),
    cut: fc.nat(12),
    put: fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('\n', '\n\n', ' ', '+', '=', '\0')),
  });
  fc.assert(
    fc.property(edits, ({ which, at, cut, put }) => {
      const sample = samples[which % samples.length]!;
      const place = at % (sample.length + 1);
      const text = sample.slice(0, place) + put + sample.slice(place + cut);
      for (const parse of Object.values(textParsers)) answersOrRefuses(parse, text);
    }),
    { numRuns: 1000 },
  );
});

test('any bytes as a bundle', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      answersOrRefuses(log.decodeBundle, bytes);
      answersOrRefuses(log.bundleLeafHashes, bytes);
    }),
  );
});

test('long inputs are refused or read, not run out of stack or time', () => {
  const long = 1_500_000;
  const inputs = ['A', '=', '\n', ' ', '\u2014 ', 'x001/', 'old 1\n', 'group a all b '].map(
    (piece) => piece.repeat(long / piece.length),
  );
  for (const input of inputs) {
    for (const parse of Object.values(textParsers)) answersOrRefuses(parse, input);
    for (const sample of samples) answersOrRefuses(log.parseNote, sample + input);
  }
});
