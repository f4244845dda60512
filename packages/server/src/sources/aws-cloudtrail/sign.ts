// AWS Signature Version 4: the Authorization header of one request, as AWS's documentation "Create
// a signed AWS API request" says it. Pure: the time is handed in.
import { createHash, createHmac } from 'node:crypto';

export interface AwsCredentials {
  access_key: string;
  secret_key: string;
  region: string;
  service: string;
}

export interface SignedRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** RFC 3986, which `encodeURIComponent` is but for five characters. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * The headers that a request needs, those given among them. S3 wants the hash of the body as a
 * header; others take it.
 *
 * @param now ms since 1970
 */
export function signAws(
  request: SignedRequest,
  { access_key, secret_key, region, service }: AwsCredentials,
  now: number,
): Record<string, string> {
  const url = new URL(request.url);
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const hash = sha256(request.body);
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    'x-amz-date': time,
    ...(service === 's3' ? { 'x-amz-content-sha256': hash } : {}),
  };
  const lowered = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), value.trim().replaceAll(/ +/g, ' ')] as const,
  );
  const sorted = lowered.sort(([a], [b]) => (a < b ? -1 : 1));
  const names = sorted.map(([name]) => name).join(';');
  const query = [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const canonical = [
    request.method,
    url.pathname
      .split('/')
      .map((part) => encode(decodeURIComponent(part)))
      .join('/'),
    query.map(([name, value]) => `${name}=${value}`).join('&'),
    ...sorted.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    hash,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (before, part) => hmac(before, part),
    `AWS4${secret_key}`,
  );
  const signature = hmac(key, text).toString('hex');
  const credential = `Credential=${access_key}/${scope}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
