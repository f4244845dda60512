import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  formatCheckpoint,
  formatNote,
  formatVkey,
  generateKey,
  makeVkey,
  parseNote,
  signerOf,
  signNote,
  type Signer,
} from '../index.ts';
import { evaluatePolicy, splitViewMargin } from './evaluate.ts';
import { parsePolicy } from './parse.ts';

const origin = 'example.com/log';
const time = 1_800_000_000;
const text = formatCheckpoint({ origin, size: 5, root: new Uint8Array(32).fill(1) });

interface Party {
  signer: Signer;
  vkey: string;
}
let log: Party;
let other: Party;
let witnesses: Party[];

async function party(name: string, algorithm?: 'cosignature/v1'): Promise<Party> {
  const { privateKey, vkey } = await generateKey(name, algorithm && { algorithm });
  return { signer: await signerOf(privateKey), vkey };
}

before(async () => {
  log = await party(origin);
  other = await party('example.com/other');
  witnesses = [];
  for (let i = 0; i < 5; i++) witnesses.push(await party(`w${i}.example`, 'cosignature/v1'));
});

const lines = (count: number) =>
  witnesses.slice(0, count).map(({ vkey }, i) => `witness w${i} ${vkey}`);
const policyText = (...more: string[]) => [`log ${log.vkey}`, ...more].join('\n');

test('a policy with groups, comments, tabs and addresses', () => {
  const policy = parsePolicy(
    [
      '# who we trust',
      `\tlog  ${log.vkey} https://log.example/`,
      '',
      ...lines(3),
      '  # the first two',
      'group G 2 w0 w1',
      'group H any G w2',
      'quorum H',
      '',
    ].join('\n'),
  );
  assert.equal(policy.logs[0]!.url, 'https://log.example/');
  assert.equal(policy.witnesses.length, 3);
  assert(policy.quorum?.kind === 'group');
  assert.equal(policy.quorum.threshold, 1);
  assert.equal(policy.quorum.members[0]!.name, 'G');
});

test('one key is not both log and witness', () => {
  const { publicKey } = log.signer.vkey;
  const itself = formatVkey(makeVkey('w.example', 'cosignature/v1', publicKey));
  assert.throws(() => parsePolicy(policyText(`witness w ${itself}`, 'quorum w')), {
    code: 'policy_malformed',
    message: /stands twice/,
  });
});

test('malformed policies are refused, with the line', () => {
  const w = lines(2);
  const cases: [string, RegExp][] = [
    [policyText(), /quorum/],
    [policyText('quorum none', 'quorum none'), /line 3: a second/],
    [policyText('quorum w0', ...w), /line 2: w0 is not defined/],
    [policyText(...w, 'group G all w0 w2', 'quorum G'), /line 4: w2 is not defined/],
    [policyText(...w, 'group G all w0 w0', 'quorum G'), /already a member/],
    [policyText(...w, 'group G all w0', 'group H all w0', 'quorum G'), /already a member/],
    [policyText(...w, 'group G 3 w0 w1', 'quorum G'), /not all, any or a number from 1 to 2/],
    [policyText(...w, 'group G 0 w0 w1', 'quorum G'), /not all, any/],
    [policyText(...w, 'group G 01 w0 w1', 'quorum G'), /not all, any/],
    [policyText(...w, 'group G all', 'quorum G'), /expected: group/],
    [policyText(...w, 'group w0 all w1', 'quorum w0'), /defined twice/],
    [policyText(...w, 'group none all w1', 'quorum none'), /reserved/],
    [policyText(...w, 'group G all none', 'quorum G'), /none is not defined/],
    [policyText(w[0]!, w[0]!.replace('w0', 'x'), 'quorum none'), /stands twice/],
    [policyText(`log ${log.vkey}`, 'quorum none'), /stands twice/],
    [policyText(`witness x ${log.vkey}`, 'quorum none'), /cosignature\/v1/],
    [policyText(`log ${witnesses[0]!.vkey}`, 'quorum none'), /ed25519/],
    [policyText('log abc', 'quorum none'), /name\+hex8/],
    [policyText('witness x', 'quorum none'), /expected: witness/],
    [policyText('quorum none none'), /expected: quorum/],
    [policyText('trust me', 'quorum none'), /"trust" is not/],
    [policyText('quorum none\r'), /control character/],
  ];
  for (const [policy, message] of cases) {
    assert.throws(() => parsePolicy(policy), { code: 'policy_malformed', message }, policy);
  }
});

async function signed(...signers: Party[]): Promise<string> {
  return signNote(
    text,
    signers.map(({ signer }) => signer),
    { time },
  );
}

test('a quorum is met by enough witnesses and by no fewer', async () => {
  const policy = parsePolicy(policyText(...lines(3), 'group G 2 w0 w1 w2', 'quorum G'));
  for (const count of [0, 1, 2, 3]) {
    const result = await evaluatePolicy(policy, await signed(log, ...witnesses.slice(0, count)));
    assert.equal(result.log, origin);
    assert.equal(result.quorum, count >= 2, `${count} witnesses`);
    assert.equal(result.ok, count >= 2);
    assert.deepEqual(
      result.witnesses,
      lines(count).map((_, i) => ({ name: `w${i}`, time })),
    );
  }
});

test('groups of groups', async () => {
  const groups = ['group X 2 w0 w1 w2', 'group Y any w3 w4', 'group B all X Y', 'quorum B'];
  const policy = parsePolicy(policyText(...lines(5), ...groups));
  const quorum = async (...places: number[]) =>
    (await evaluatePolicy(policy, await signed(log, ...places.map((i) => witnesses[i]!)))).quorum;
  assert(await quorum(0, 2, 4));
  assert(!(await quorum(0, 1, 2)));
  assert(!(await quorum(0, 3, 4)));
});

test('quorum none asks for the log’s signature only', async () => {
  const policy = parsePolicy(policyText('quorum none'));
  assert((await evaluatePolicy(policy, await signed(log))).ok);
  const unsigned = await evaluatePolicy(policy, await signed(witnesses[0]!));
  assert(!unsigned.ok && unsigned.log === null);
});

test('another log’s key does not vouch for this origin', async () => {
  const policy = parsePolicy(`log ${log.vkey}\nlog ${other.vkey}\nquorum none`);
  const result = await evaluatePolicy(policy, await signed(other));
  assert(!result.ok && result.log === null);
});

test('unknown witnesses do not count, bad lines of known ones refuse', async () => {
  const policy = parsePolicy(policyText(...lines(1), 'quorum w0'));
  assert(!(await evaluatePolicy(policy, await signed(log, witnesses[4]!))).ok);

  const note = parseNote(await signed(log, witnesses[0]!));
  const [own, cosigned] = note.signatures;
  const later = cosigned!.signature.with(7, cosigned!.signature[7]! + 1);
  const signatures = [own!, { ...cosigned!, signature: later }];
  const result = await evaluatePolicy(policy, formatNote({ text, signatures }));
  assert(!result.ok && !result.quorum);
  assert.match(result.invalid[0]!, /^w0\.example\+/);
});

test('a cosignature of another checkpoint does not count', async () => {
  const policy = parsePolicy(policyText(...lines(1), 'quorum w0'));
  const elsewhere = await witnesses[0]!.signer.sign(text.replace(origin, 'example.com/x'), time);
  const own = await log.signer.sign(text);
  const result = await evaluatePolicy(policy, formatNote({ text, signatures: [own, elsewhere] }));
  assert(!result.ok);
});

test('how many dishonest witnesses a quorum bears', () => {
  const margin = (count: number, threshold: number) => {
    const names = lines(count).map((_, i) => `w${i}`);
    const group = `group G ${threshold} ${names.join(' ')}`;
    return splitViewMargin(parsePolicy(policyText(...lines(count), group, 'quorum G')).quorum!);
  };
  assert.deepEqual([margin(3, 2), margin(3, 3), margin(4, 3), margin(5, 3)], [0, 2, 1, 0]);
  assert.equal(margin(2, 1), -1);
  assert.equal(splitViewMargin(parsePolicy(policyText(...lines(1), 'quorum w0')).quorum!), 0);
});
