// The log's keys, made at the first start, 0600: `log.key` signs checkpoints, `log.secret` keys the
// ids, `data.key` encrypts what is at rest. None is ever made again where the log has entries.
import { join } from 'node:path';
import { formatVkey, generateKey, signerOf } from '@acta/log';
import type { Signer } from '@acta/log';
import { fromBase64, fromUtf8, toBase64, toHex, utf8 } from '../../lib/bytes.ts';
import { ensureDirectory, writeDurably } from '../../lib/durable.ts';
import { ActaError } from '../../lib/errors.ts';
import type { FileSystem } from '../../lib/file-system.ts';
import type { Random } from '../../lib/random.ts';

const SECRET_BYTES = 32;

export interface Keys {
  origin: string;
  signer: Signer;
  vkey: string;
  /** 32 bytes each. */
  secret: Uint8Array;
  data_key: Uint8Array;
}

export interface KeyContext {
  fs: FileSystem;
  /** The data directory. */
  root: string;
  /** Its `keys/`. */
  dir: string;
  random: Random;
  /** Origin of the settings. */
  origin: string | undefined;
  /** There is a log already: a missing key is a loss, not a first start. */
  must_exist: boolean;
}

/** @throws ActaError `key_missing`, `key_malformed`, `origin_differs` */
export async function openKeys(context: KeyContext): Promise<Keys> {
  const { fs, dir, random, root } = context;
  await ensureDirectory(fs, dir, root);
  const secret = await secretFile(context, 'log.secret');
  const data_key = await secretFile(context, 'data.key');
  const path = join(dir, 'log.key');
  let text = await readText(fs, path);
  if (text === null) {
    refuseMissing(context, path);
    const name = context.origin ?? `acta.local/${toHex(random(8))}`;
    const made = await generateKey(name, { seed: random(SECRET_BYTES) });
    text = made.privateKey;
    await writeDurably(fs, path, utf8(`${text}\n`), 0o600);
  }
  const signer = await signerOf(text.trim()).catch((cause: unknown) => {
    throw malformed(path, cause);
  });
  if (context.origin !== undefined && context.origin !== signer.name) {
    throw new ActaError({
      code: 'origin_differs',
      status: 500,
      fault: 'operator',
      detail: `The settings name the log ${context.origin}, but its key is that of ${signer.name}.`,
      next: 'A log keeps its origin: correct log.origin, or start a new log in an empty directory.',
    });
  }
  return { origin: signer.name, signer, vkey: formatVkey(signer.vkey), secret, data_key };
}

async function secretFile(context: KeyContext, name: string): Promise<Uint8Array> {
  const path = join(context.dir, name);
  const text = await readText(context.fs, path);
  if (text !== null) {
    const bytes = fromBase64(text.trim());
    if (bytes.length !== SECRET_BYTES) throw malformed(path);
    return bytes;
  }
  refuseMissing(context, path);
  const bytes = context.random(SECRET_BYTES);
  await writeDurably(context.fs, path, utf8(`${toBase64(bytes)}\n`), 0o600);
  return bytes;
}

async function readText(fs: FileSystem, path: string): Promise<string | null> {
  const bytes = await fs.readFile(path);
  return bytes && fromUtf8(bytes);
}

function refuseMissing({ must_exist }: KeyContext, path: string): void {
  if (!must_exist) return;
  throw new ActaError({
    code: 'key_missing',
    status: 500,
    fault: 'operator',
    detail: `The log has entries but ${path} is missing.`,
    next: 'Restore keys/ from a backup: without it the log can be read and verified, not continued.',
  });
}

function malformed(path: string, cause?: unknown): ActaError {
  return new ActaError({
    code: 'key_malformed',
    status: 500,
    fault: 'operator',
    detail: `${path} does not hold the key that belongs there.`,
    next: 'Restore it from a backup.',
    cause,
  });
}
