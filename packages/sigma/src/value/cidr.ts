// Networks and addresses as numbers (RFC 4632, RFC 4291). An IPv4 address written as IPv6
// (`::ffff:192.0.2.1`) is the IPv4 address.

export interface Network {
  bits: 32 | 128;
  first: bigint;
  last: bigint;
}

export interface Address {
  bits: 32 | 128;
  value: bigint;
}

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
  const size = 1n << BigInt(bits - length);
  const first = value - (value % size);
  return { bits, first, last: first + size - 1n };
}

export const isWithin = ({ bits, value }: Address, network: Network): boolean =>
  bits === network.bits && value >= network.first && value <= network.last;

/** @returns undefined where the text is no address */
export const addressOf = (text: string): Address | undefined => parseAddress(text.trim());

function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) return parseIPv4(text);
  const address = parseIPv6(text);
  if (address === undefined) return undefined;
  if (address >> 32n === 0xffffn) return { bits: 32, value: address & 0xffffffffn };
  return { bits: 128, value: address };
}

function parseIPv4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return { bits: 32, value: BigInt(value) };
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
      groups.push(address.value >> 16n, address.value & 0xffffn);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
      groups.push(BigInt(`0x${part}`));
    }
  }
  return groups;
}
