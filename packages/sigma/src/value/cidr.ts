// Networks and addresses as numbers (RFC 4632, RFC 4291). An IPv4 address written as IPv6
// (`::ffff:192.0.2.1`) is the IPv4 address.

export type Network =
  | { bits: 32; first: number; last: number }
  | { bits: 128; first: bigint; last: bigint };

export type Address = { bits: 32; value: number } | { bits: 128; value: bigint };

/** @returns undefined where the text is no network; a lone address is a network of itself */
export function parseNetwork(text: string): Network | undefined {
  const [address, prefix, more] = text.trim().split('/');
  if (address === undefined || more !== undefined) return undefined;
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  const { bits, value } = parsed;
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  if (bits === 32) {
    const size = 2 ** (bits - length);
    const first = value - (value % size);
    return { bits, first, last: first + size - 1 };
  }
  const size = 1n << BigInt(bits - length);
  const first = value - (value % size);
  return { bits, first, last: first + size - 1n };
}

export function isWithin(address: Address, network: Network): boolean {
  if (address.bits === 32) {
    const { value } = address;
    return network.bits === 32 && value >= network.first && value <= network.last;
  }
  const { value } = address;
  return network.bits === 128 && value >= network.first && value <= network.last;
}

/** @returns undefined where the text is no address */
export const addressOf = (text: string): Address | undefined => parseAddress(text.trim());

function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) return parseIPv4(text);
  const address = parseIPv6(text);
  if (address === undefined) return undefined;
  if (address >> 32n === 0xffffn) return { bits: 32, value: Number(address & 0xffffffffn) };
  return { bits: 128, value: address };
}

const ZERO = 0x30;
const DOT = 0x2e;

/** By its characters: splitting texts and matching their parts takes ten times as long. */
function parseIPv4(text: string): { bits: 32; value: number } | undefined {
  if (text.length < 7 || text.length > 15) return undefined;
  let [value, part, digits, dots] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const digit = unit - ZERO;
    if (digit >= 0 && digit <= 9) {
      part = part * 10 + digit;
      if (++digits > 3 || part > 255) return undefined;
    } else {
      if (unit !== DOT || digits === 0 || ++dots > 3) return undefined;
      value = value * 256 + part;
      part = 0;
      digits = 0;
    }
  }
  if (dots !== 3 || digits === 0) return undefined;
  return { bits: 32, value: value * 256 + part };
}

function parseIPv6(text: string): bigint | undefined {
  const unzoned = text.split('%')[0]!;
  const halves = unzoned.split('::');
  if (halves.length > 2) return undefined;
  const left = groupsOf(halves[0]!);
  const right = halves.length === 2 ? groupsOf(halves[1]!) : [];
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => 0n), ...right];
  return groups.reduce((value, group) => value * 65_536n + group, 0n);
}

function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [place, part] of parts.entries()) {
    if (place === parts.length - 1 && part.includes('.')) {
      const address = parseIPv4(part);
      if (address === undefined) return undefined;
      groups.push(BigInt(Math.floor(address.value / 65_536)), BigInt(address.value % 65_536));
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
      groups.push(BigInt(`0x${part}`));
    }
  }
  return groups;
}
