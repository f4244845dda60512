// RFC 6962 §2.1 word for word, recursive and slow: what the fast code is compared with.
import { EMPTY_ROOT, leafHash, nodeHash } from '../index.ts';

function split(count: number): number {
  let k = 1;
  while (k * 2 < count) k *= 2;
  return k;
}

/** MTH(D[n]). */
export function treeHash(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return EMPTY_ROOT;
  if (entries.length === 1) return leafHash(entries[0]!);
  const k = split(entries.length);
  return nodeHash(treeHash(entries.slice(0, k)), treeHash(entries.slice(k)));
}

/** PATH(m, D[n]). */
export function auditPath(index: number, entries: readonly Uint8Array[]): Uint8Array[] {
  if (entries.length <= 1) return [];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return index < k
    ? [...auditPath(index, left), treeHash(right)]
    : [...auditPath(index - k, right), treeHash(left)];
}

/** PROOF(m, D[n]). */
export function consistencyPath(size: number, entries: readonly Uint8Array[]): Uint8Array[] {
  return subproof(size, entries, true);
}

function subproof(m: number, entries: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === entries.length) return whole ? [] : [treeHash(entries)];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m <= k
    ? [...subproof(m, left, whole), treeHash(right)]
    : [...subproof(m - k, right, false), treeHash(left)];
}
