// Lines of `key=value` pairs as logrus and other Go loggers write them, values quoted where needed.

const pairsMax = 256;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/**
 * The pairs of a line, the last of a name counting; undefined where the line does not begin with a
 * pair. Linear in the line's length.
 */
export function logfmtPairs(line: string): Record<string, string> | undefined {
  const pairs = new Map<string, string>();
  let at = skipBlanks(line, 0);
  while (at < line.length && pairs.size < pairsMax) {
    const equals = keyEnd(line, at);
    if (equals < 0) {
      if (pairs.size === 0) return undefined;
      at = skipBlanks(line, wordEnd(line, at)); // a word without a value
      continue;
    }
    const key = line.slice(at, equals);
    const value = valueAt(line, equals + 1);
    pairs.set(key, value.text);
    at = skipBlanks(line, value.end);
  }
  return pairs.size === 0 ? undefined : Object.fromEntries(pairs);
}

function keyEnd(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    const sign = line[at] as string;
    if (sign === '=') return at > from ? at : -1;
    if (sign === ' ' || sign === '"') return -1;
  }
  return -1;
}

function valueAt(line: string, from: number): { text: string; end: number } {
  if (line[from] !== '"') {
    const end = wordEnd(line, from);
    return { text: line.slice(from, end), end };
  }
  const parts: string[] = [];
  let start = from + 1;
  let at = start;
  while (at < line.length && line[at] !== '"') {
    if (line[at] === '\\' && at + 1 < line.length) {
      const sign = line[at + 1] as string;
      parts.push(line.slice(start, at), escapes[sign] ?? sign);
      at += 2;
      start = at;
    } else at++;
  }
  parts.push(line.slice(start, at));
  return { text: parts.join(''), end: Math.min(at + 1, line.length) };
}

function wordEnd(line: string, from: number): number {
  const blank = line.indexOf(' ', from);
  return blank < 0 ? line.length : blank;
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at++;
  return at;
}
