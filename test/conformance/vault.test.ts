// The Vault adapter over records of OpenBao's documentation. Only one is whole enough to be a
// record; the other pages describe devices.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { normalizeText } from '../../packages/server/src/sources/adapter-testing.ts';
import { vault } from '../../packages/server/src/sources/vault/index.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');

/** A cut record of the documentation: it names neither who, when nor on which path. */
const withoutActorAndTime = new Set(['audit.01.eliding-list-response-bodies.json']);

test('corpora/hashicorp-vault', (t) => {
  const files = globSync(join(corpus, 'corpora/hashicorp-vault/**/*.json'));
  let events = 0;
  for (const path of files) {
    const { items, failed } = normalizeText(vault, readFileSync(path, 'utf8'));
    assert.deepEqual(failed, [], path);
    for (const { event, unmapped } of items) {
      events++;
      assert.equal(unmapped, false);
      if (withoutActorAndTime.has(basename(path))) continue;
      assert.notEqual(event.actor.type, 'unknown', path);
      assert.ok(event.time, path);
    }
  }
  t.diagnostic(`hashicorp-vault: ${files.length} files, ${events} events`);
  assert.ok(files.length > 0 && events >= files.length);
});
