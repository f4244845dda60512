// Cutting a stream of text into its lines, without their ends; empty lines are none.
import { CutError, RECORD_BYTES } from './cut-error.ts';

const newline = 0x0a;
const carriage = 0x0d;

/** Gives the lines some at a time. @throws CutError */
export async function* cutLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[]> {
  let held: Buffer = Buffer.alloc(0);
  let before = 0;
  for await (const chunk of chunks) {
    const all = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = all.indexOf(newline); end >= 0; end = all.indexOf(newline, from)) {
      push(lines, all.subarray(from, end));
      from = end + 1;
    }
    held = Buffer.from(all.subarray(from));
    before += from;
    if (held.length > RECORD_BYTES) {
      throw new CutError(`A line has more than ${RECORD_BYTES} bytes`, before);
    }
    if (lines.length > 0) yield lines;
  }
  const last: Buffer[] = [];
  push(last, held);
  if (last.length > 0) yield last;
}

function push(lines: Buffer[], line: Buffer): void {
  const end = line.at(-1) === carriage ? line.length - 1 : line.length;
  if (end > 0) lines.push(line.subarray(0, end));
}
