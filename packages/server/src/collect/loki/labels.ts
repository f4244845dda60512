// The labels of a stream as Loki writes them: `{job="app",host="web-1"}`.

const labelsMax = 64;
const pair = /\s*([A-Za-z_][A-Za-z0-9_]{0,255})\s*=\s*"/y;

/** The labels of a stream; what stands behind the first that can't be read is left out. Linear. */
export function labelsOf(text: string): Record<string, string> {
  const labels: [string, string][] = [];
  let at = text.indexOf('{') + 1;
  while (labels.length < labelsMax) {
    pair.lastIndex = at;
    const found = pair.exec(text);
    if (found === null) break;
    const start = pair.lastIndex;
    let end = start;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    labels.push([found[1] as string, unescaped(text.slice(start, end))]);
    at = end + 1;
    if (text[at] !== ',') break;
    at++;
  }
  return Object.fromEntries(labels);
}

const signs: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescaped(value: string): string {
  return value.includes('\\')
    ? value.replace(/\\(.)/gs, (_whole, sign: string) => signs[sign] ?? sign)
    : value;
}
