// JSON may name half of a surrogate pair (`\ud800`). It is no character (RFC 7493 §2.1): strict
// readers would refuse every answer and every pack with such an event in it.
const mayNameHalf = /\\u[dD][89a-fA-F]/;

/** The value of a JSON text, with U+FFFD in the place of halves of surrogate pairs. */
export function wellFormed<T>(value: T, text: string): T {
  return mayNameHalf.test(text) ? (whole(value) as T) : value;
}

function whole(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(whole);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key.toWellFormed(), whole(inner)]));
}
