// Apache Parquet, format version 1 with pages of version 1: plain values under zstd. One table of
// the main columns; what is nested is JSON text. Row groups are cut by count, so that memory is
// bounded.
import type { LoggedEvent } from '@acta/sdk';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { columns as texts } from '../csv.ts';
import type { MatchingPage } from '../matching.ts';
import {
  i32,
  i64,
  list,
  struct,
  text,
  thriftBytes,
  writeVarint,
  type ThriftValue,
} from './thrift.ts';

const compress = promisify(zstdCompress);

const MAGIC = Buffer.from('PAR1');
const ROWS_OF_A_GROUP = 20_000;

const PLAIN = 0;
const RLE = 3;
const ZSTD = 6;
const OPTIONAL = 1;

type Kind = 'number' | 'time' | 'text';
type Cell = number | string | undefined;

interface Column {
  name: string;
  kind: Kind;
  value: (event: LoggedEvent) => Cell;
}

const columns: readonly Column[] = [
  ...texts,
  ['labels', ({ labels }: LoggedEvent) => labels] as const,
].map(([name, value]) => {
  if (name === 'index') return { name, kind: 'number', value: ({ index }) => index };
  if (name === 'time' || name === 'received') {
    return { name, kind: 'time', value: (event) => Date.parse(event[name]) };
  }
  return { name, kind: 'text', value: (event) => cellText(value(event)) };
});

function cellText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

interface Group {
  rows: number;
  bytes: number;
  chunks: ThriftValue[];
}

/** The file in parts. @param version Acta's own, for `created_by` */
export async function* parquetFile(
  pages: AsyncIterable<MatchingPage>,
  version: string,
): AsyncGenerator<Uint8Array> {
  yield MAGIC;
  let offset = MAGIC.length;
  const groups: Group[] = [];
  let waiting: LoggedEvent[] = [];
  async function* flush(): AsyncGenerator<Uint8Array> {
    const group: Group = { rows: waiting.length, bytes: 0, chunks: [] };
    for (const column of columns) {
      const page = await pageOf(column, waiting);
      group.chunks.push(chunkOf(column, waiting.length, page, offset));
      group.bytes += page.plainBytes;
      offset += page.bytes.length;
      yield page.bytes;
    }
    groups.push(group);
    waiting = [];
  }
  for await (const { events } of pages) {
    waiting.push(...events);
    if (waiting.length >= ROWS_OF_A_GROUP) yield* flush();
  }
  if (waiting.length > 0) yield* flush();
  yield footer(groups, version);
}

interface Page {
  /** Header and body. */
  bytes: Buffer;
  /** Of header and body before compression. */
  plainBytes: number;
}

async function pageOf(column: Column, events: readonly LoggedEvent[]): Promise<Page> {
  const cells = events.map(column.value);
  const plain = Buffer.concat([levels(cells), ...cells.flatMap((cell) => cellBytes(column, cell))]);
  const body = await compress(plain);
  const dataPage = struct([1, i32(cells.length)], [2, i32(PLAIN)], [3, i32(RLE)], [4, i32(RLE)]);
  const header = thriftBytes([
    [1, i32(0)],
    [2, i32(plain.length)],
    [3, i32(body.length)],
    [5, dataPage],
  ]);
  return { bytes: Buffer.concat([header, body]), plainBytes: header.length + plain.length };
}

/** For each row whether it has a value: runs of ones and zeros, with their length before them. */
function levels(cells: readonly Cell[]): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < cells.length;) {
    const has = cells[at] !== undefined;
    let end = at;
    while (end < cells.length && (cells[end] !== undefined) === has) end += 1;
    writeVarint(bytes, (end - at) * 2);
    bytes.push(has ? 1 : 0);
    at = end;
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, Buffer.from(bytes)]);
}

function cellBytes({ kind }: Column, cell: Cell): Buffer[] {
  if (cell === undefined) return [];
  if (kind !== 'text') {
    const number = Buffer.alloc(8);
    number.writeBigInt64LE(BigInt(cell));
    return [number];
  }
  const utf8 = Buffer.from(String(cell), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(utf8.length);
  return [length, utf8];
}

const physical = ({ kind }: Column): ThriftValue => i32(kind === 'text' ? 6 : 2);

function chunkOf(column: Column, rows: number, page: Page, offset: number): ThriftValue {
  const metadata = struct(
    [1, physical(column)],
    [2, list([i32(PLAIN), i32(RLE)])],
    [3, list([text(column.name)])],
    [4, i32(ZSTD)],
    [5, i64(rows)],
    [6, i64(page.plainBytes)],
    [7, i64(page.bytes.length)],
    [9, i64(offset)],
  );
  return struct([2, i64(offset)], [3, metadata]);
}

function schemaOf(column: Column): ThriftValue {
  const [converted, logical] = meaningOf(column.kind);
  return struct(
    [1, physical(column)],
    [3, i32(OPTIONAL)],
    [4, text(column.name)],
    ...(converted === null ? [] : ([[6, i32(converted)]] as const)),
    ...(logical === null ? [] : ([[10, logical]] as const)),
  );
}

/** UTF-8, or milliseconds in UTC, in the old and the new way of saying it. */
function meaningOf(kind: Kind): [converted: number | null, logical: ThriftValue | null] {
  if (kind === 'number') return [null, null];
  if (kind === 'text') return [0, struct([1, struct()])];
  const unit = struct([1, struct()]);
  return [9, struct([8, struct([1, { flag: true }], [2, unit])])];
}

function footer(groups: readonly Group[], version: string): Buffer {
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const root = struct([4, text('event')], [5, i32(columns.length)]);
  const metadata = thriftBytes([
    [1, i32(1)],
    [2, list([root, ...columns.map(schemaOf)])],
    [3, i64(rows)],
    [
      4,
      list(
        groups.map((group) =>
          struct([1, list(group.chunks)], [2, i64(group.bytes)], [3, i64(group.rows)]),
        ),
      ),
    ],
    [6, text(`acta version ${version}`)],
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(metadata.length);
  return Buffer.concat([metadata, length, MAGIC]);
}
