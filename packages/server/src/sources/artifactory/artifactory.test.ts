import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { artifactory } from './index.ts';

const sha256 = 'd4'.repeat(32);
const file = {
  repo_key: 'libs',
  path: 'com/acme/pay-1.4.jar',
  name: 'pay-1.4.jar',
  sha256,
  size: 9,
};
const origin = { jpd_origin: 'https://acme.jfrog.io', source: 'jfrog/ann@example.com' };

const cases: readonly (readonly [
  string,
  string,
  Record<string, unknown>,
  string,
  string,
  string,
])[] = [
  ['artifact', 'deployed', file, 'artifact.published', 'libs/com/acme/pay-1.4.jar', 'success'],
  ['artifact', 'deleted', file, 'artifact.deleted', 'libs/com/acme/pay-1.4.jar', 'success'],
  [
    'docker',
    'pushed',
    { ...file, image_name: 'acme/pay', tag: '1.4' },
    'image.pushed',
    'acme.jfrog.io/libs/acme/pay:1.4',
    'success',
  ],
  [
    'docker',
    'promoted',
    { ...file, image_name: 'acme/pay', tag: '1.4' },
    'artifact.promoted',
    'acme.jfrog.io/libs/acme/pay:1.4',
    'success',
  ],
  [
    'build',
    'promoted',
    { build_name: 'pay', build_number: '7' },
    'artifact.promoted',
    'pay',
    'success',
  ],
  [
    'release_bundle',
    'signed',
    { release_bundle_name: 'r', release_bundle_version: '1.0' },
    'artifact.signed',
    'r',
    'success',
  ],
  [
    'distribution',
    'distribute_failed',
    { release_bundle_name: 'r', status_message: 'no edge' },
    'release.distributed',
    'r',
    'failure',
  ],
  ['hologram', 'projected', {}, 'artifact.other', 'acme.jfrog.io', 'success'],
];
for (const [domain, event_type, data, action, target, outcome] of cases) {
  test(`${domain}.${event_type} → ${action}`, () => {
    const { event } = oneItem(artifactory, { domain, event_type, data, ...origin });
    assert.deepEqual([event.action, event.target.name, event.outcome], [action, target, outcome]);
    assert.equal(event.native, `${domain}.${event_type}`);
  });
}

test('who in newer versions, digest, run and properties', () => {
  const { event } = oneItem(artifactory, {
    domain: 'artifact',
    event_type: 'deployed',
    data: file,
    ...origin,
  });
  assert.equal(event.actor.name, 'ann@example.com');
  assert.equal(event.pipeline?.artifact, `sha256:${sha256}`);
  const older = oneItem(artifactory, {
    domain: 'build',
    event_type: 'uploaded',
    data: { build_name: 'pay', build_number: '7' },
  });
  assert.deepEqual([older.event.actor.type, older.event.pipeline?.run], ['unknown', 'pay#7']);
  const property = { ...file, property_key: 'qa', property_values: ['ok'] };
  assert.deepEqual(
    oneItem(artifactory, { domain: 'artifact_property', event_type: 'added', data: property }).event
      .changes,
    [{ field: 'qa', to: ['ok'] }],
  );
});

test('numbers beyond 2^53 stay in the raw text', () => {
  const text =
    '{"domain":"docker","event_type":"pushed","data":{"transaction_id":395969746957422600123}}';
  assert.equal(oneItem(artifactory, text).raw, text);
  assert.throws(() => normalizeText(artifactory, { error: 'x' }), { code: 'event_type_missing' });
});

test('signed by default; the plain secret only where the source is set so', () => {
  const body = Buffer.from('{"domain":"docker"}');
  const signature = createHmac('sha256', 's').update(body).digest('hex');
  const check = (value: string, settings = {}, bytes = body) => {
    const result = artifactory.verify(
      { headers: { 'x-jfrog-event-auth': value }, body: bytes, received: 0 },
      ['n', 's'],
      settings,
    );
    return result.ok ? result.assurance : result.code;
  };
  assert.equal(check(signature), 'source_signed');
  assert.equal(check(signature, {}, Buffer.from('{"domain":"dockes"}')), 'signature_mismatch');
  assert.equal(check('s'), 'signature_malformed');
  assert.equal(check('s', { signed: false }), 'source_authenticated');
  assert.equal(check('t', { signed: false }), 'credential_mismatch');
});
