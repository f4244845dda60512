// GitLab: webhooks by a Standard Webhooks signature or by X-Gitlab-Token, audit streams by
// X-Gitlab-Event-Streaming-Token. A source that has a signing key takes no unsigned webhook.
import { verifyAuthorization } from '../authorization.ts';
import { isSigningKey, verifyStandardWebhook } from '../standard-webhooks.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const tokenHeaders = ['x-gitlab-event-streaming-token', 'x-gitlab-token'];

/**
 * A signed delivery by its signature alone; others by their token. For webhooks, secrets that are
 * signing keys (`whsec_…`) never count as tokens, so that taking the signature away gains nothing.
 * Streams can't be signed: their tokens are held against every secret, a signing key in full.
 */
export function verifyGitlab(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers } = delivery;
  const streamed = isStream(headers);
  const via = streamed ? 'stream' : 'webhook';
  const tokens = secrets.filter((secret) => !isSigningKey(secret));
  const signed = headers['webhook-signature'] !== undefined;
  const hasKey = tokens.length < secrets.length;
  if (hasKey && (signed || (tokens.length === 0 && !streamed))) {
    return verifyStandardWebhook(delivery, secrets, via);
  }
  return verifyAuthorization(delivery, streamed ? secrets : tokens, { via, headers: tokenHeaders });
}

function isStream(headers: Delivery['headers']): boolean {
  return (
    headers['x-gitlab-event-streaming-token'] !== undefined ||
    headers['x-gitlab-audit-event-type'] !== undefined
  );
}
