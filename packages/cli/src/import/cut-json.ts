// Cutting a stream of JSON (RFC 8259) into the exact texts of its records, in the memory of one
// record: values in a row, one list, or a list inside of an envelope (`{"Records":[…]}`).
import { CutError, RECORD_BYTES } from './cut-error.ts';

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** What may stand between records: white space, commas, and a byte order mark. */
const between = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c, 0xef, 0xbb, 0xbf]);

/**
 * Gives the records some at a time.
 *
 * @param lists members of a top-level object whose list of objects holds the records
 * @throws CutError
 */
export async function* cutJson(
  chunks: AsyncIterable<Uint8Array>,
  lists: ReadonlySet<string> = new Set(),
): AsyncGenerator<Buffer[]> {
  const cutter = new JsonCutter(lists);
  for await (const chunk of chunks) {
    const records = cutter.push(chunk);
    if (records.length > 0) yield records;
  }
  cutter.end();
}

/** Where the cutting stands: bytes are taken in, whole records come out. */
class JsonCutter {
  readonly #lists: ReadonlySet<string>;
  #held: Buffer = Buffer.alloc(0);
  /** The byte of the stream at which `held` begins. */
  #before = 0;
  #at = 0;
  #depth = 0;
  /** How deep records stand: 0 in a row, 1 in a list, 2 in an envelope. */
  #base = 0;
  /** Whether the list of an envelope is being read. */
  #inside = false;
  /** Where a record begins in `held`; -1 between records. */
  #start = -1;
  /** Where a text begins that is not over; -1 outside of one. */
  #text = -1;
  #member = '';

  constructor(lists: ReadonlySet<string>) {
    this.#lists = lists;
  }

  push(chunk: Uint8Array): Buffer[] {
    this.#take(chunk);
    const found: Buffer[] = [];
    while (this.#at < this.#held.length) {
      if (this.#text >= 0) {
        if (this.#passText()) continue;
        this.#at = this.#held.length;
        break;
      }
      this.#step(this.#held[this.#at]!, found);
      this.#at++;
    }
    return found;
  }

  end(): void {
    if (this.#depth === 0 && this.#text < 0) return;
    throw new CutError('The file ends inside a record', this.#before + this.#at);
  }

  #step(code: number, found: Buffer[]): void {
    if (code === openBrace || code === openBracket) this.#open(code);
    else if (code === closeBrace || code === closeBracket) this.#close(found);
    else if (this.#isBetween() && !between.has(code)) {
      const place = this.#before + this.#at;
      throw new CutError('Something stands between the records that is none', place);
    } else if (code === quote) this.#text = this.#at;
  }

  #open(code: number): void {
    const isList = code === openBracket;
    if (this.#depth === 0) this.#base = isList ? 1 : 0;
    else if (this.#depth === 1 && this.#base !== 1 && isList && this.#lists.has(this.#member)) {
      this.#base = 2;
      this.#start = -1;
      this.#inside = true;
    }
    if (this.#isBetween() && this.#depth === this.#base && !isList) this.#start = this.#at;
    this.#depth++;
  }

  #close(found: Buffer[]): void {
    this.#depth--;
    if (this.#depth < 0) {
      throw new CutError('A bracket closes that was not opened', this.#before + this.#at);
    }
    if (this.#depth < this.#base) this.#inside = false;
    if (this.#start < 0 || this.#depth !== this.#base) return;
    found.push(Buffer.from(this.#held.subarray(this.#start, this.#at + 1)));
    this.#start = -1;
  }

  #isBetween(): boolean {
    if (this.#start >= 0) return false;
    if (this.#depth === 0) return true;
    return this.#depth === this.#base && (this.#base < 2 || this.#inside);
  }

  /** To the end of the text; false where it is not all there yet. */
  #passText(): boolean {
    const held = this.#held;
    const text = this.#text;
    let end = held.indexOf(quote, Math.max(this.#at, text + 1));
    while (end >= 0 && isEscaped(held, end, text)) end = held.indexOf(quote, end + 1);
    if (end < 0) return false;
    if (this.#depth === 1) {
      this.#member = held.toString('utf8', text + 1, Math.min(end, text + 65));
    }
    this.#text = -1;
    this.#at = end + 1;
    return true;
  }

  /** Lets go of what was cut, and takes the next bytes. */
  #take(chunk: Uint8Array): void {
    const from = this.#start >= 0 ? this.#start : this.#text >= 0 ? this.#text : this.#at;
    if (this.#held.length - from > RECORD_BYTES) {
      throw new CutError(`A record has more than ${RECORD_BYTES} bytes`, this.#before + from);
    }
    this.#held = Buffer.concat([this.#held.subarray(from), chunk]);
    this.#before += from;
    this.#at -= from;
    if (this.#start >= 0) this.#start -= from;
    if (this.#text >= 0) this.#text -= from;
  }
}

function isEscaped(bytes: Buffer, place: number, from: number): boolean {
  let slashes = 0;
  while (place - 1 - slashes > from && bytes[place - 1 - slashes] === backslash) slashes++;
  return slashes % 2 === 1;
}
