// IPv4 and IPv6 addresses and networks as 128-bit numbers, IPv4 as IPv4-mapped (RFC 4291 §2.5.5.2),
// which is how the index's IPv6 type stores them.

const V4_BASE = 0xffffn << 32n;
const FULL = (1n << 128n) - 1n;

/** The address as a 128-bit number, or null if the text is none. */
export function parseIp(text: string): bigint | null {
  if (text.length > 45) return null;
  if (!text.includes(':')) {
    const v4 = parseV4(text);
    return v4 === null ? null : V4_BASE | v4;
  }
  return parseV6(text);
}

function parseV4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groups(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? groups(halves[1]!, true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array.from({ length: Math.max(missing, 0) }, () => 0), ...tail];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

function groups(text: string, mayEndInV4: boolean): number[] | null {
  if (text === '') return [];
  const found: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (mayEndInV4 && at === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part);
      if (v4 === null) return null;
      found.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      found.push(Number.parseInt(part, 16));
    } else {
      return null;
    }
  }
  return found;
}

/** First and last address of `10.0.0.0/8`, or null if the text is no network. */
export function parseCidr(text: string): { first: bigint; last: bigint } | null {
  const slash = text.indexOf('/');
  if (slash < 0 || !/^\d{1,3}$/.test(text.slice(slash + 1))) return null;
  const address = text.slice(0, slash);
  const base = parseIp(address);
  const length = Number(text.slice(slash + 1)) + (address.includes(':') ? 0 : 96);
  if (base === null || length > 128) return null;
  const hosts = FULL >> BigInt(length);
  return { first: base & (FULL ^ hosts), last: base | hosts };
}

/** The address as full IPv6 text (`0000:…:ffff:0a00:0001`), which any parser of addresses reads. */
export function formatIp(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  return hex.match(/.{4}/g)!.join(':');
}

/** Folded text of an address, IPv4-mapped IPv6 as plain IPv4, so that one address has one text. */
export function canonicalIp(text: string): string {
  if (!text.includes(':')) return text;
  const value = parseIp(text);
  if (value === null || value >> 32n !== 0xffffn) return text;
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}
