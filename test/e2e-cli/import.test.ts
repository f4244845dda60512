// `acta import`: files of every form through a real server; stopped, resumed and repeated.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createWorld, type World } from './world.ts';

interface Total {
  files: number;
  skipped: number;
  records: number;
  accepted: number;
  duplicates: number;
  quarantined: number;
  failed: { file: string; reason: string }[];
  trail: { digests: number; files: number; signed: number; findings: { what: string }[] } | null;
}

async function open(t: TestContext, type: string): Promise<World> {
  const world = await createWorld(t);
  await world.start();
  const added = await world.acta(['source', 'add', type, 'old']);
  assert.equal(added.code, 0, added.stderr);
  return world;
}

async function importing(world: World, args: string[], code = 0): Promise<Total> {
  const ran = await world.acta(['import', ...args, '--source', 'old', '--json']);
  assert.equal(ran.code, code, ran.stderr);
  return JSON.parse(ran.stdout) as Total;
}

const auditRecord = (n: number) => ({
  _document_id: `doc-${n}`,
  action: 'repo.create',
  actor: `user-${n % 7}`,
  repo: `acme/r${n}`,
  created_at: Date.UTC(2025, 3, 1) + n * 1000,
  note: 'x'.repeat(200),
});

test('GitHub: lines, a list, CSV; marked, once whatever the form, and resumable', async (t) => {
  const world = await open(t, 'github');
  const records = Array.from({ length: 9_000 }, (_, n) => auditRecord(n));
  const lines = join(world.dir, 'audit.ndjson');
  await writeFile(lines, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const list = join(world.dir, 'audit.json.gz');
  await writeFile(list, gzipSync(JSON.stringify(records.slice(0, 100), null, 2)));

  const checked = await world.acta(['import', lines, '--source', 'old', '--check']);
  assert.equal(checked.code, 0, checked.stderr);
  assert.match(checked.stdout, /9,000 {2}repository\.created/);
  assert.match(checked.stderr, /9,000 events would come, from 2025-04-01T00:00:00\.000Z/);

  // Stopped after the first piece that the server took.
  const folder = join(world.dir, 'state', 'acta', 'import');
  await importing(world, [list]);
  const [name = ''] = await readdir(folder);
  const first = { path: lines, fingerprint: '', records: 0 };
  const whole = await importing(world, [lines]);
  assert.deepEqual([whole.accepted, whole.duplicates], [8_900, 100]);
  const states = (await readFile(join(folder, name), 'utf8'))
    .split('\n')
    .filter((line) => line.includes(first.path));
  assert.ok(states.length >= 4);
  await writeFile(join(folder, name), `${states.slice(0, 2).join('\n')}\n{"cut sho`);
  const resumed = await importing(world, [lines]);
  assert.deepEqual([resumed.records, resumed.accepted, resumed.duplicates], [5_000, 0, 5_000]);
  const again = await importing(world, [lines, '--restart']);
  assert.deepEqual([again.records, again.accepted, again.duplicates], [9_000, 0, 9_000]);
  assert.equal((await importing(world, [lines])).skipped, 1);
  await appendFile(lines, `${JSON.stringify(auditRecord(9_000))}\n`);
  const grown = await importing(world, [lines]);
  assert.deepEqual([grown.records, grown.accepted], [1, 1]);

  const csv = join(world.dir, 'export.csv');
  const rows = [
    'action,actor,created_at,org,repo,data.visibility',
    'repo.access,ada,2025-04-02 10:00:00 UTC,acme,acme/pay,private',
    'repo.destroy,"Ada, again",2025-04-02 10:00:05 UTC,acme,acme/old,',
  ];
  await writeFile(csv, rows.join('\r\n'));
  assert.equal((await importing(world, [csv])).accepted, 2);
  assert.equal((await importing(world, [csv, '--restart'])).duplicates, 2);
  const [event] = await world.find(['source:old native:repo.access'], 1);
  assert.deepEqual(event?.marks, ['imported']);
  assert.deepEqual([event?.actor.name, event?.actor.assurance], ['ada', 'claimed']);
  assert.equal(event?.time, '2025-04-02T10:00:00.000Z');
});

test('GitLab: the CSV export of audit events', async (t) => {
  const world = await open(t, 'gitlab');
  const csv = join(world.dir, 'audit-events.csv');
  const rows = [
    'ID,Author ID,Author Name,Entity ID,Entity Type,Entity Path,Target ID,Target Type,Target Details,Action,IP Address,Created At (UTC)',
    '44,12,Ada,7,Project,acme/pay,7,Project,acme/pay,Added project,192.0.2.7,2025-04-02 10:00:00 UTC',
  ];
  await writeFile(csv, rows.join('\n'));
  assert.equal((await importing(world, [csv])).accepted, 1);
  const [event] = await world.find(['source:old'], 1);
  assert.deepEqual(
    [event?.actor.name, event?.time, event?.context?.ip],
    ['Ada', '2025-04-02T10:00:00.000Z', '192.0.2.7'],
  );
});

test('Vault and Kubernetes logs; lines of a host keep equal ones apart', async (t) => {
  const world = await open(t, 'linux');
  const line =
    'Apr  2 10:00:00 web1 sshd[811]: Accepted publickey for ada from 192.0.2.7 port 50022 ssh2';
  const log = join(world.dir, 'auth.log');
  await writeFile(log, `${line}\n`.repeat(4_500));
  const first = await importing(world, [log]);
  assert.deepEqual([first.records, first.accepted], [4_500, 4_500]);
  const again = await importing(world, [log, '--restart']);
  assert.deepEqual([again.accepted, again.duplicates], [0, 4_500]);
  for (const [type, record] of [
    [
      'vault',
      {
        type: 'response',
        time: '2025-04-02T10:00:00Z',
        auth: { display_name: 'ada' },
        request: { id: 'r1', operation: 'read', path: 'secret/x' },
        response: {},
      },
    ],
    [
      'kubernetes',
      {
        kind: 'Event',
        auditID: 'a1',
        stage: 'ResponseComplete',
        verb: 'delete',
        user: { username: 'ada' },
        objectRef: { resource: 'pods', name: 'p', namespace: 'n' },
        requestReceivedTimestamp: '2025-04-02T10:00:00.000000Z',
        responseStatus: { code: 200 },
      },
    ],
  ] as const) {
    await world.acta(['source', 'add', type, type]);
    const file = join(world.dir, `${type}.log`);
    await writeFile(file, `${JSON.stringify(record)}\n`);
    const ran = await world.acta(['import', file, '--source', type, '--json']);
    assert.equal((JSON.parse(ran.stdout) as Total).accepted, 1, ran.stderr);
  }
});

/** A trail's folder: two digests over three log files, signed. */
async function writeTrail(dir: string) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const value = publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64');
  const base = join(dir, 'AWSLogs', '111122223333');
  const logs = join(base, 'CloudTrail', 'eu-west-1');
  const digests = join(base, 'CloudTrail-Digest', 'eu-west-1');
  await mkdir(logs, { recursive: true });
  await mkdir(digests, { recursive: true });
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const files: { s3Bucket: string; s3Object: string; hashValue: string }[] = [];
  for (let n = 0; n < 3; n++) {
    const Records = [
      {
        eventVersion: '1.08',
        eventID: `e-${n}`,
        eventName: 'DeleteTrail',
        eventSource: 'cloudtrail.amazonaws.com',
        eventTime: `2025-04-02T10:0${n}:00Z`,
        userIdentity: {
          type: 'IAMUser',
          userName: 'ada',
          arn: 'arn:aws:iam::111122223333:user/ada',
        },
        recipientAccountId: '111122223333',
      },
    ];
    const text = JSON.stringify({ Records });
    const name = `111122223333_CloudTrail_eu-west-1_20250402T100${n}Z_x.json.gz`;
    await writeFile(join(logs, name), gzipSync(text));
    files.push({ s3Bucket: 'trail', s3Object: `logs/${name}`, hashValue: hash(text) });
  }
  let previous: Record<string, string | null> = { previousDigestSignature: null };
  for (const [at, hour] of ['11', '12'].entries()) {
    const name = `111122223333_CloudTrail-Digest_eu-west-1_t_eu-west-1_20250402T${hour}0000Z.json.gz`;
    const said = {
      digestEndTime: `2025-04-02T${hour}:00:00Z`,
      digestS3Bucket: 'trail',
      digestS3Object: `digests/${name}`,
      digestPublicKeyFingerprint: 'f1',
      ...previous,
      logFiles: at === 0 ? files.slice(0, 2) : files.slice(2),
    };
    const text = JSON.stringify(said);
    await writeFile(join(digests, name), gzipSync(text));
    const signed = [
      said.digestEndTime,
      `trail/digests/${name}`,
      hash(text),
      previous['previousDigestSignature'] ?? 'null',
    ].join('\n');
    previous = {
      previousDigestS3Object: `digests/${name}`,
      previousDigestHashValue: hash(text),
      previousDigestSignature: sign('sha256', Buffer.from(signed), privateKey).toString('hex'),
    };
  }
  const keys = join(dir, 'keys.json');
  await writeFile(keys, JSON.stringify({ PublicKeyList: [{ Fingerprint: 'f1', Value: value }] }));
  return { root: join(dir, 'AWSLogs'), logs, digests, keys };
}

test('CloudTrail: a folder with its digests checked; what is missing or altered is told', async (t) => {
  const world = await open(t, 'aws-cloudtrail');
  const { root, logs, digests, keys } = await writeTrail(world.dir);
  const good = await importing(world, [root, '--public-keys', keys]);
  assert.deepEqual([good.accepted, good.files], [3, 3]);
  assert.deepEqual(good.trail, { digests: 2, files: 3, signed: 1, findings: [] });
  const names = (await readdir(logs)).sort();
  await rm(join(logs, names[0]!));
  await writeFile(join(logs, names[1]!), gzipSync('{"Records":[]}'));
  const [digest = ''] = (await readdir(digests)).sort();
  const text = JSON.parse(gunzipSync(await readFile(join(digests, digest))).toString()) as object;
  await writeFile(join(digests, digest), gzipSync(JSON.stringify({ ...text, more: 1 })));
  const bad = await importing(world, [root, '--public-keys', keys], 1);
  assert.deepEqual(
    bad.trail?.findings.map(({ what }) => what),
    ['chain', 'missing', 'altered'],
  );
});

test('a large file in bounded memory, and one that breaks in the middle', async (t) => {
  const world = await open(t, 'github');
  const file = join(world.dir, 'large.ndjson');
  const out = createWriteStream(file);
  for (let n = 0; n < 12_000; n++) out.write(`${JSON.stringify(auditRecord(n))}\n`);
  await new Promise<void>((resolve) => out.end('{"action":"cut', () => resolve()));
  const total = await importing(world, [file], 1);
  assert.equal(total.accepted, 12_000);
  assert.match(total.failed[0]?.reason ?? '', /ends inside a record/);
});

test('what was not recorded is counted, and is no success', async (t) => {
  const world = await open(t, 'github');
  const file = async (name: string, ...lines: string[]) => {
    await writeFile(join(world.dir, name), lines.join('\n'));
    return world.acta(['import', name, '--source', 'old']);
  };
  const good = JSON.stringify(auditRecord(1));
  const odd = '{"no":"record"}';
  const cases: [ran: Awaited<ReturnType<typeof file>>, code: number, says: RegExp][] = [
    [
      await file('none.ndjson', odd, odd),
      1,
      /^Nothing was recorded\. 2 records of 1 file: 0 recorded, 0 repeated, 2 quarantined, 0 refused/m,
    ],
    [
      await file('words.log', 'plain words', 'and more'),
      1,
      /^Nothing was recorded\. 2 records of 1 file: 0 recorded, 0 repeated, 2 quarantined/m,
    ],
    [
      await file('some.ndjson', good, odd),
      1,
      /^Not everything was recorded\. 2 records of 1 file: 1 recorded, 0 repeated, 1 quarantined/m,
    ],
    [
      await file('all.ndjson', good),
      0,
      /^1 record of 1 file: 0 recorded, 1 repeated, 0 quarantined, 0 refused$/m,
    ],
    [await file('empty.ndjson', ''), 1, /^Nothing was recorded: there are no records in 1 file/m],
    [await file('some.ndjson', good, odd), 0, /^Nothing new/m],
  ];
  for (const [ran, code, says] of cases) {
    assert.deepEqual([ran.code, says.test(ran.stderr)], [code, true], ran.stderr);
  }
  const [first] = cases;
  assert.match(first![0].stderr, /2 × .+\(\w+\)/);
  assert.match(first![0].stderr, /quarantine of the source old/);
  const checked = await world.acta(['import', '--check', 'none.ndjson', '--source', 'old']);
  assert.equal(checked.code, 1);
});

test('wrong use says what is right', async (t) => {
  const world = await open(t, 'github');
  const cases: [string[], number, RegExp][] = [
    [['import', 'x'], 2, /no source is named/],
    [['import', 'nowhere.json', '--source', 'old'], 1, /there is no file/],
    [['import', '.', '--source', 'nobody'], 1, /no source with this name/],
  ];
  for (const [args, code, says] of cases) {
    const ran = await world.acta(args);
    assert.deepEqual([ran.code, says.test(ran.stderr)], [code, true], ran.stderr);
  }
});
