// The ledger as the rest of the server sees it, put together from its parts.
import { readCheckpoint } from '@acta/log';
import { ActaError } from '../lib/errors.ts';
import * as limit from './limits.ts';
import { rememberHead } from './parts.ts';
import type { LedgerParts } from './parts.ts';
import { proveConsistency, proveInclusion } from './proofs.ts';
import { commitBatch } from './sequence/commit.ts';
import { createHeadKeeper } from './sequence/head.ts';
import type { HeadKeeper } from './sequence/head.ts';
import { ledgerMetrics } from './sequence/metrics.ts';
import { createSealer } from './sequence/seal.ts';
import type { Sealer } from './sequence/seal.ts';
import { Sequencer } from './sequence/sequencer.ts';
import { readPublic } from './storage/public-file.ts';
import { createReader } from './storage/reader.ts';
import type { Reader } from './storage/reader.ts';
import { Tail } from './storage/tail.ts';
import { WriterLoop } from './storage/writer-loop.ts';
import { Writer } from './storage/writer.ts';
import type { Ledger } from './types.ts';
import { verifyDirectory } from './verify.ts';
import type { Wal } from './wal/wal.ts';

interface Running extends LedgerParts {
  wal: Wal;
  tail: Tail;
  keeper: HeadKeeper;
  reader: Reader;
  writer: Writer;
  loop: WriterLoop;
  sealer: Sealer;
  sequencer: Sequencer;
}

export async function assemble(parts: LedgerParts, wal: Wal): Promise<Ledger> {
  const running = await startParts(parts, wal);
  const { keys, log, ids, keeper, reader, writer, loop, sealer, sequencer, store } = running;
  const { tree } = log;
  const size = (): number => keeper.head().size;
  let closing: Promise<void> | null = null;
  const publicContext = {
    ...store,
    tree,
    reader,
    vkey: keys.vkey,
    published: () => writer.published,
  };
  return {
    origin: keys.origin,
    secret: keys.secret,
    recovered: log.recovered,
    vkeys: () => [keys.vkey],
    head: () => keeper.head(),
    publishedSize: () => writer.published,
    idOf: (draft) => sealer.idOf(draft),
    append: (drafts) => sequencer.append(drafts),
    appendAhead: (drafts) => sequencer.append(drafts),
    entries: (from, to = size()) => reader.entries(checkIndex(from), Math.min(to, size())),
    entry: async (index) =>
      Number.isSafeInteger(index) && index >= 0 && index < size() ? reader.entry(index) : null,
    async indexOf(id) {
      const known = await ids.find(id);
      return known && known.id === id && known.index < size() ? known.index : null;
    },
    async inclusionProof(index) {
      const head = keeper.head();
      if (!Number.isSafeInteger(index) || index < 0 || index >= head.size) throw noEntry(index);
      return proveInclusion(tree, head, index, (await reader.entry(index)).leaf);
    },
    consistencyProof: (a, b) => proveConsistency(tree, keeper.head(), a, b),
    checkpointAtOrBefore: (wanted) => parts.kept.atOrBefore(wanted),
    publicFile: (path, accept = { gzip: false }) => readPublic(publicContext, path, accept),
    onCommit: (listener) => sequencer.listeners.onCommit(listener),
    prepare: (preparation) => sequencer.listeners.prepare(preparation),
    flushTiles: () => loop.flush(),
    async verify(onProgress) {
      await loop.flush();
      const { wal_context, outside } = parts;
      return verifyDirectory({ store, wal: wal_context, log: keys, outside, onProgress });
    },
    close: () => (closing ??= close(running)),
  };
}

async function startParts(parts: LedgerParts, wal: Wal): Promise<Running> {
  const { options, layout, keys, log, ids, store } = parts;
  const { fs, clock, limits, logger, random } = options;
  const metrics = ledgerMetrics(options.metrics);
  const { tree } = log;
  const tail = new Tail(log.base);
  for (const block of log.blocks) tail.push(block);
  const keeper = await startHead(parts);
  const head = () => keeper.head();
  const writer = new Writer(
    { fs, layout, cipher: store.cipher, origin: keys.origin, tree, tail, wal, ids, head },
    log.published_size,
  );
  const loop = new WriterLoop({
    writer,
    head,
    clock,
    logger,
    metrics,
    publish_interval_ms: limits.value(limit.publishInterval),
    async published(checkpoint) {
      await rememberHead(parts, checkpoint);
      const { size } = readCheckpoint(checkpoint);
      await parts.kept.offer({ checkpoint, size, time_ms: clock.now() });
    },
    fatal: (error) => options.fatal(error),
  });
  const sealer = createSealer({
    secret: keys.secret,
    clock,
    random,
    last_received_ms: receivedMs(log.last_leaf),
  });
  const sequencer = new Sequencer({
    sealer,
    ids,
    limits,
    metrics,
    size: tree.size(),
    unwritten: () => tail.to - tail.from,
    async commit(batch) {
      const block = await commitBatch({ wal, tree, keeper }, batch);
      tail.push(block);
      loop.kick();
      return block;
    },
    fatal: (error) => options.fatal(error),
  });
  const reader = createReader(store, tail);
  loop.kick();
  return { ...parts, wal, tail, keeper, reader, writer, loop, sealer, sequencer };
}

/** Signs what is durable beyond the last checkpoint; a new log gets its first one, of size 0. */
async function startHead(parts: LedgerParts): Promise<HeadKeeper> {
  const { options, layout, keys, log } = parts;
  const { signed, tree } = log;
  const keeper = createHeadKeeper(
    {
      fs: options.fs,
      path: layout.checkpoint,
      signer: keys.signer,
      origin: keys.origin,
      clock: options.clock,
      tree,
    },
    {
      size: signed?.checkpoint.size ?? 0,
      root: signed?.checkpoint.root ?? tree.root(),
      checkpoint: signed?.text ?? '',
      time_ms: null,
    },
  );
  const isStale = !signed || signed.checkpoint.size < tree.size() || signed.broken !== undefined;
  if (isStale) await keeper.advance();
  const { checkpoint, size } = keeper.head();
  await rememberHead(parts, checkpoint);
  const time_ms = size === 0 ? options.clock.now() : receivedMs(log.last_leaf);
  await parts.kept.offer({ checkpoint, size, time_ms });
  return keeper;
}

function receivedMs(leaf: string | null): number {
  return leaf === null ? 0 : Date.parse((JSON.parse(leaf) as { received: string }).received);
}

async function close(running: Running): Promise<void> {
  const { sequencer, loop, keeper, wal, ids } = running;
  await sequencer.drain();
  try {
    if (!sequencer.failed) await loop.flush();
    await rememberHead(running, keeper.head().checkpoint);
  } finally {
    await loop.close();
    await keeper.close();
    await wal.close();
    await ids.close();
    running.release();
  }
}

function checkIndex(index: number): number {
  if (!Number.isSafeInteger(index) || index < 0) throw noEntry(index);
  return index;
}

function noEntry(index: number): ActaError {
  return new ActaError({
    code: 'entry_unknown',
    status: 404,
    fault: 'caller',
    detail: `The log has no entry ${index}.`,
    next: 'Ask for an index below the size of the log.',
  });
}
