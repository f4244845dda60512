import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutCsv } from './cut-csv.ts';
import { CutError } from './cut-error.ts';
import { cutJson } from './cut-json.ts';
import { cutLines } from './cut-lines.ts';

type Cut = (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Buffer[]>;

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function cut(how: Cut, text: string, size = 7): Promise<string[]> {
  const all: string[] = [];
  for await (const records of how(pieces(text, size))) {
    all.push(...records.map((record) => record.toString()));
  }
  return all;
}

const records = new Set(['Records', 'items']);
const json: Cut = (chunks) => cutJson(chunks, records);

test('records of every form come out as they stand', async () => {
  const one = '{ "a": "}\\"{", "n": 9007199254740993, "l":[{"x":[]}] }';
  const cases: [string, string[]][] = [
    ['', []],
    ['\ufeff{"a":1}', ['{"a":1}']],
    [`${one}\n${one}\r\n`, [one, one]],
    [`${one}${one}`, [one, one]],
    [`[${one} , ${one}]`, [one, one]],
    ['[]', []],
    [`{"Records":[${one},${one}]}`, [one, one]],
    [`{"kind":"items","items" : [ ${one} ],"more":{"a":[1]}}`, [one]],
    [`{"Records":[]}{"Records":[${one}]}\n`, [one]],
    ['{"other":[{"a":1}]}', ['{"other":[{"a":1}]}']],
    ['{"o":{"items":[{"a":1}]}}', ['{"o":{"items":[{"a":1}]}}']],
  ];
  for (const [text, expected] of cases) {
    for (const size of [1, 2, 5, 1000]) assert.deepEqual(await cut(json, text, size), expected);
  }
});

test('any JSON is cut the same wherever it is split', async () => {
  const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 }), {
    maxKeys: 4,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(object, { maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (values, size) => {
        const texts = values.map((value) => JSON.stringify(value));
        assert.deepEqual(await cut((chunks) => cutJson(chunks), texts.join('\n'), size), texts);
        assert.deepEqual(
          await cut((chunks) => cutJson(chunks), `[${texts.join(',')}]`, size),
          texts,
        );
        const envelope = `{"v":1,"Records":[${texts.join(',')}]}`;
        assert.deepEqual(await cut(json, envelope, size), texts);
      },
    ),
    { numRuns: 30 },
  );
});

test('what is no JSON says where', async () => {
  const cases: [string, number][] = [
    ['{"a":1', 6],
    ['{"a":"x', 7],
    ['{"a":1}\nnoise', 8],
    ['[{"a":1},7]', 9],
    ['{"a":1}}', 7],
  ];
  for (const [text, at] of cases) {
    await assert.rejects(cut(json, text), (error) => error instanceof CutError && error.at === at);
  }
});

test('lines come without their ends, empty ones not at all', async () => {
  for (const size of [1, 3, 100]) {
    assert.deepEqual(await cut(cutLines, 'a\r\n\nb\n\r\nlast', size), ['a', 'b', 'last']);
  }
  assert.deepEqual(await cut(cutLines, ''), []);
});

test('rows become objects by the names of their columns', async () => {
  const text = '\ufeffID,Author Name,Action\r\n1,"Ada, ""A""","two\nlines"\r\n2,,"x"\r\n\r\n3,"",y';
  const expected = [
    { ID: '1', 'Author Name': 'Ada, "A"', Action: 'two\nlines' },
    { ID: '2', Action: 'x' },
    { ID: '3', Action: 'y' },
  ];
  for (const size of [1, 2, 3, 11, 1000]) {
    const found = await cut(cutCsv, text, size);
    assert.deepEqual(
      found.map((record) => JSON.parse(record)),
      expected,
      String(size),
    );
  }
  await assert.rejects(cut(cutCsv, 'only\n1\n'), CutError);
  await assert.rejects(cut(cutCsv, 'a,b\n1,"open'), CutError);
});

test('any table of cells comes back, wherever it is split', async () => {
  const value = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', 'é', ' ') });
  const table = fc.array(fc.tuple(value, value, value), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 20 }), async (rows, size) => {
      const text = [['x', 'y', 'z'], ...rows]
        .map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
        .join('\r\n');
      const expected = rows
        .filter((row) => row.some((each) => each !== ''))
        .map((row) =>
          Object.fromEntries(
            row.map((each, n) => ['xyz'[n], each] as const).filter(([, each]) => each !== ''),
          ),
        );
      const found = await cut(cutCsv, text, size);
      assert.deepEqual(
        found.map((record) => JSON.parse(record)),
        expected,
      );
    }),
  );
});
