// A trail's bucket: log files of each account and region in the order of their names, and, where
// asked for, the digest files, each checked with the log files that it names.
import { PullFailed, type Pull, type PullAnswer, type PullPage, type PullSource } from '../pull.ts';
import { baseUrl, listSetting, needed, originOf } from '../pull-parts.ts';
import { list, object, text, type Json } from '../reader.ts';
import {
  bucketUrl,
  contentOf,
  fileRequest,
  listRequest,
  minuteOf,
  nameOf,
  readList,
  type TrailPlace,
} from './bucket.ts';
import { keysRequest, readDigestAnswer, readKeys, readNamed, type DigestState } from './digests.ts';
import { signAws } from './sign.ts';

const DAY_MS = 86_400_000;

/** `logs 111122223333 eu-west-1`, `digests o-abc/111122223333 eu-west-1`. */
function placeOf(stream: string): TrailPlace {
  const [kind = '', account = '', region = ''] = stream.split(' ');
  return { folder: kind === 'digests' ? 'CloudTrail-Digest' : 'CloudTrail', account, region };
}

function streamsOf(source: PullSource): string[] {
  const kinds = source.settings['pull_digests'] === true ? ['logs', 'digests'] : ['logs'];
  const streams = listSetting(source, 'pull_accounts').flatMap((account) =>
    listSetting(source, 'pull_regions').flatMap((region) =>
      kinds.map((kind) => `${kind} ${account} ${region}`),
    ),
  );
  const bad = streams.find((one) => !/^\w+ (?:o-\w+\/)?\d{12} [a-z0-9-]+$/.test(one));
  if (bad === undefined) return streams;
  throw new PullFailed(
    'settings_invalid',
    'pull_accounts or pull_regions has something that is neither an account nor a region.',
  );
}

/** Names of the files that were read, of those that the next list may show again. */
export const seenOf = (resume: Json): string[] =>
  list(object(resume)?.['seen']).flatMap((name) => text(name) ?? []);

/** The names with one more; without those that no list shows again. */
function seenWith(resume: Json, name: string, from: number): string[] {
  const day = new Date(from - DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  return [...seenOf(resume), name].filter((each) => minuteOf(each) >= day);
}

const keysUrl = (source: PullSource, region: string): string =>
  baseUrl(source, 'keys_url', `https://cloudtrail.${region}.amazonaws.com`);

export const cloudtrailPull: Pull = {
  interval_ms: 5 * 60_000,
  // Files come some 15 minutes after the fact; two hours after an outage at AWS.
  overlap_ms: 2 * 3_600_000,
  history_ms: 7 * DAY_MS,
  window_ms: 366 * DAY_MS,
  chained: true,
  settings: [
    { name: 'pull_bucket', title: 'Bucket of the trail', kind: 'text', required: false },
    { name: 'pull_region', title: 'Region of the bucket', kind: 'text', required: false },
    {
      name: 'pull_prefix',
      title: 'What stands before AWSLogs/ in the keys',
      kind: 'text',
      required: false,
    },
    {
      name: 'pull_accounts',
      title: 'Accounts (111122223333, or o-abc/111122223333 in an organisation’s bucket)',
      kind: 'text',
      required: false,
    },
    { name: 'pull_regions', title: 'Regions of the log files', kind: 'text', required: false },
    {
      name: 'pull_digests',
      title: 'Check the digest files and every log file that they name',
      kind: 'flag',
      required: false,
    },
    { name: 'pull_access_key', title: 'Access key id', kind: 'text', required: false },
    { name: 'pull_secret_key', title: 'Secret access key', kind: 'secret', required: false },
    {
      name: 'api_url',
      title: 'Address of another S3 service (AWS when empty)',
      kind: 'text',
      required: false,
    },
    {
      name: 'keys_url',
      title: 'Address of CloudTrail’s API (AWS when empty)',
      kind: 'text',
      required: false,
    },
  ],
  required: [
    'pull_bucket',
    'pull_region',
    'pull_accounts',
    'pull_regions',
    'pull_access_key',
    'pull_secret_key',
  ],
  streams: streamsOf,
  origins: (source) => [
    originOf(bucketUrl(source)),
    ...listSetting(source, 'pull_regions').map((region) => originOf(keysUrl(source, region))),
  ],
  authorize(request, source, now) {
    const isKeys = object(request.about)?.['kind'] === 'keys';
    const region = isKeys ? text(object(request.about)?.['region']) : undefined;
    const headers = signAws(
      {
        method: request.method ?? 'GET',
        url: request.url,
        headers: request.headers ?? {},
        body: request.body ?? '',
      },
      {
        access_key: needed(source, 'pull_access_key'),
        secret_key: needed(source, 'pull_secret_key'),
        region: region ?? needed(source, 'pull_region'),
        service: isKeys ? 'cloudtrail' : 's3',
      },
      now,
    );
    return { ...request, headers };
  },
  open({ stream, from, to }, source) {
    const place = placeOf(stream);
    const first = listRequest(source, place, from);
    if (place.folder === 'CloudTrail') return [first];
    return [keysRequest(keysUrl(source, place.region), place.region, from, to), first];
  },
  read(answer, request, step, source) {
    const about = object(request.about) ?? {};
    const place = placeOf(step.stream);
    const isLogs = place.folder === 'CloudTrail';
    const key = text(about['key']) ?? '';
    if (about['kind'] === 'keys') {
      return { bodies: [], next: [], resume: readKeys(answer, step.resume as DigestState) };
    }
    if (about['kind'] === 'check') return readNamed(answer, about, step.resume as DigestState);
    if (about['kind'] === 'list') {
      const { keys, token } = readList(answer);
      const seen = new Set(seenOf(step.resume));
      const last = new Date(step.to).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
      const wanted = keys
        .filter((each) => /\.json(\.gz)?$/.test(each) && !seen.has(nameOf(each)))
        .filter((each) => !step.bounded || minuteOf(each) <= last);
      const rest = token === undefined ? [] : [listRequest(source, place, step.from, token)];
      const files = wanted.map((each) => fileRequest(source, each, { kind: 'file', key: each }));
      return { bodies: [], next: [...files, ...rest], resume: step.resume };
    }
    const seen = seenWith(step.resume, nameOf(key), step.from);
    if (!isLogs) {
      return readDigestAnswer(answer, key, { ...(step.resume as DigestState) }, seen, source);
    }
    return readLog(answer, `s3://${needed(source, 'pull_bucket')}/${key}`, { seen });
  },
};

function readLog(answer: PullAnswer, target: string, resume: Json): PullPage {
  if (answer.status === 404) {
    const reason = 'It stood in the bucket’s list and was gone when it was asked for.';
    const findings = [{ action: 'audit_log_file.missing', target, reason }];
    return { bodies: [], next: [], resume, findings };
  }
  return { bodies: [contentOf(answer)], next: [], resume };
}
