import type { Algorithm } from './compact.ts';
import type { Rule } from './rules.ts';

/** An issuer of workload tokens, as the settings have it. */
export interface Issuer {
  /** Exactly as in the claim `iss`. */
  issuer: string;
  /** One of them must stand in `aud`. */
  audiences: readonly string[];
  algorithms: readonly Algorithm[];
  /** Where its keys are; absent: by discovery. */
  jwks_uri?: string;
  /** File with its keys, for issuers that can't be reached. */
  jwks_file?: string;
  rules: readonly Rule[];
}

/**
 * Gets a document of an issuer: parsed JSON. Throws where it can't; the composition root decides
 * what may be reached, how long it may take and how large it may be.
 */
export type GetDocument = (place: { url: string } | { file: string }) => Promise<unknown>;

/** HTTPS, or HTTP on this machine: keys that come in the clear are anybody's keys. */
export function isSafeUrl(text: unknown): text is string {
  if (typeof text !== 'string' || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:') return true;
  return protocol === 'http:' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
