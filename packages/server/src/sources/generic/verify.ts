// Authenticity of a sender of the user's own: a bearer or basic credential, a header that holds the
// secret, or an HMAC over the body. What the settings name is asked for, and nothing weaker.
import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import { refused, verifyHmacHeader } from '../hmac.ts';
import { text } from '../reader.ts';
import { matchesSecret } from '../secrets.ts';
import type { Delivery, Secrets, Settings, VerifyResult } from '../types.ts';

/** Checks a delivery against the source's secrets, the way that the settings say. */
export function verifyGeneric(
  delivery: Delivery,
  secrets: Secrets,
  settings: Settings,
): VerifyResult {
  const signature = headerSetting(settings, 'signature_header');
  if (signature !== undefined) {
    const scheme = {
      header: text(settings['signature_header']) ?? signature,
      algorithm: 'sha256',
      encoding: text(settings['signature_encoding']) === 'base64' ? 'base64' : 'hex',
      prefix: text(settings['signature_prefix']) ?? '',
    } as const;
    return verifyHmacHeader(delivery.headers[signature], scheme, delivery.body, secrets);
  }
  const header = headerSetting(settings, 'secret_header');
  if (header !== undefined) return verifyHeader(delivery.headers[header], header, secrets);
  const user = text(settings['basic_user']);
  return user === undefined
    ? verifyAuthorization(delivery, secrets, { headers: [secretHeader] })
    : verifyAuthorization(delivery, secrets, { user });
}

/** The name of a header in lower case, as deliveries have it. */
export function headerSetting(settings: Settings, name: string): string | undefined {
  return text(settings[name])?.trim().toLowerCase();
}

function verifyHeader(value: string | undefined, name: string, secrets: Secrets): VerifyResult {
  if (value === undefined) {
    return refused(
      'credential_missing',
      `There is no ${name} header: let the sender put the secret of this source there.`,
    );
  }
  return matchesSecret(value.trim(), secrets)
    ? { ok: true, assurance: 'source_authenticated', via: 'webhook' }
    : refused('credential_mismatch', `${name} does not hold the secret of this source.`);
}
