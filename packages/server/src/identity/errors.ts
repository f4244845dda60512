// Every reason for which a workload's token or proof is refused, with what the sender should change.
import { ActaError } from '../lib/errors.ts';

type Refusal = readonly [status: number, detail: string, next: string];

const AGAIN = 'Ask the issuer for a new token.';
const PROOF = 'Make a proof for each request as RFC 9449 §4 says.';

const refusals = {
  token_too_large: [401, 'The token is larger than identity.token_bytes.', AGAIN],
  token_malformed: [401, 'The token is no signed JSON Web Token.', AGAIN],
  token_critical: [401, 'The token has critical header parameters.', AGAIN],
  token_type_refused: [401, 'The token is of another type.', 'Send an ID or access token (JWT).'],
  algorithm_refused: [
    401,
    'The token is not signed by an algorithm that its issuer is set to use.',
    'Compare with workload.issuers[].algorithms in the settings.',
  ],
  issuer_unknown: [
    401,
    'The token is of an issuer that is not configured.',
    'Add the issuer to workload.issuers in the settings.',
  ],
  key_unknown: [401, 'The token is signed by a key that its issuer does not publish.', AGAIN],
  signature_invalid: [401, 'The signature of the token does not hold.', AGAIN],
  token_expired: [401, 'The token has expired.', AGAIN],
  token_not_yet_valid: [
    401,
    'The token is of the future.',
    'Compare the clocks of the issuer and of this server.',
  ],
  audience_wrong: [
    401,
    'The token is meant for somebody else.',
    'Ask the issuer for the audience in workload.issuers[].audience.',
  ],
  claims_missing: [401, 'The token lacks iss, sub, aud, exp or iat.', AGAIN],
  subject_refused: [
    403,
    'No rule of the issuer lets this workload in.',
    'Compare its claims with workload.issuers[].rules in the settings.',
  ],
  push_subject_wrong: [
    401,
    'The token is of another account than the source names.',
    'Compare the account of the push subscription with the settings of the source.',
  ],
  source_refused: [
    403,
    'The workload may not write for the source of this key.',
    'Name the source in the rule, or use a key of another source.',
  ],
  issuer_unreachable: [
    503,
    'The keys of the token’s issuer can’t be had.',
    'Try again shortly; the server’s log says why.',
  ],
  proof_missing: [
    401,
    'The token is bound to a key, and the request has no proof of it.',
    'Send it as "Authorization: DPoP TOKEN" with the header DPoP.',
  ],
  proof_malformed: [401, 'The DPoP header is no proof.', PROOF],
  proof_algorithm_refused: [
    401,
    'The DPoP proof is signed by an algorithm that is not taken.',
    'Use ES256, ES384, EdDSA, PS256 or RS256.',
  ],
  proof_key_refused: [401, 'The key in the DPoP proof is no public key.', PROOF],
  proof_signature_invalid: [401, 'The signature of the DPoP proof does not hold.', PROOF],
  proof_wrong_method: [401, 'The DPoP proof is for another method.', PROOF],
  proof_wrong_url: [
    401,
    'The DPoP proof is for another address.',
    'Put the address as the server is reached (public_url) into htu, without a query.',
  ],
  proof_expired: [401, 'The DPoP proof is too old, or of the future.', PROOF],
  proof_wrong_token: [401, 'The DPoP proof is for another token.', PROOF],
  proof_replayed: [401, 'The DPoP proof was used before.', PROOF],
  proof_wrong_key: [401, 'The token is bound to another key.', PROOF],
  use_dpop_nonce: [
    401,
    'The DPoP proof needs the nonce of this answer.',
    'Send the request again with a proof that has the nonce of the header DPoP-Nonce.',
  ],
  proof_memory_full: [
    503,
    'More proofs are in use than identity.proof_memory_items.',
    'Try again in a minute.',
  ],
} satisfies Record<string, Refusal>;

export type TokenRefusal = keyof typeof refusals;

/** The refusal as an error, with the challenge that belongs to it (RFC 6750 §3, RFC 9449 §7.1). */
export function tokenRefused(
  code: TokenRefusal,
  more: { cause?: unknown; nonce?: string | undefined } = {},
): ActaError {
  const [status, detail, next] = refusals[code];
  const headers = { ...challenge(code, status), ...nonceHeader(more.nonce) };
  return new ActaError({
    code,
    status,
    fault: status === 503 ? 'operator' : 'caller',
    detail,
    next,
    headers,
    cause: more.cause,
    ...(status === 503 ? { retry_after_s: 30 } : {}),
  });
}

/** Whether the refusal counts as a failed sign-in: not what a sender does by the protocol. */
export const isFailure = ({ code, status }: ActaError): boolean =>
  status < 500 && code !== 'use_dpop_nonce';

function challenge(code: TokenRefusal, status: number): Record<string, string> {
  if (status !== 401) return {};
  const value =
    code === 'use_dpop_nonce' || code.startsWith('proof_')
      ? `DPoP error="${code === 'use_dpop_nonce' ? code : 'invalid_dpop_proof'}"`
      : 'Bearer realm="acta", error="invalid_token"';
  return { 'www-authenticate': value };
}

const nonceHeader = (nonce: string | undefined): Record<string, string> =>
  nonce === undefined ? {} : { 'dpop-nonce': nonce };
