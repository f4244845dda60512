// The bucket of a trail over S3's REST API: addresses, lists, and the names of CloudTrail's files.
import { gunzipSync } from 'node:zlib';
import { PullFailed, type PullAnswer, type PullRequest, type PullSource } from '../pull.ts';
import { baseUrl, needed, setting } from '../pull-parts.ts';
import type { Json } from '../reader.ts';

/** Where the files of one account and region stand. */
export interface TrailPlace {
  /** `CloudTrail` or `CloudTrail-Digest`. */
  folder: string;
  /** `111122223333`, or `o-abc/111122223333` in the bucket of an organisation. */
  account: string;
  region: string;
}

/** The largest log file inflated: CloudTrail cuts them at 50 MB. */
const FILE_BYTES = 134_217_728;
const KEYS_AT_ONCE = '500';

export const bucketUrl = (source: PullSource): string => {
  const bucket = needed(source, 'pull_bucket');
  const own = setting(source, 'api_url');
  if (own !== undefined) return `${baseUrl(source, 'api_url', '')}/${bucket}`;
  return `https://${bucket}.s3.${needed(source, 'pull_region')}.amazonaws.com`;
};

/** The beginning of the keys of a place. */
export function prefixOf(source: PullSource, { folder, account, region }: TrailPlace): string {
  const prefix = setting(source, 'pull_prefix')?.replace(/^\/+|\/+$/g, '');
  return `${prefix === undefined ? '' : `${prefix}/`}AWSLogs/${account}/${folder}/${region}/`;
}

/** The list of keys from a time on; they are in the order of their days. */
export function listRequest(
  source: PullSource,
  place: TrailPlace,
  from: number,
  token?: string,
): PullRequest {
  const prefix = prefixOf(source, place);
  const query = new URLSearchParams({
    'list-type': '2',
    'max-keys': KEYS_AT_ONCE,
    prefix,
    'start-after': `${prefix}${startOf(place, from)}`,
    ...(token === undefined ? {} : { 'continuation-token': token }),
  });
  return { url: `${bucketUrl(source)}/?${query.toString()}`, about: { kind: 'list' } };
}

function startOf({ folder, account, region }: TrailPlace, from: number): string {
  const time = new Date(from).toISOString();
  const day = time.slice(0, 10).replaceAll('-', '/');
  if (folder !== 'CloudTrail') return `${day}/`; // the trail's name stands before the time
  const minute = time.slice(0, 16).replaceAll(/[-:]/g, '');
  const number = account.slice(account.lastIndexOf('/') + 1);
  return `${day}/${number}_CloudTrail_${region}_${minute}`;
}

export function fileRequest(source: PullSource, key: string, about: Json): PullRequest {
  const path = key.split('/').map(encodeURIComponent).join('/');
  return { url: `${bucketUrl(source)}/${path}`, about, accepts: [404] };
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

const unescape = (value: string): string =>
  value.replaceAll(/&(?:amp|lt|gt|quot|apos);/g, (entity) => entities[entity] ?? entity);

/** Keys of a list, and what asks for the rest. Throws `PullFailed` `answer_invalid`. */
export function readList({ body }: PullAnswer): { keys: string[]; token: string | undefined } {
  const text = body.toString('utf8');
  if (!text.includes('<ListBucketResult')) {
    throw new PullFailed('answer_invalid', 'The bucket’s answer is no list.');
  }
  const keys = [...text.matchAll(/<Key>([^<]{1,1024})<\/Key>/g)].map(([, key = '']) =>
    unescape(key),
  );
  const token = /<NextContinuationToken>([^<]{1,2048})</.exec(text)?.[1];
  return { keys, token: token === undefined ? undefined : unescape(token) };
}

/** A file's content without gzip. Throws `PullFailed` where it is none. */
export function contentOf({ body }: PullAnswer): Buffer {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return gunzipSync(body, { maxOutputLength: FILE_BYTES });
  } catch {
    throw new PullFailed('answer_invalid', 'A file of the bucket can’t be inflated.');
  }
}

export const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** `20261119T0815` of a file's name; empty where there is none. */
export const minuteOf = (key: string): string => /_(\d{8}T\d{4})/.exec(nameOf(key))?.[1] ?? '';
