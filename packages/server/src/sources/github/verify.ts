// GitHub: "Validating webhook deliveries" (HMAC-SHA256 over the raw body) and the tokens of audit
// log streams.
import { verifyHmacHeader, type HmacScheme } from '../hmac.ts';
import { matchesSecret } from '../secrets.ts';
import type { Delivery, Secrets, Settings, VerifyResult } from '../types.ts';

const sha256: HmacScheme = {
  header: 'X-Hub-Signature-256',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
};
const sha1: HmacScheme = {
  header: 'X-Hub-Signature',
  algorithm: 'sha1',
  encoding: 'hex',
  prefix: 'sha1=',
};
const tokenShape = /^(?:splunk|bearer) ([^\s,]{1,1024})$/i;

/**
 * A webhook by its `X-Hub-Signature-256`; a stream by its `Authorization: Splunk` or `Bearer`
 * token. What calls itself a webhook is never taken by token. SHA-1 is looked at only where the
 * source is set so, and then only where nothing better was sent.
 */
export function verifyGithub(
  delivery: Delivery,
  secrets: Secrets,
  settings: Settings = {},
): VerifyResult {
  const { headers, body } = delivery;
  const signature = headers['x-hub-signature-256'];
  if (signature !== undefined) return verifyHmacHeader(signature, sha256, body, secrets);
  const weak = headers['x-hub-signature'];
  const authorization = headers['authorization'];
  if (
    headers['x-github-event'] === undefined &&
    weak === undefined &&
    authorization !== undefined
  ) {
    return verifyToken(authorization, secrets);
  }
  if (weak === undefined) {
    return refused(
      'signature_missing',
      'There is no X-Hub-Signature-256 header: set a secret on the webhook.',
    );
  }
  return settings['allow_sha1'] === true
    ? verifyHmacHeader(weak, sha1, body, secrets)
    : refused(
        'signature_sha1_only',
        'Only the SHA-1 signature was sent; Acta checks X-Hub-Signature-256 alone, unless the source is set to allow SHA-1.',
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
