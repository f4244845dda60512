import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mountOf } from './encryption.ts';

test('the mount of a path is the longest that holds it', () => {
  const lines = [
    '/dev/sda1 / ext4 rw 0 0',
    '/dev/mapper/data /srv/data ext4 rw 0 0',
    'tmpfs /srv/database tmpfs rw 0 0',
  ];
  const point = (path: string) => mountOf(path, lines)?.point;
  assert.equal(point('/srv/data/acta'), '/srv/data');
  assert.equal(point('/srv/data'), '/srv/data');
  assert.equal(point('/srv/database/x'), '/srv/database');
  assert.equal(point('/srv/other'), '/');
  assert.equal(mountOf('/x', []), null);
});
