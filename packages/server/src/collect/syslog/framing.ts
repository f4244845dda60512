// Messages out of a byte stream (RFC 6587): octet counting (`LENGTH SP MESSAGE`) or lines, as the
// first bytes of the connection show. A stream may be split anywhere.

export interface Framed {
  bytes: Buffer;
  /** Whether the message was longer than the limit, or the stream ended inside it. */
  cut: boolean;
}

export interface Framing {
  /** The messages that are complete now. Throws `FramingBroken`. */
  push(chunk: Uint8Array): Framed[];
  /** What is left when the sender has closed. */
  end(): Framed[];
}

/** The stream can't be followed any more: a count was expected and something else came. */
export class FramingBroken extends Error {}

const newline = 0x0a;
const zero = 0x30;
const nine = 0x39;
const space = 0x20;
const digitsMax = 7;
const startBytes = 16_384;

/** @param max bytes of one message; what is longer is cut there, the rest of it passed over */
export function createFraming(max: number): Framing {
  const held = holder();
  let counted: boolean | undefined;
  /** Bytes still to pass over of a message that was cut; `line`: up to the next line break. */
  let passing: number | 'line' = 0;
  let scanned = 0;

  function pass(): void {
    if (passing === 'line') {
      const end = held.bytes().indexOf(newline);
      if (end >= 0) passing = 0;
      held.drop(end < 0 ? held.length() : end + 1);
    } else if (passing > 0) {
      const dropped = Math.min(passing, held.length());
      held.drop(dropped);
      passing -= dropped;
    }
  }

  function nextLine(): Framed | undefined {
    const bytes = held.bytes();
    const end = bytes.indexOf(newline, scanned);
    const length = end < 0 ? bytes.length : end;
    if (length > max) {
      passing = 'line';
      scanned = 0;
      return { bytes: held.take(max), cut: true };
    }
    scanned = end < 0 ? bytes.length : 0;
    return end < 0 ? undefined : { bytes: held.take(end, 1), cut: false };
  }

  function nextCounted(): Framed | undefined {
    const head = countOf(held.bytes());
    if (head === undefined) return undefined;
    if (held.length() < head.at + Math.min(head.count, max)) return undefined;
    held.drop(head.at);
    passing = Math.max(0, head.count - max);
    return { bytes: held.take(head.count - passing), cut: passing > 0 };
  }

  function next(): Framed | undefined {
    pass();
    if (passing !== 0) return undefined;
    held.drop(breaksBefore(held.bytes()));
    if (held.length() === 0) return undefined;
    counted ??= looksCounted(held.bytes());
    if (counted === undefined) return undefined;
    return counted ? nextCounted() : nextLine();
  }

  function all(): Framed[] {
    const found: Framed[] = [];
    for (let message = next(); message !== undefined; message = next()) found.push(message);
    return found;
  }

  return {
    push(chunk) {
      held.add(chunk);
      return all();
    },
    end() {
      const rest = counted === true ? held.bytes().subarray(startOf(held.bytes())) : held.bytes();
      const bytes = passing === 0 && rest.length > 0 ? Buffer.from(rest.subarray(0, max)) : null;
      held.drop(held.length());
      return bytes === null ? [] : [{ bytes, cut: counted === true }];
    },
  };
}

/** Where a count ends, if it is whole; the message stands behind. */
function countOf(bytes: Buffer): { count: number; at: number } | undefined {
  let at = 0;
  let count = 0;
  while (at < bytes.length && isDigit(bytes[at])) {
    count = count * 10 + (bytes[at++] as number) - zero;
    if (at > digitsMax) throw new FramingBroken('The count of a message is too long.');
  }
  if (at === bytes.length) return undefined;
  if (at === 0 || bytes[at] !== space) throw new FramingBroken('A message begins without a count.');
  return { count, at: at + 1 };
}

function startOf(bytes: Buffer): number {
  const after = /^\d{1,7} /.exec(bytes.toString('latin1', 0, digitsMax + 1));
  return after === null ? bytes.length : after[0].length;
}

/** Undefined while it can still be both. */
function looksCounted(bytes: Buffer): boolean | undefined {
  const head = bytes.toString('latin1', 0, digitsMax + 2);
  if (/^[1-9]\d{0,6} </.test(head)) return true;
  return head.length < digitsMax + 2 && /^[1-9]\d{0,6} ?$/.test(head) ? undefined : false;
}

/** Line breaks and NULs between messages are nobody's. */
function breaksBefore(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length && (bytes[at] === newline || bytes[at] === 0 || bytes[at] === 0x0d)) {
    at++;
  }
  return at;
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= zero && byte <= nine;

/** Bytes that came and are not used yet: what is added byte by byte is not copied each time. */
function holder() {
  let buffer = Buffer.allocUnsafe(0);
  let from = 0;
  let to = 0;
  return {
    length: () => to - from,
    bytes: () => buffer.subarray(from, to),
    add(chunk: Uint8Array): void {
      if (to + chunk.length > buffer.length) {
        const needed = to - from + chunk.length;
        const moved = Buffer.allocUnsafe(Math.max(startBytes, needed * 2));
        buffer.copy(moved, 0, from, to);
        to -= from;
        from = 0;
        buffer = moved;
      }
      buffer.set(chunk, to);
      to += chunk.length;
    },
    /** A copy of the next bytes; `also` more are passed over. */
    take(count: number, also = 0): Buffer {
      const taken = Buffer.from(buffer.subarray(from, from + count));
      this.drop(count + also);
      return taken;
    },
    drop(count: number): void {
      from += count;
      if (from !== to) return;
      from = 0;
      to = 0;
      if (buffer.length > startBytes) buffer = Buffer.allocUnsafe(0); // an idle connection is small
    },
  };
}
