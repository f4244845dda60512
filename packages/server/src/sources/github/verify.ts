// GitHub: "Validating webhook deliveries" (HMAC-SHA256 over the raw body) and the tokens of audit
// log streams.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { matchesSecret } from '../secrets.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const signatureShape = /^sha256=([0-9a-f]{64})$/i;
const tokenShape = /^(?:splunk|bearer) ([^\s,]{1,1024})$/i;

/**
 * A webhook by its `X-Hub-Signature-256`; a stream by its `Authorization: Splunk` or `Bearer`
 * token. What calls itself a webhook is never taken by token, and SHA-1 signatures are never looked
 * at.
 */
export function verifyGithub(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers } = delivery;
  const signature = headers['x-hub-signature-256'];
  if (signature !== undefined) return verifySignature(signature, delivery.body, secrets);
  const authorization = headers['authorization'];
  if (headers['x-github-event'] === undefined && authorization !== undefined) {
    return verifyToken(authorization, secrets);
  }
  return headers['x-hub-signature'] === undefined
    ? refused(
        'signature_missing',
        'There is no X-Hub-Signature-256 header: set a secret on the webhook.',
      )
    : refused(
        'signature_sha1_only',
        'Only the SHA-1 signature was sent; Acta checks X-Hub-Signature-256 alone.',
      );
}

function verifySignature(header: string, body: Buffer, secrets: Secrets): VerifyResult {
  const hex = signatureShape.exec(header.trim())?.[1];
  if (hex === undefined) {
    return refused(
      'signature_malformed',
      'X-Hub-Signature-256 is not `sha256=` and 64 hexadecimal digits.',
    );
  }
  const presented = Buffer.from(hex, 'hex');
  let matched = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = createHmac('sha256', secret).update(body).digest();
    matched = timingSafeEqual(expected, presented) || matched;
  }
  return matched
    ? { ok: true, assurance: 'source_signed', via: 'webhook', signature: hex.toLowerCase() }
    : refused(
        'signature_mismatch',
        'X-Hub-Signature-256 does not fit the body and the secret of this source: compare the secret on both sides.',
      );
}

function verifyToken(header: string, secrets: Secrets): VerifyResult {
  const token = tokenShape.exec(header.trim())?.[1];
  if (token === undefined) {
    return refused('token_malformed', 'Authorization is not `Splunk TOKEN` or `Bearer TOKEN`.');
  }
  return matchesSecret(token, secrets)
    ? { ok: true, assurance: 'source_authenticated', via: 'stream' }
    : refused('token_mismatch', 'The token is not the secret of this source.');
}

function refused(code: string, detail: string): VerifyResult {
  return { ok: false, code, detail };
}
