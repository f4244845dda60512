// A trail's bucket as a server of our own: lists by pages, gzip, files that come late, digests that
// are signed by a key of ours; then a log file is taken away, one altered, and a digest removed.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { contentHash } from '../../sources/aws-cloudtrail/digest.ts';
import { start_ms } from '../testing.ts';
import { openPullBench, startProduct, type ProductAnswer, type ProductRequest } from './testing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ACCOUNT = '111122223333';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicValue = publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64');

interface Stored {
  body: Buffer;
  headers: Record<string, string>;
}

const stamp = (ms: number) => new Date(ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/');
const keyOf = (ms: number, tail: string) =>
  `trails/AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/${dayOf(ms)}/${ACCOUNT}_CloudTrail_eu-west-1_${stamp(ms).slice(0, 13)}Z_${tail}.json.gz`;

function bucket() {
  const objects = new Map<string, Stored>();
  let events = 0;
  const gzip = { 'content-encoding': 'gzip' };
  const addLog = (ms: number, tail: string, records = 2) => {
    const Records = Array.from({ length: records }, () => ({
      eventVersion: '1.08',
      eventID: `event-${events++}`,
      eventName: 'CreateUser',
      eventSource: 'iam.amazonaws.com',
      eventTime: new Date(ms).toISOString().replace('.000Z', 'Z'),
      userIdentity: { type: 'IAMUser', userName: 'ada', arn: 'arn:aws:iam::111122223333:user/ada' },
      requestParameters: { userName: 'bob' },
      recipientAccountId: ACCOUNT,
    }));
    const text = JSON.stringify({ Records });
    objects.set(keyOf(ms, tail), { body: gzipSync(text), headers: gzip });
    return {
      s3Bucket: 'trail',
      s3Object: keyOf(ms, tail),
      hashValue: contentHash(Buffer.from(text)),
    };
  };
  let previous: Record<string, string | null> = { previousDigestSignature: null };
  const addDigest = (ms: number, logFiles: object[]) => {
    const name = `${ACCOUNT}_CloudTrail-Digest_eu-west-1_t_eu-west-1_${stamp(ms)}.json.gz`;
    const key = `trails/AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-west-1/${dayOf(ms)}/${name}`;
    const end = new Date(ms).toISOString().replace('.000Z', 'Z');
    const content = Buffer.from(
      JSON.stringify({
        digestEndTime: end,
        digestS3Bucket: 'trail',
        digestS3Object: key,
        digestPublicKeyFingerprint: 'f1',
        ...previous,
        logFiles,
      }),
    );
    const before = previous['previousDigestSignature'] ?? 'null';
    const text = [end, `trail/${key}`, contentHash(content), before].join('\n');
    const signature = sign('sha256', Buffer.from(text), privateKey).toString('hex');
    const headers = { ...gzip, 'x-amz-meta-signature': signature };
    objects.set(key, { body: gzipSync(content), headers });
    previous = {
      previousDigestS3Bucket: 'trail',
      previousDigestS3Object: key,
      previousDigestHashValue: contentHash(content),
      previousDigestSignature: signature,
    };
    return key;
  };
  return {
    objects,
    addLog,
    addDigest,
    answer: (request: ProductRequest) => serve(objects, request),
  };
}

function serve(
  objects: Map<string, Stored>,
  { url, headers, method }: ProductRequest,
): ProductAnswer {
  assert.match(headers.authorization ?? '', /^AWS4-HMAC-SHA256 Credential=AKIA1\/\d{8}\/eu-/);
  if (method === 'POST') {
    return { body: JSON.stringify({ PublicKeyList: [{ Fingerprint: 'f1', Value: publicValue }] }) };
  }
  const path = decodeURIComponent(url.pathname);
  if (path !== '/trail/') {
    return objects.get(path.slice('/trail/'.length)) ?? { status: 404, body: '<Error/>' };
  }
  const { searchParams } = url;
  const after = searchParams.get('continuation-token') ?? searchParams.get('start-after') ?? '';
  const found = [...objects.keys()]
    .filter((key) => key.startsWith(searchParams.get('prefix') ?? '') && key > after)
    .sort();
  const page = found.slice(0, 3);
  const token =
    found.length > 3 ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  const keys = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
  return { body: `<ListBucketResult>${token}${keys}</ListBucketResult>` };
}

async function world(t: Parameters<typeof openPullBench>[0]) {
  const bench = await openPullBench(t);
  const trail = bucket();
  const product = await startProduct(t, trail.answer);
  await bench.add({
    type: 'aws-cloudtrail',
    name: 'aws',
    settings: {
      pull_bucket: 'trail',
      pull_region: 'eu-west-1',
      pull_prefix: 'trails/',
      pull_accounts: ACCOUNT,
      pull_regions: 'eu-west-1',
      pull_digests: true,
      pull_access_key: 'AKIA1',
      pull_from: '1d',
      api_url: product.url,
      keys_url: product.url,
    },
    credentials: { pull_secret_key: 'secret-key-of-the-tests' },
  });
  const findings = async () => {
    const entries = await bench.entries();
    return entries
      .filter(({ event }) => event.action.startsWith('audit_log_file.'))
      .map(({ event }) => `${event.action} ${event.target.id.split('/').at(-1)}`);
  };
  const count = async () => (await bench.eventsOf('aws')).length;
  const poll = async () => {
    await bench.pulls.poll('aws');
    assert.equal(bench.pulls.health('aws')?.error, null);
  };
  return { bench, trail, product, findings, count, poll };
}

test('files are read once, in order, late ones too, also after failures in the middle', async (t) => {
  const { bench, trail, product, count, poll } = await world(t);
  for (let n = 0; n < 8; n++) trail.addLog(start_ms - 10 * HOUR + n * HOUR, `a${n}`);
  product.troubles = [undefined, undefined, { status: 503 }];
  await bench.pulls.poll('aws');
  assert.equal(bench.pulls.health('aws')?.error?.code, 'product_failed');
  assert.equal(await count(), 2);
  product.troubles = [undefined, undefined, 'cut'];
  await bench.pulls.poll('aws');
  await poll();
  assert.equal(await count(), 16);
  const files = () =>
    product.asked.filter(({ url }) => url.pathname.includes('_CloudTrail_')).length;
  const before = files();
  bench.clock.add(5 * MINUTE);
  trail.addLog(start_ms - 40 * MINUTE, 'late');
  await poll();
  assert.deepEqual([await count(), files() - before], [18, 1]);
});

test('digests that hold are silent; a missing, altered or unchained file is told once', async (t) => {
  const { bench, trail, findings, poll } = await world(t);
  const hours = [6, 5, 4, 3].map((hour) => start_ms - hour * HOUR);
  const logs = hours.map((at, n) => [
    trail.addLog(at + MINUTE, `x${n}`),
    trail.addLog(at + 9 * MINUTE, `y${n}`),
  ]);
  trail.addDigest(hours[0]! + 59 * MINUTE, logs[0]!);
  await poll();
  assert.deepEqual(await findings(), []);

  trail.objects.delete(logs[1]![0]!.s3Object);
  trail.objects.set(logs[1]![1]!.s3Object, {
    body: gzipSync('{"Records":[]}'),
    headers: { 'content-encoding': 'gzip' },
  });
  trail.addDigest(hours[1]! + 59 * MINUTE, logs[1]!);
  bench.clock.add(5 * MINUTE);
  await poll();
  const first = await findings();
  assert.deepEqual(
    first.map((each) => each.replace(/ .*_/, ' ')),
    ['audit_log_file.missing x1.json.gz', 'audit_log_file.altered y1.json.gz'],
  );

  const removed = trail.addDigest(hours[2]! + 59 * MINUTE, logs[2]!);
  const forged = trail.addDigest(hours[3]! + 59 * MINUTE, logs[3]!);
  trail.objects.delete(removed);
  const stored = trail.objects.get(forged)!;
  trail.objects.set(forged, {
    ...stored,
    headers: { ...stored.headers, 'x-amz-meta-signature': '00' },
  });
  bench.clock.add(5 * MINUTE);
  await poll();
  await poll();
  const told = (await findings()).slice(2);
  assert.deepEqual(told, [
    `audit_log_file.altered ${forged.split('/').at(-1)}`,
    `audit_log_file.missing ${removed.split('/').at(-1)}`,
  ]);
});
