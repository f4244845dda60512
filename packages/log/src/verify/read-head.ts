// The head that a verification is about: read, parsed, checked for its signature and against what
// is known from outside. A log that is shorter than a head that was seen has lost its tail.
import { encodeBase64 } from '../base64.ts';
import { equalBytes, fromUtf8 } from '../bytes.ts';
import { openCheckpoint, readCheckpoint, type Checkpoint } from '../checkpoint/checkpoint.ts';
import { LogError } from '../error.ts';
import { EMPTY_ROOT } from '../hash/merkle.ts';
import type { Findings } from './findings.ts';
import type { VerifyLogOptions } from './verify-log.ts';

const WHERE = 'checkpoint';

/** Reads the head; `checkpoint` is null where nothing further can be verified. */
export async function readHead(
  options: VerifyLogOptions,
  findings: Findings,
): Promise<{ checkpoint: Checkpoint | null; signed: boolean }> {
  const text = options.checkpoint ?? (await readText(options, findings));
  const checkpoint = text === null ? null : parse(text, options, findings);
  if (text === null || !checkpoint) return { checkpoint: null, signed: false };
  const signed = await isSigned(text, options, findings);
  compareWithHeads(checkpoint, options, findings);
  if (checkpoint.size === 0) {
    findings.add('nothing to verify', WHERE, 'at least one entry', 'an empty log');
  }
  return { checkpoint, signed };
}

async function readText({ read }: VerifyLogOptions, findings: Findings): Promise<string | null> {
  let bytes: Uint8Array | null;
  try {
    bytes = await read('checkpoint');
  } catch (cause) {
    throw new LogError('read_failed', `the checkpoint can't be read: ${String(cause)}`, { cause });
  }
  const text = bytes && fromUtf8(bytes);
  if (text !== null) return text;
  if (bytes) findings.add('checkpoint malformed', WHERE, 'UTF-8 text', 'other bytes');
  else findings.add('checkpoint missing', WHERE, 'a signed checkpoint', 'nothing');
  return null;
}

function parse(text: string, options: VerifyLogOptions, findings: Findings): Checkpoint | null {
  try {
    const checkpoint = readCheckpoint(text);
    const { origin, size, root } = checkpoint;
    if (options.origin !== undefined && origin !== options.origin) {
      findings.add('checkpoint malformed', WHERE, `origin ${options.origin}`, `origin ${origin}`);
    }
    if (size === 0 && !equalBytes(root, EMPTY_ROOT)) {
      findings.add('root differs', WHERE, encodeBase64(EMPTY_ROOT), encodeBase64(root));
    }
    return checkpoint;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    findings.add('checkpoint malformed', WHERE, 'a C2SP checkpoint', error.message);
    return null;
  }
}

async function isSigned(
  text: string,
  { verifiers }: VerifyLogOptions,
  findings: Findings,
): Promise<boolean> {
  if (!verifiers?.length) return false;
  try {
    await openCheckpoint(text, verifiers);
    return true;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    const keys = verifiers.map((key) => (typeof key === 'string' ? key : key.name)).join(', ');
    findings.add('checkpoint not signed by a trusted key', WHERE, keys, error.message);
    return false;
  }
}

function compareWithHeads(
  { size }: Checkpoint,
  { heads = [] }: VerifyLogOptions,
  findings: Findings,
): void {
  for (const head of heads.filter((known) => known.size > size)) {
    findings.add(
      'log shorter than a known head',
      `${WHERE} (${head.source})`,
      `at least ${head.size} entries`,
      `${size} entries`,
    );
  }
}
