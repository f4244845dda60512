import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventValues, fold, PART_MARK, searchText, severityRank } from '@acta/query';
import * as fc from 'fast-check';
import { splitCodes } from './codes.ts';
import { COLUMNS, REST_SEPARATOR } from '../schema/columns.ts';
import { sampleEntries } from '../testing.ts';
import { bodyOf } from './body.ts';
import { writeEventRow } from './event-row.ts';
import { RowBinaryWriter } from './row-binary.ts';

/** Reads RowBinary back, by the types of the columns. */
function readRow(bytes: Buffer): Record<string, unknown> {
  let at = 0;
  const varint = (): number => {
    for (let value = 0, shift = 0; ; shift += 7) {
      assert.ok(at < bytes.length);
      const byte = bytes[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const text = (): string => {
    const length = varint();
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  const uuid = (): string => {
    const halves = [bytes.subarray(at, at + 8), bytes.subarray(at + 8, at + 16)];
    at += 16;
    const hex = halves.map((half) => Buffer.from(half).reverse().toString('hex')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
  const row: Record<string, unknown> = {};
  for (const { name, type } of COLUMNS) {
    if (type === 'UUID') row[name] = uuid();
    else if (type === 'UInt8') row[name] = bytes[at++];
    else if (type.startsWith('Array')) row[name] = Array.from({ length: varint() }, text);
    else if (type.includes('String')) row[name] = text();
    else row[name] = Number(bytes.readBigInt64LE((at += 8) - 8));
  }
  assert.equal(at, bytes.length);
  return row;
}

test('a row holds every value of the event once, where the columns say', () => {
  for (const entry of sampleEntries(300, 3)) {
    const writer = new RowBinaryWriter(16);
    writeEventRow(writer, entry);
    const row = readRow(writer.take());
    const values = eventValues(entry.event);
    for (const { name, path } of COLUMNS) {
      if (path === undefined || ['index', 'time', 'received', 'severity'].includes(path)) continue;
      assert.equal(row[name], (values.get(path)?.[0] ?? '').toWellFormed(), path);
    }
    const { name, id, email } = entry.event.actor;
    assert.equal(row['actor'], fold(name || id || email || '').toWellFormed());
    assert.equal(row['index'], entry.index);
    assert.equal(row['time'], Date.parse(entry.event.time));
    assert.equal(row['severity'], severityRank(entry.event.severity));
    const codes = (row['codes'] as string[]).values();
    const text = (row['text'] as string).replaceAll(PART_MARK, () => codes.next().value ?? '');
    assert.equal(text, searchText(entry.event).toWellFormed());
    assert.equal(row['body'], bodyOf(entry).toWellFormed());
    const columns = new Set([...COLUMNS.map((column) => column.path), 'v', 'raw']);
    const rest = [...values].flatMap(([path, all]) =>
      columns.has(path) ? [] : all.map((value) => `${path}${REST_SEPARATOR}${value}`),
    );
    const written = (row['rest'] as string[]).toSorted();
    assert.deepEqual(written, rest.map((value) => value.toWellFormed()).toSorted());
  }
});

test('texts of every length and script are written as UTF-8', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 })), (texts) => {
      const writer = new RowBinaryWriter(1);
      for (const text of texts) writer.text(text);
      const bytes = writer.take();
      let at = 0;
      for (const text of texts) {
        const plain = Buffer.from(text);
        const length = plain.length < 128 ? 1 : plain.length < 16_384 ? 2 : 3;
        at += length;
        assert.deepEqual(bytes.subarray(at, at + plain.length), plain);
        at += plain.length;
      }
      assert.equal(at, bytes.length);
    }),
  );
});

const pieces = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ maxLength: 80 }),
    fc.stringMatching(/^[0-9a-fA-F]{14,40}$/),
    fc.constantFrom(' ', '\n', 'G', 'É', '_', '-', 'ß', 'K'),
  ),
  { maxLength: 12 },
);

/** What a function writes, beside what another one does, after some bytes that must stay. */
function assertSame(one: (writer: RowBinaryWriter) => void, other: typeof one): void {
  const written = [one, other].map((write) => {
    const writer = new RowBinaryWriter(4);
    writer.text('before');
    write(writer);
    writer.text('after');
    return writer.take().toString('latin1');
  });
  assert.equal(written[0], written[1]);
}

test('texts are folded on the way as they are folded before', () => {
  fc.assert(
    fc.property(pieces, (list) => {
      const plain = list.join('');
      assertSame(
        (writer) => writer.folded(plain),
        (writer) => writer.text(fold(plain)),
      );
    }),
  );
  assertSame(
    (writer) => writer.folded(undefined),
    (writer) => writer.text(''),
  );
});

test('codes are cut out on the way as they are cut out before', () => {
  fc.assert(
    fc.property(pieces, (list) => {
      const plain = list.join('');
      assertSame(
        (writer) => writer.codesAndText(plain),
        (writer) => {
          const { text, codes } = splitCodes(fold(plain));
          writer.texts(codes);
          writer.text(text);
        },
      );
    }),
    { numRuns: 1_000 },
  );
});

test('memory given back is written into again', () => {
  const writer = new RowBinaryWriter(64);
  writer.text('one');
  const taken = writer.take();
  writer.text('two');
  assert.deepEqual(taken, Buffer.from('\u0003one'));
  writer.giveBack(taken);
  assert.deepEqual(writer.take(), Buffer.from('\u0003two'));
  writer.text('three');
  assert.deepEqual(writer.take(), Buffer.from('\u0005three'));
});
