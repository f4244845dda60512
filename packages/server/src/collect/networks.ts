// Networks in settings: `10.0.0.0/8`, `192.0.2.7`, `2001:db8::/32`.
import { BlockList, isIP } from 'node:net';

export interface Network {
  /** Bits that the network fixes (a whole address is 128) where the address is in it, or -1. */
  bitsOf(address: string): number;
}

/** Networks of words; `wrong` holds those that are none. */
export function networksOf(words: readonly string[]): { networks: Network[]; wrong: string[] } {
  const networks: Network[] = [];
  const wrong: string[] = [];
  for (const word of words) {
    const network = networkOf(word);
    if (network === undefined) wrong.push(word);
    else networks.push(network);
  }
  return { networks, wrong };
}

function networkOf(word: string): Network | undefined {
  const [address = '', length, ...more] = word.split('/');
  const version = isIP(address);
  const whole = version === 4 ? 32 : 128;
  const bits = length === undefined ? whole : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (version === 0 || more.length > 0 || bits < 0 || bits > whole) return undefined;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  const rank = bits + 128 - whole;
  return {
    bitsOf(given) {
      const kind = isIP(given) === 4 ? 'ipv4' : 'ipv6';
      return kind === family && list.check(given, kind) ? rank : -1;
    },
  };
}

/** An IPv4 address that came in at an IPv6 socket, as IPv4; others as they are. */
export function plainAddress(address: string): string {
  return /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1] ?? address;
}
