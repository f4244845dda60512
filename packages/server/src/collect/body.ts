// Reading a body under limits: content encodings (RFC 9110 §8.4) undone in memory, never past the
// limit.
import { gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import { promisify } from 'node:util';
import { systemCode } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import { refused } from './errors.ts';
import { BODY_BYTES, COMPRESSED_BYTES, PLAIN_BYTES } from './limits.ts';
import type { Headers } from './request.ts';

type Inflate = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const zlibInflate: Inflate = promisify(inflate);
const rawInflate: Inflate = promisify(inflateRaw);

/** As many at a time as zlib has threads: each may take the whole limit of memory. */
const inflating = atMost(4);

/** Runs work with so many others at a time; the rest waits its turn. */
function atMost(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/** Some senders mean zlib by `deflate`, some the bare stream: the first byte tells. */
const anyInflate: Inflate = (bytes, options) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 ? zlibInflate(bytes, options) : rawInflate(bytes, options);

const decoders: Readonly<Record<string, Inflate>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: anyInflate,
  zstd: promisify(zstdDecompress) as Inflate,
};

/**
 * The body without its content encoding.
 *
 * @throws ActaError 413 `body_too_large`, `body_inflates_too_large`; 415 `encoding_unknown`; 400
 * `encoding_broken`
 */
export async function plainBody(headers: Headers, body: Buffer, limits: Limits): Promise<Buffer> {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const arriving = encoding === 'identity' || encoding === '' ? PLAIN_BYTES : COMPRESSED_BYTES;
  if (body.length > limits.value(arriving)) {
    limits.reached(arriving);
    throw refused('body_too_large', arriving.name);
  }
  if (arriving === PLAIN_BYTES) return body;
  const decode = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
  if (decode === undefined) throw refused('encoding_unknown');
  try {
    const maxOutputLength = limits.value(BODY_BYTES);
    return await inflating(() => decode(body, { maxOutputLength }));
  } catch (error) {
    if (systemCode(error) !== 'ERR_BUFFER_TOO_LARGE') throw refused('encoding_broken', '', error);
    limits.reached(BODY_BYTES);
    throw refused('body_inflates_too_large', BODY_BYTES.name);
  }
}
