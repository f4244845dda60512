// Checking a trail's digests while its bucket is polled: signature, chain, and the content of every
// log file that they name. What does not hold is told; nothing stops for it.
import type { PullAnswer, PullFinding, PullPage, PullRequest, PullSource } from '../pull.ts';
import { needed, objectOf } from '../pull-parts.ts';
import { list, object, text, type Json, type JsonObject } from '../reader.ts';
import { contentOf, fileRequest, nameOf } from './bucket.ts';
import { contentHash, isSigned, readDigest, type TrailDigest } from './digest.ts';

/** What is kept between polls. */
export type DigestState = {
  seen?: string[];
  /** Public keys by fingerprint. */
  keys?: { [fingerprint: string]: string };
  /** The newest digest of each trail. */
  last?: { [trail: string]: { object: string; hash: string } };
} | null;

/** CloudTrail's ListPublicKeys: the keys that were valid in a time. */
export function keysRequest(url: string, region: string, from: number, to: number): PullRequest {
  return {
    url: `${url}/`,
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.ListPublicKeys',
    },
    body: JSON.stringify({ StartTime: Math.floor(from / 1000), EndTime: Math.ceil(to / 1000) }),
    about: { kind: 'keys', region },
  };
}

/** The keys beside those that are known. */
export function readKeys(answer: PullAnswer, state: DigestState): Json {
  const keys = { ...state?.keys };
  for (const each of list(objectOf(answer)['PublicKeyList'])) {
    const fingerprint = text(object(each)?.['Fingerprint']);
    const value = text(object(each)?.['Value']);
    if (fingerprint !== undefined && value !== undefined) keys[fingerprint] = value;
  }
  return { ...state, keys };
}

/** One digest file: what does not hold, and the log files to compare. */
export function readDigestAnswer(
  answer: PullAnswer,
  key: string,
  state: NonNullable<DigestState>,
  seen: string[],
  source: PullSource,
): PullPage {
  const bucket = needed(source, 'pull_bucket');
  const target = `s3://${bucket}/${key}`;
  const done = { ...state, seen };
  if (answer.status === 404)
    return { bodies: [], next: [], resume: done, findings: [gone(target)] };
  const content = contentOf(answer);
  const digest = readDigest(content);
  if (digest === null) {
    const reason = 'It is no digest file.';
    const findings = [{ action: 'audit_log_file.altered', target, reason }];
    return { bodies: [], next: [], resume: done, findings };
  }
  const findings = [
    ...signatureFindings(digest, content, answer, state, target, key),
    ...chainFindings(digest, state, bucket),
  ];
  const last = {
    ...state.last,
    [trailOf(key)]: { object: digest.object, hash: contentHash(content) },
  };
  const files = digest.files.filter((file) => file.bucket === bucket);
  const next = files.map(({ object: file, hash }, place) =>
    fileRequest(source, file, {
      kind: 'check',
      target: `s3://${bucket}/${file}`,
      hash,
      // Only when all are compared the digest is done with.
      ...(place === files.length - 1 ? { done: nameOf(key) } : {}),
    }),
  );
  const resume = next.length === 0 ? { ...done, last } : { ...state, last };
  return { bodies: [], next, resume, findings };
}

/** A log file that a digest names: its content must be what it was. */
export function readNamed(answer: PullAnswer, about: JsonObject, state: DigestState): PullPage {
  const target = text(about['target']) ?? '';
  const name = text(about['done']);
  const resume: Json =
    name === undefined ? state : { ...state, seen: [...(state?.seen ?? []), name] };
  const findings: PullFinding[] = [];
  if (answer.status === 404) findings.push(gone(target));
  else if (contentHash(contentOf(answer)) !== about['hash']) {
    const reason = 'Its content is not that whose hash the digest holds.';
    findings.push({ action: 'audit_log_file.altered', target, reason });
  }
  return { bodies: [], next: [], resume, findings };
}

function signatureFindings(
  digest: TrailDigest,
  content: Buffer,
  { headers }: PullAnswer,
  { keys = {} }: NonNullable<DigestState>,
  target: string,
  key: string,
): PullFinding[] {
  const action = 'audit_log_file.altered';
  const signature = headers['x-amz-meta-signature'];
  if (digest.object !== key) {
    return [{ action, target, reason: 'The digest was made for another place.' }];
  }
  if (signature === undefined) return [{ action, target, reason: 'The digest is not signed.' }];
  const known = keys[digest.key];
  if (known === undefined) {
    return [{ action, target, reason: 'AWS has no public key of the digest’s fingerprint.' }];
  }
  if (isSigned(digest, content, signature, known)) return [];
  return [{ action, target, reason: 'The signature of the digest does not hold.' }];
}

function chainFindings(
  digest: TrailDigest,
  { last = {} }: NonNullable<DigestState>,
  bucket: string,
): PullFinding[] {
  const before = last[trailOf(digest.object)];
  if (before === undefined || before.object === digest.object) return [];
  const { previous } = digest;
  if (previous === null) {
    const reason =
      'The chain of digests begins anew: logging was stopped, or digests were removed.';
    const target = `s3://${bucket}/${digest.object}`;
    return [{ action: 'audit_log_file.missing', target, reason }];
  }
  const target = `s3://${bucket}/${previous.object}`;
  if (previous.object !== before.object) {
    const reason = 'The next digest names it as the one before; it was not in the bucket.';
    return [{ action: 'audit_log_file.missing', target, reason }];
  }
  if (previous.hash === before.hash) return [];
  const reason = 'The next digest holds another hash of it.';
  return [{ action: 'audit_log_file.altered', target, reason }];
}

const trailOf = (key: string): string => nameOf(key).replace(/_\d{8}T\d{6}Z\.json\.gz$/, '');

const gone = (target: string): PullFinding => ({
  action: 'audit_log_file.missing',
  target,
  reason: 'It is not in the bucket.',
});
