// Notifications: `X-TFE-Notification-Signature`, HMAC-SHA512 in hexadecimal over the exact body.
import { verifySignedOrToken } from '../signed-or-token.ts';
import type { Delivery, Secrets, VerifyResult } from '../types.ts';

const scheme = {
  header: 'X-TFE-Notification-Signature',
  algorithm: 'sha512',
  encoding: 'hex',
} as const;

/**
 * What is signed is judged by its signature alone. Records of the audit trail, which a collector
 * brings, come by the secret as a token. The signature covers no time: replays are marked.
 */
export const verifyTerraform = (delivery: Delivery, secrets: Secrets): VerifyResult =>
  verifySignedOrToken(delivery, secrets, scheme, 'stream');
