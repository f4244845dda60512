// Which addresses our own requests may go to: those that anybody on the internet has (IANA's
// special-purpose registries, RFC 6890), and what the operator allows besides. A name or address
// that a user of Acta writes must not reach into the operator's network.
import { BlockList, isIP } from 'node:net';
import { ActaError } from './errors.ts';

export interface EgressGuard {
  /** Whether a host's address may be connected to. */
  admits(host: string, address: string): boolean;
  /** Whether a host's address may be spoken to without TLS. */
  admitsPlain(host: string, address: string): boolean;
}

const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32', // Azure's virtual host: metadata under a public address
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Inside of global unicast (2000::/3), outside of which nothing is public. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

interface Allowed {
  hosts: Set<string>;
  addresses: BlockList;
}

/**
 * @param allow host names, addresses or networks (CIDR) that are allowed though they are not
 * public; `http://` before one also allows to speak to it without TLS
 * @throws ActaError `egress_allow_invalid`
 */
export function createEgressGuard(allow: readonly string[]): EgressGuard {
  const special = listOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
  const global = listOf(['2000::/3']);
  const all = allowedOf(allow.map((rule) => rule.replace(/^https?:\/\//, '')));
  const plain = allowedOf(
    allow.filter((rule) => rule.startsWith('http://')).map((rule) => rule.slice(7)),
  );
  return {
    admits: (host, address) => isPublic(address, special, global) || isIn(all, host, address),
    admitsPlain: (host, address) => isIn(plain, host, address),
  };
}

/** An IPv4 address written inside of an IPv6 one is judged as what it is. */
function isPublic(address: string, special: BlockList, global: BlockList): boolean {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const family = isIP(plain);
  if (family === 4) return !special.check(plain, 'ipv4');
  return family === 6 && global.check(plain, 'ipv6') && !special.check(plain, 'ipv6');
}

function isIn(allowed: Allowed, host: string, address: string): boolean {
  if (allowed.hosts.has(host.toLowerCase())) return true;
  const family = isIP(address);
  return family !== 0 && allowed.addresses.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function allowedOf(rules: readonly string[]): Allowed {
  const isAddress = (rule: string) => isIP(rule.split('/', 1)[0] ?? '') !== 0;
  const names = rules.filter((rule) => !isAddress(rule));
  for (const name of names) if (!/^[a-z0-9_](?:[a-z0-9._-]{0,252})$/i.test(name)) throw bad(name);
  return {
    hosts: new Set(names.map((name) => name.toLowerCase())),
    addresses: listOf(rules.filter(isAddress)),
  };
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    const most = family === 'ipv4' ? 32 : 128;
    const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
    if (bits < 0 || bits > most) throw bad(network);
    list.addSubnet(address, bits, family);
  }
  return list;
}

function bad(rule: string): ActaError {
  return new ActaError({
    code: 'egress_allow_invalid',
    status: 500,
    fault: 'operator',
    detail: `${rule} in egress.allow is no host name, address or network.`,
    next: 'Write entries like gitlab.internal, 10.1.0.0/16 or http://10.1.2.3.',
  });
}
