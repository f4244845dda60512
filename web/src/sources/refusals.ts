// Why a delivery was refused, in words that say what to do.

const WORDS: Record<string, string> = {
  signature_mismatch:
    'A delivery came with a wrong signature: the secret in the product is most likely not this one.',
  signature_missing:
    'A delivery came without a signature: the secret is not set in the product yet.',
  signature_malformed: 'A delivery came with a signature that can not be read.',
  credential_mismatch:
    'A delivery came with a wrong secret: the one in the product is most likely not this one.',
  credential_missing: 'A delivery came without a secret: it is not set in the product yet.',
  credential_malformed: 'A delivery came with a secret that can not be read.',
  timestamp_expired:
    'A delivery came with an old time in its signature: a replay, or the sender’s clock is wrong.',
  timestamp_malformed: 'A delivery came with a time in its signature that can not be read.',
  token_mismatch: 'A delivery came with a token of somebody else.',
  body_too_large: 'A delivery was larger than the door takes.',
  encoding_unsupported: 'A delivery was compressed in a way that Acta does not know.',
};

/** What to do about a refused delivery, by the code that the server gives. */
export function refusalText(code: string | null): string {
  if (code === null) return 'A delivery was refused.';
  return WORDS[code] ?? `A delivery was refused: ${code.replaceAll('_', ' ')}.`;
}
