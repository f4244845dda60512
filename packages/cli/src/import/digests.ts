// The digest files of a trail among the files to import: each log file that a digest names must be
// there with the content that it had, each digest must name the one before it, and, where AWS's
// public keys are at hand, carry its signature.
import {
  contentHash,
  isSigned,
  readDigest,
  type TrailDigest,
} from '@acta/server/cloudtrail-digest';
import { contentOf, type InputFile } from './inputs.ts';

export interface TrailFinding {
  what: 'missing' | 'altered' | 'chain' | 'signature' | 'unreadable';
  where: string;
  detail: string;
}

export interface TrailCheck {
  digests: number;
  files: number;
  /** Signatures that were checked. */
  signed: number;
  findings: TrailFinding[];
}

export const isDigestFile = ({ path }: InputFile): boolean => path.includes('CloudTrail-Digest');

interface Read {
  digest: TrailDigest;
  hash: string;
  content: Buffer;
}

/** @param keys public keys by fingerprint, as `aws cloudtrail list-public-keys` gives them */
export async function checkDigests(
  files: readonly InputFile[],
  keys: ReadonlyMap<string, string>,
  onChecked: (done: number, total: number) => void,
): Promise<TrailCheck> {
  const check: TrailCheck = { digests: 0, files: 0, signed: 0, findings: [] };
  const digests = await readDigests(files.filter(isDigestFile), check);
  checkChain(digests, keys, check);
  const byName = new Map(files.map((file) => [file.name, file]));
  const named = digests.flatMap(({ digest }) => digest.files);
  for (const [place, { bucket, object, hash }] of named.entries()) {
    onChecked(place, named.length);
    const file = byName.get(baseName(object));
    const where = `s3://${bucket}/${object}`;
    if (file === undefined) {
      check.findings.push({ what: 'missing', where, detail: 'a digest names it; it is not here' });
      continue;
    }
    check.files++;
    const found = contentHash(await whole(file));
    if (found === hash) continue;
    check.findings.push({ what: 'altered', where, detail: `expected ${hash}, found ${found}` });
  }
  return check;
}

async function readDigests(files: readonly InputFile[], check: TrailCheck): Promise<Read[]> {
  const digests: Read[] = [];
  for (const file of files) {
    const content = await whole(file).catch(() => Buffer.alloc(0));
    const digest = readDigest(content);
    if (digest === null) {
      const detail = 'it is no digest file';
      check.findings.push({ what: 'unreadable', where: file.path, detail });
    } else digests.push({ digest, content, hash: contentHash(content) });
  }
  check.digests = digests.length;
  return digests.sort((a, b) => (a.digest.end < b.digest.end ? -1 : 1));
}

function checkChain(digests: Read[], keys: ReadonlyMap<string, string>, check: TrailCheck): void {
  const byObject = new Map(digests.map((read) => [read.digest.object, read]));
  const earliest = new Map<string, string>();
  for (const { digest } of digests) {
    const trail = trailOf(digest);
    if (!earliest.has(trail)) earliest.set(trail, digest.object);
  }
  for (const { digest } of digests) {
    const { previous } = digest;
    if (previous === null) continue;
    const before = byObject.get(previous.object);
    const where = `s3://${digest.bucket}/${previous.object}`;
    if (before === undefined) {
      // The chain begins before these.
      if (earliest.get(trailOf(digest)) === digest.object) continue;
      const detail = 'the digest after it names it; it is not here';
      check.findings.push({ what: 'missing', where, detail });
    } else if (before.hash !== previous.hash) {
      const detail = `the next digest says ${previous.hash}, found ${before.hash}`;
      check.findings.push({ what: 'chain', where, detail });
    } else checkSignature(before, previous.signature, keys, where, check);
  }
}

/** A digest's signature stands in the digest after it. */
function checkSignature(
  { digest, content }: Read,
  signature: string,
  keys: ReadonlyMap<string, string>,
  where: string,
  check: TrailCheck,
): void {
  const key = keys.get(digest.key);
  if (key === undefined) return;
  check.signed++;
  if (isSigned(digest, content, signature, key)) return;
  check.findings.push({ what: 'signature', where, detail: 'its signature does not hold' });
}

const trailOf = ({ object }: TrailDigest): string =>
  baseName(object).replace(/_\d{8}T\d{6}Z\.json\.gz$/, '');

const baseName = (object: string): string => object.slice(object.lastIndexOf('/') + 1);

async function whole(file: InputFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of contentOf(file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
