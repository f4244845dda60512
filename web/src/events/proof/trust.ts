// Whom this browser trusts: the log's key as it was first seen here (trust on first use), or one
// that the reader pasted. It lives in this browser, so that a server can't change it unseen.
import { readStored, useStored, writeStored } from '../../lib/storage.ts';

export interface Trusted {
  vkeys: string[];
  /** When this browser took the keys. */
  since: string;
  how: 'first_use' | 'pasted';
}

const KEY = 'acta.trust';

export function readTrust(): Trusted | null {
  return readStored<Trusted | null>(KEY, null);
}

export function useTrust(): [Trusted | null, (trust: Trusted | null) => void] {
  return useStored<Trusted | null>(KEY, null);
}

/** Keeps the served keys if this browser knows none yet; gives what is trusted from now on. */
export function trustOnFirstUse(served: readonly string[], now: Date): Trusted {
  const known = readTrust();
  if (known) return known;
  const trust: Trusted = { vkeys: [...served], since: now.toISOString(), how: 'first_use' };
  writeStored(KEY, trust);
  return trust;
}

/** True where none of the keys that the server names is one that this browser trusts. */
export function keyChanged(trusted: Trusted | null, served: readonly string[]): boolean {
  return trusted !== null && !served.some((vkey) => trusted.vkeys.includes(vkey));
}

/** `acta.local/x+1a2b3c4d` of a verifier key line: what a person can compare. */
export function keyLabel(vkey: string): string {
  const [name, id] = vkey.split('+');
  return `${name}+${id}`;
}
