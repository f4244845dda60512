// Importing files, one after the other, one piece ahead: while the server records a piece, the next
// one is cut. A piece counts once the server took it.
import { hash } from 'node:crypto';
import { ActaApiError, type Client, type ImportAnswer, type ImportPreview } from '@acta/sdk';
import { batchesOf, type Batch } from './batches.ts';
import { CutError } from './cut-error.ts';
import { cutContent, type Format } from './formats.ts';
import { contentOf, type InputFile } from './inputs.ts';
import type { ImportState } from './state.ts';

export interface ImportTarget {
  client: Client;
  source: string;
  type: string;
  format: Format;
  signal: AbortSignal;
}

export interface ImportTotal {
  files: number;
  /** Files that were imported before and have not changed. */
  skipped: number;
  /** Records that the server took: recorded, known or in quarantine. */
  records: number;
  /** Records that earlier runs handed in, of files that were not passed over whole. */
  known: number;
  accepted: number;
  duplicates: number;
  /** Records that could not be read. */
  quarantined: number;
  /** Records that the server did not take. */
  refused: number;
  /** Why records were not recorded. */
  reasons: { code: string; detail: string; count: number }[];
  /** Files that could not be read to their end. */
  failed: { file: string; reason: string }[];
}

export const emptyTotal = (): ImportTotal => ({
  files: 0,
  skipped: 0,
  records: 0,
  known: 0,
  accepted: 0,
  duplicates: 0,
  quarantined: 0,
  refused: 0,
  reasons: [],
  failed: [],
});

/**
 * Imports one file from where the state says.
 *
 * @param onProgress bytes of the file that were read, and what was taken so far
 * @throws what the server answers; a file that can't be cut is told in the total
 */
export async function importFile(
  target: ImportTarget,
  file: InputFile,
  state: ImportState,
  total: ImportTotal,
  onProgress: (bytes: number) => void,
): Promise<void> {
  if (state.isDone(file)) {
    total.skipped++;
    onProgress(file.bytes);
    return;
  }
  const fingerprint = await fingerprintOf(file);
  const known = state.of(file.path);
  const skip = known?.fingerprint === fingerprint ? known.records : 0;
  const { path, bytes, modified_ms } = file;
  let records = skip;
  const note = (done: boolean) =>
    state.note({ path, bytes, modified_ms, fingerprint, records, done });
  total.files++;
  total.known += skip;
  try {
    for await (const { batch, isText } of cut(target, file, skip, onProgress)) {
      target.signal.throwIfAborted();
      const answer = await send(target, file, fingerprint, batch, isText);
      records += batch.records;
      total.records += batch.records;
      total.accepted += answer.accepted;
      total.duplicates += answer.duplicates;
      noteQuarantined(total, batch, answer);
      await note(false);
    }
    await note(true);
  } catch (error) {
    if (error instanceof Refused) noteRefused(total, file, error);
    else if (isUnreadable(error)) total.failed.push({ file: path, reason: reasonOf(error) });
    else throw error;
  }
}

/** A reader may cut a record in two and fail at both: no more are told than were handed in. */
function noteQuarantined(total: ImportTotal, { records }: Batch, answer: ImportAnswer): void {
  let left = Math.max(1, records - answer.accepted - answer.duplicates);
  for (const reason of answer.failed) {
    const count = Math.min(left, reason.count);
    if (count === 0) break;
    left -= count;
    total.quarantined += count;
    addReason(total, { ...reason, count });
  }
}

/** A piece that the server did not take, where it may take others. */
class Refused extends Error {
  readonly records: number;
  readonly code: string;

  constructor({ message, code }: ActaApiError, records: number) {
    super(message);
    this.records = records;
    this.code = code;
  }
}

/** The file is gone on with from there: a next run tries again. */
function noteRefused(total: ImportTotal, file: InputFile, { records, code, message }: Refused) {
  total.refused += records;
  addReason(total, { code, detail: message, count: records });
  total.failed.push({ file: file.path, reason: 'not read on from the records that were refused' });
}

function addReason({ reasons }: ImportTotal, reason: ImportTotal['reasons'][number]): void {
  const known = reasons.find(({ code }) => code === reason.code);
  if (known === undefined) reasons.push({ ...reason });
  else known.count += reason.count;
}

/** What a file would give: the whole of it is read, nothing is taken. */
export async function checkFile(
  target: ImportTarget,
  file: InputFile,
  onProgress: (bytes: number) => void,
  onPreview: (preview: ImportPreview) => void,
): Promise<string | null> {
  try {
    for await (const { batch, isText } of cut(target, file, 0, onProgress)) {
      target.signal.throwIfAborted();
      const { client, source, signal } = target;
      onPreview(await client.sources.checkRecords(source, batch.body, { text: isText, signal }));
    }
    return null;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return reasonOf(error);
  }
}

async function* cut(
  { type, format }: ImportTarget,
  file: InputFile,
  skip: number,
  onProgress: (bytes: number) => void,
): AsyncGenerator<{ batch: Batch; isText: boolean }> {
  const { isText, records } = await cutContent(contentOf(file, onProgress), file, type, format);
  for await (const batch of ahead(batchesOf(records, skip))) yield { batch, isText };
}

/** Asks for the next one before the last one is dealt with. */
async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next();
  try {
    for (let item = await next; item.done !== true; item = await next) {
      next = items.next();
      next.catch(() => undefined); // told when it is awaited
      yield item.value;
    }
  } finally {
    await next.catch(() => undefined);
    await items.return(undefined);
  }
}

async function send(
  { client, source, signal }: ImportTarget,
  { name }: InputFile,
  fingerprint: string,
  { first, body, records }: Batch,
  text: boolean,
): Promise<ImportAnswer> {
  const options = { file: name, fingerprint, first, text, signal };
  try {
    return await client.sources.importRecords(source, body, options);
  } catch (error) {
    const isItsOwn = error instanceof ActaApiError && [400, 413].includes(error.status);
    throw isItsOwn ? new Refused(error, records) : error;
  }
}

/** Of the content's beginning: the same for a file that was moved, packed or appended to. */
async function fingerprintOf(file: InputFile): Promise<string> {
  for await (const chunk of contentOf(file)) {
    return hash('sha256', chunk.subarray(0, 1024), 'base64url').slice(0, 32);
  }
  return 'empty-file';
}

function isUnreadable(error: unknown): error is Error {
  const code = (error as { code?: unknown } | null)?.code;
  return error instanceof CutError || (typeof code === 'string' && /^Z_|^ZSTD/.test(code));
}

function reasonOf(error: Error): string {
  return error instanceof CutError ? `${error.message} (at byte ${error.at})` : error.message;
}
