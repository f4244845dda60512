// Compatible senders bring a collector's key the way their own product takes one: as a Splunk
// token, as Elasticsearch's API key, as the password of Basic. Only their doors take these forms.
import type { IncomingHttpHeaders } from 'node:http';

/** How a key may be written in `Authorization`, beside `Bearer`. */
export type Scheme = 'splunk' | 'apikey' | 'basic';

const form = /^([a-z]{1,16}) +([^\s]{1,4096})$/i;

/**
 * The header as `Bearer KEY` where it is in one of the schemes; else as it stands, so that whoever
 * authenticates refuses it.
 */
export function asBearer(
  authorization: IncomingHttpHeaders['authorization'],
  schemes: readonly Scheme[],
): string | undefined {
  const [, scheme = '', value = ''] = form.exec(authorization?.trim() ?? '') ?? [];
  const known = schemes.find((one) => one === scheme.toLowerCase());
  const key = known === undefined ? undefined : keyIn[known](value);
  return key === undefined ? authorization : `Bearer ${key}`;
}

const keyIn: Readonly<Record<Scheme, (value: string) => string | undefined>> = {
  splunk: (value) => value,
  basic: (value) => behindColon(value),
  /** The key itself, or Elasticsearch's form: base64 of `id:key`. */
  apikey: (value) => (value.startsWith('acta_') ? value : behindColon(value)),
};

function behindColon(base64: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const pair = Buffer.from(base64, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const key = pair.slice(colon + 1);
  return colon < 0 || !/^[\x21-\x7e]+$/.test(key) ? undefined : key;
}
