// CloudTrail's digest files: each names the log files of an hour with the SHA-256 of their content,
// and the digest before it, and is signed (SHA256withRSA) over its own place, time and hash. As in
// AWS's "CloudTrail digest file structure" and the validation of its command line.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { list, object, text } from '../reader.ts';

export interface TrailDigest {
  end: string;
  bucket: string;
  object: string;
  /** Fingerprint of the key that signs it. */
  key: string;
  previous: { object: string; hash: string; signature: string } | null;
  /** `null` is written into the signed text where there is no signature before. */
  previousSignature: string | null;
  files: { bucket: string; object: string; hash: string }[];
}

/** SHA-256 of a file's content without compression, in hexadecimal. */
export const contentHash = (content: Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** What a digest file says; null where the content is none. */
export function readDigest(content: Uint8Array): TrailDigest | null {
  const said = parsed(content);
  const [end, bucket, place, key] = [
    'digestEndTime',
    'digestS3Bucket',
    'digestS3Object',
    'digestPublicKeyFingerprint',
  ].map((name) => text(said?.[name]));
  if (said === undefined || end === undefined || bucket === undefined || place === undefined) {
    return null;
  }
  const signature = text(said['previousDigestSignature']) ?? null;
  const before = text(said['previousDigestS3Object']);
  const hash = text(said['previousDigestHashValue']);
  return {
    end,
    bucket,
    object: place,
    key: key ?? '',
    previous:
      before === undefined || hash === undefined
        ? null
        : { object: before, hash, signature: signature ?? '' },
    previousSignature: signature,
    files: list(said['logFiles']).flatMap((each) => {
      const file = object(each);
      const [from, name, value] = ['s3Bucket', 's3Object', 'hashValue'].map((n) => text(file?.[n]));
      const isWhole = from !== undefined && name !== undefined && value !== undefined;
      return isWhole ? [{ bucket: from, object: name, hash: value }] : [];
    }),
  };
}

function parsed(content: Uint8Array) {
  try {
    return object(JSON.parse(Buffer.from(content).toString('utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Whether a digest's signature holds.
 *
 * @param signature in hexadecimal, as it stands in the object's metadata or in the next digest
 * @param key the public key of the digest's fingerprint: PKCS #1 DER in base64, as
 * `aws cloudtrail list-public-keys` gives it
 */
export function isSigned(
  digest: TrailDigest,
  content: Uint8Array,
  signature: string,
  key: string,
): boolean {
  const signed = [
    digest.end,
    `${digest.bucket}/${digest.object}`,
    contentHash(content),
    digest.previousSignature ?? 'null',
  ].join('\n');
  try {
    const der = Buffer.from(key, 'base64');
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'pkcs1' });
    return verify('sha256', Buffer.from(signed), publicKey, Buffer.from(signature, 'hex'));
  } catch {
    return false; // no key, or no signature of its form
  }
}
