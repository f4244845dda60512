// A body that is refused for its size is read to its end and thrown away, within bounds: a client
// that is still writing when the connection closes sees a broken pipe instead of the answer.
import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 256 * 1024 * 1024;
const MAX_MS = 10_000;

/** Resolves when the rest of the request has come, or the bounds are reached. Never rejects. */
export function drain(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let bytes = 0;
    const timer = setTimeout(finish, MAX_MS);
    function finish(): void {
      clearTimeout(timer);
      request.off('data', count).off('end', finish).off('error', finish).off('close', finish);
      resolve();
    }
    function count(chunk: Buffer): void {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) finish();
    }
    request.on('data', count).on('end', finish).on('error', finish).on('close', finish);
    request.resume();
  });
}
