// The key of one run: made anew, held in memory, never written. Its proofs (RFC 9449) make a token
// that was asked for with it worthless to others.
import { createHash, randomUUID, webcrypto } from 'node:crypto';
import type { ProvenRequest } from '@acta/sdk';

export interface RunKey {
  /** RFC 7638, SHA-256. */
  thumbprint: string;
  prove: (request: ProvenRequest) => Promise<string>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };

/** @param now gives milliseconds since 1970 */
export async function createRunKey(now: () => number): Promise<RunKey> {
  const { subtle } = webcrypto;
  const pair = await subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const { crv, x, y } = await subtle.exportKey('jwk', pair.publicKey);
  // The members that RFC 7638 names, in its order.
  const jwk = { crv, kty: 'EC', x, y };
  return {
    thumbprint: sha256(JSON.stringify(jwk)),
    async prove({ method, url, token, nonce }) {
      const header = { typ: 'dpop+jwt', alg: 'ES256', jwk };
      const claims = {
        jti: randomUUID(),
        htm: method,
        htu: url,
        iat: Math.floor(now() / 1000),
        ath: sha256(token),
        ...(nonce === undefined ? {} : { nonce }),
      };
      const signed = `${part(header)}.${part(claims)}`;
      const how = { name: 'ECDSA', hash: 'SHA-256' };
      const signature = await subtle.sign(how, pair.privateKey, Buffer.from(signed));
      return `${signed}.${Buffer.from(signature).toString('base64url')}`;
    },
  };
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
