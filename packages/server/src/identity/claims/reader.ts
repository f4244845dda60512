import { claimAt } from '../rules.ts';
import type { Claims } from '../compact.ts';

const TEXT_CHARS = 1_024;

/** The text at a path of the claims, numbers too; undefined where there is none of use. */
export function textAt(claims: Claims, path: string): string | undefined {
  const value = claimAt(claims, path);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, TEXT_CHARS) : undefined;
}

/** The members that are there. */
export function present(values: Record<string, string | undefined>): Record<string, string> {
  const found = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as Record<string, string>;
}
