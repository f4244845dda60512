// `/log/…` as C2SP tlog-tiles asks for: the published checkpoint, tiles and bundles of every width,
// and the log's verifier key. A partial tile that was never a file is cut from a wider one.
import { join } from 'node:path';
import { encodeBundle, entriesPath, parseTilePath } from '@acta/log';
import type { TileName } from '@acta/log';
import { utf8 } from '../../lib/bytes.ts';
import { gunzipped, gzipped } from '../../lib/compress.ts';
import type { LogEntry } from '../../lib/entry.ts';
import { TILE_WIDTH } from '../layout.ts';
import type { PublicFile } from '../types.ts';
import type { Reader, StoreContext } from './reader.ts';
import type { Tree } from './tree.ts';

const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';

export interface PublicContext extends StoreContext {
  tree: Tree;
  reader: Reader;
  vkey: string;
  /** Size of the published checkpoint: nothing beyond it is served. */
  published(): number;
}

/** Null where there is no such resource. */
export async function readPublic(
  context: PublicContext,
  path: string,
  accept: { gzip: boolean },
): Promise<PublicFile | null> {
  if (path === 'vkey') {
    return { bytes: utf8(`${context.vkey}\n`), contentType: TEXT, immutable: false };
  }
  if (path === 'checkpoint') {
    const bytes = await context.fs.readFile(join(context.layout.log, path));
    return bytes && { bytes, contentType: TEXT, immutable: false };
  }
  const name = parseTilePath(path);
  if (!name || !withinPublished(name, context.published())) return null;
  if (name.level === 'entries') return readEntries(context, name, accept);
  const bytes = await context.tree.tile(name.level, name.index, name.width);
  return bytes && { bytes, contentType: BYTES, immutable: true };
}

function withinPublished({ level, index, width }: TileName, published: number): boolean {
  const span = level === 'entries' ? 1 : TILE_WIDTH ** level;
  return (index * TILE_WIDTH + width) * span <= published;
}

async function readEntries(
  context: PublicContext,
  { index, width }: TileName,
  { gzip }: { gzip: boolean },
): Promise<PublicFile | null> {
  const file = join(context.layout.log, `${entriesPath(index, width)}.gz`);
  const packed = (await context.fs.readFile(file)) ?? (await packEntries(context, index, width));
  const common = { contentType: BYTES, immutable: true };
  if (gzip) return { ...common, bytes: packed, encoding: 'gzip' };
  return { ...common, bytes: await gunzipped(packed) };
}

async function packEntries({ reader }: PublicContext, index: number, width: number) {
  const first = index * TILE_WIDTH;
  const entries: LogEntry[] = [];
  for await (const some of reader.entries(first, first + width)) entries.push(...some);
  return gzipped(encodeBundle(entries.map(({ leaf }) => utf8(leaf))));
}
