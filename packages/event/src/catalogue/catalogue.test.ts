import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentenceOf, type SentenceField } from '../sentence.ts';
import { categories, effects, outcomes, severities } from '../vocabulary.ts';
import { actionOrOther, catalogue } from './definitions.ts';
import { infinitiveOf } from './verbs.ts';

const fields: SentenceField[] = [
  'target',
  'parent',
  'environment',
  'version',
  'ref',
  'from',
  'to',
  'reason',
  'native',
];

test('every action is object.past_tense, once, with all that belongs to it', () => {
  assert.ok(catalogue.size >= 220);
  for (const [name, definition] of catalogue) {
    assert.equal(definition.action, name);
    assert.match(name, /^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
    assert.ok(categories.includes(definition.category));
    assert.ok(effects.includes(definition.effect), name);
    assert.ok(severities.includes(definition.severity), name);
    assert.ok(definition.outcome === undefined || outcomes.includes(definition.outcome));
  }
});

test('no action stands in two tables', async () => {
  const names: string[] = [];
  for (const category of categories) {
    const table = (await import(`./${category}.ts`)) as Record<
      string,
      readonly (readonly string[])[]
    >;
    names.push(...table[`${category}Actions`]!.map(([name]) => name!));
  }
  assert.equal(new Set(names).size, names.length);
  assert.equal(names.length, catalogue.size);
});

test('sentences name the target and use known fields only', () => {
  for (const { action, sentence } of catalogue.values()) {
    const used = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, field]) => field);
    assert.ok(used.includes('target'), action);
    for (const field of used)
      assert.ok(fields.includes(field as SentenceField), `${action} ${field}`);
    const plain = sentence.replaceAll(/\[[^[\]]*\]/g, '');
    assert.doesNotMatch(plain, /[[\]]/, action);
    assert.doesNotMatch(
      plain.replaceAll('{native}', ''),
      /\{(?!target\})/,
      `${action}: not optional`,
    );
  }
});

test('first words have the infinitives of the English language', () => {
  const words = new Set([...catalogue.values()].map(({ sentence }) => sentence.split(/[ [{]/)[0]!));
  assert.deepEqual([...words].toSorted().map(infinitiveOf), expectedInfinitives);
});

test('each category has its other', () => {
  for (const category of categories) {
    assert.equal(catalogue.get(`${category}.other`)?.category, category);
  }
});

test('an unknown action goes to the category given, to that of its object, or to system', () => {
  assert.equal(actionOrOther('commits.pushed').action, 'commits.pushed');
  assert.equal(actionOrOther('commits.pushed', 'system').action, 'commits.pushed');
  assert.equal(actionOrOther('kettle.boiled', 'data').action, 'data.other');
  assert.equal(actionOrOther('deployment.polished').action, 'deploy.other');
  assert.equal(actionOrOther('kettle.boiled').action, 'system.other');
  assert.equal(actionOrOther('').action, 'system.other');
  assert.equal(actionOrOther('constructor').action, 'system.other');
});

test('actions that Acta itself records are there', () => {
  const own =
    'session.signed_in session.failed search.executed event.viewed raw.revealed event.revealed ' +
    'proof.read ' +
    'export.created export.downloaded key.created key.revoked source.created source.updated ' +
    'source.removed signature.rejected delivery.rejected delivery.quarantined delivery.replayed ' +
    'verification.completed verification.failed ledger.rolled_back_accepted server.started ' +
    'server.stopped setting.changed';
  for (const action of own.split(' ')) assert.ok(catalogue.has(action), action);
});

test('a sentence is made of the template and the event', () => {
  const event = {
    action: 'branch_protection.removed',
    target: { type: 'repository', id: 'github:1', name: 'acme/pay' },
  };
  assert.deepEqual(sentenceOf(event), {
    verb: 'removed branch protection from',
    text: 'removed branch protection from acme/pay',
    parts: [{ text: 'removed branch protection from ' }, { text: 'acme/pay', field: 'target' }],
  });
});

test('parts in brackets come and go with their fields', () => {
  const target = { type: 'service', id: 'pay' };
  const action = 'deployment.finished';
  assert.equal(sentenceOf({ action, target }).text, 'deployed pay');
  assert.equal(
    sentenceOf({ action, target, pipeline: { version: '1.2', environment: 'production' } }).text,
    'deployed 1.2 of pay to production',
  );
  assert.equal(
    sentenceOf({
      action: 'user.promoted',
      target: { type: 'user', id: 'ann' },
      changes: [{ field: 'role', from: 'member', to: 'owner' }],
    }).text,
    'promoted ann to owner',
  );
});

test('a sentence does not claim what did not happen', () => {
  const target = { type: 'repository', id: 'acme/pay' };
  const says = (action: string, outcome: 'failure' | 'denied'): string =>
    sentenceOf({ action, outcome, target }).text;
  assert.equal(
    says('repository.deleted', 'denied'),
    'was not allowed to delete the repository acme/pay',
  );
  assert.equal(says('repository.deleted', 'failure'), 'failed to delete the repository acme/pay');
  assert.equal(says('session.failed', 'failure'), 'failed to sign in to acme/pay');
});

test('withheld, unknown, long and odd values leave a readable sentence', () => {
  assert.equal(
    sentenceOf({ action: 'branch.created' }).text,
    'created the branch something withheld',
  );
  assert.equal(
    sentenceOf({ action: 'data.other', native: 'x.y', target: { type: 't', id: 'a\n b' } }).text,
    'did x.y on a b',
  );
  const { text } = sentenceOf({
    action: 'branch.created',
    target: { type: 't', id: 'x'.repeat(999) },
  });
  assert.ok(text.endsWith('…') && text.length < 150);
  assert.ok(sentenceOf({}).text.length > 0);
});

const expectedInfinitives = (
  'accept acknowledge activate add apply approve archive ask assign assume attach attest ' +
  'authorise block bind bring build bypass call cancel change check clone close comment ' +
  'complete connect copy cordon cosign count create deactivate delete demote deploy ' +
  'deprovision destroy detach detect do disable discard disconnect dismiss dispatch ' +
  'download drain drop edit enable end enter erase escalate evaluate exceed exchange export ' +
  'fail fetch fill force fork forward find give generate grant have hear import install ' +
  'invite issue join keep launch lift link list load lock lose make map merge mirror mount move ' +
  'near notify open override pause ping place plan prepare present promote protect provision ' +
  'publish pull push put quarantine queue raise run reach read reassign rebuild record recover ' +
  'refresh ' +
  'refuse register reject release remove rename renew reopen replay replicate report ' +
  'request require reset resolve restart restore resume reveal review revoke rewrite roll ' +
  'rotate save scale scan schedule seal search send share sign start stop suppress suspend ' +
  'sync tag terminate test take transfer truncate trust unarchive unblock uninstall unlink ' +
  'unlock unpublish unseal update upgrade use validate verify view violate be withdraw ' +
  'write'
).split(' ');
