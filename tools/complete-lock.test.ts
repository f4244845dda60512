import assert from 'node:assert/strict';
import { test } from 'node:test';
// @ts-expect-error plain JavaScript, so that it runs before anything is installed
import { completeLock, platformOf } from './complete-lock.mjs';

const lock = {
  packages: {
    '': {},
    'node_modules/engine': {
      optionalDependencies: { '@e/linux-x64': '1.2.3', '@e/win-arm64': '1.2.3' },
    },
    'node_modules/@e/linux-x64': { version: '1.2.3', integrity: 'sha512-x' },
    'node_modules/nested': { optionalDependencies: { inner: '2.0.0', ranged: '^1.0.0' } },
    'node_modules/nested/node_modules/inner': { version: '2.0.0' },
  },
};

test('adds the platform packages that are missing, and only those', () => {
  const { lock: completed, added } = completeLock(lock);
  assert.deepEqual(added, ['@e/win-arm64@1.2.3']);
  assert.deepEqual(completed.packages['node_modules/@e/win-arm64'], {
    version: '1.2.3',
    os: ['win32'],
    cpu: ['arm64'],
    optional: true,
  });
});

test('changes nothing the second time', () => {
  const { lock: completed } = completeLock(lock);
  assert.deepEqual(completeLock(completed), { lock: completed, added: [] });
});

test('reads the platform from a name', () => {
  assert.deepEqual(platformOf('@a/lib-darwin-x64'), { os: ['darwin'], cpu: ['x64'] });
  assert.deepEqual(platformOf('@a/binding-wasm32-wasi'), { cpu: ['wasm32'] });
});
