import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { azureKeyVault } from './index.ts';

const vault = '/SUBSCRIPTIONS/S-1/RESOURCEGROUPS/SHOP/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/ACME';
const lower = vault.toLowerCase();

function record(more: JsonObject = {}, properties: JsonObject = {}): JsonObject {
  return {
    time: '2026-11-19T08:15:02.1142331Z',
    resourceId: vault,
    operationName: 'SecretGet',
    category: 'AuditEvent',
    resultType: 'Success',
    resultSignature: 'OK',
    callerIpAddress: '203.0.113.7',
    correlationId: 'c-1',
    identity: {
      claim: {
        'http://schemas.microsoft.com/identity/claims/objectidentifier': 'o-1',
        'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'nora@acme.example',
        appid: 'cli',
      },
    },
    properties: {
      clientInfo: 'azsdk',
      requestUri: 'https://acme.vault.azure.net/secrets/db/abc?api-version=7.5',
      id: 'https://acme.vault.azure.net/secrets/db/abc',
      httpStatusCode: 200,
      ...properties,
    },
    ...more,
  };
}

test('who read which secret', () => {
  assert.deepEqual(oneItem(azureKeyVault, record()).event, {
    time: '2026-11-19T08:15:02.114Z',
    action: 'secret.accessed',
    native: 'SecretGet',
    outcome: 'success',
    actor: {
      type: 'user',
      id: 'entra:o-1',
      name: 'nora@acme.example',
      email: 'nora@acme.example',
      credential: { type: 'app', id: 'cli' },
    },
    target: {
      type: 'secret',
      id: `${lower}/secrets/db`,
      name: 'db',
      parent: {
        type: 'vault',
        id: lower,
        name: 'ACME',
        parent: {
          type: 'resource_group',
          id: '/subscriptions/s-1/resourcegroups/shop',
          name: 'shop',
          parent: { type: 'subscription', id: '/subscriptions/s-1', name: 's-1' },
        },
      },
    },
    context: {
      ip: '203.0.113.7',
      user_agent: 'azsdk',
      request: { path: 'https://acme.vault.azure.net/secrets/db/abc', id: 'c-1' },
    },
    labels: { status: '200', result: 'OK' },
  });
});

const operations: readonly (readonly [string, string])[] = [
  ['SecretPurge', 'secret.destroyed'],
  ['SecretList', 'secret.listed'],
  ['KeyDelete', 'key.deletion_scheduled'],
  ['KeyUnwrap', 'key.used'],
  ['KeyRotate', 'key.rotated'],
  ['CertificateImport', 'certificate.issued'],
  ['VaultPatch', 'vault.changed'],
  ['SecretNearExpiryEventGridNotification', 'notification.sent'],
  ['SomethingElse', 'secret.other'],
  ['constructor', 'secret.other'],
];
for (const [operationName, action] of operations) {
  test(`${operationName} is ${action}`, () => {
    assert.equal(oneItem(azureKeyVault, record({ operationName })).event.action, action);
  });
}

test('refused and failed; a sign-in without a token is no sign-in', () => {
  const of = (more: JsonObject, properties: JsonObject) =>
    oneItem(azureKeyVault, record(more, properties)).event;
  assert.equal(of({ resultSignature: 'Forbidden' }, { httpStatusCode: 403 }).outcome, 'denied');
  assert.equal(of({ resultSignature: 'Not Found' }, { httpStatusCode: 404 }).outcome, 'failure');
  const challenge = of(
    { operationName: 'Authentication', identity: null, resultSignature: 'Unauthorized' },
    { httpStatusCode: 401 },
  );
  assert.deepEqual(
    [challenge.action, challenge.outcome, challenge.actor.type],
    ['session.failed', 'denied', 'unknown'],
  );
});

test('batches; what is no record is refused by itself', () => {
  const { items, failed } = normalizeText(azureKeyVault, { records: [record(), { x: 1 }] });
  assert.equal(items[0]?.raw, JSON.stringify(record()));
  assert.deepEqual(
    failed.map(({ code }) => code),
    ['no_vault_record'],
  );
});

test('verified by the secret of the source', () => {
  const verify = (headers: Record<string, string>) =>
    azureKeyVault.verify({ headers, body: Buffer.from('{}'), received: 0 }, ['new', 'old'], {}).ok;
  assert.equal(verify({ authorization: 'Bearer old' }), true);
  assert.equal(verify({ authorization: 'Bearer other' }), false);
  assert.equal(verify({}), false);
});
