// The adapters of registries over examples of their documentation and of other programs' tests.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { normalizeText } from '../../packages/server/src/sources/adapter-testing.ts';
import { artifactory } from '../../packages/server/src/sources/artifactory/index.ts';
import { dockerHub } from '../../packages/server/src/sources/docker-hub/index.ts';
import { dockerRegistry } from '../../packages/server/src/sources/docker-registry/index.ts';
import { harbor } from '../../packages/server/src/sources/harbor/index.ts';
import { quay } from '../../packages/server/src/sources/quay/index.ts';
import type { Adapter } from '../../packages/server/src/sources/types.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds corpora/');
const root = join(corpus, 'corpora');

/** Files that hold no event, and why. */
const noEvents: Readonly<Record<string, string>> = {
  'notifications.02.events.json': 'a part of a notification',
  'notifications.03.monitoring.json': 'the counters of /debug/vars',
  'artifactory-test.02..json': 'an answer to a webhook',
  'artifactory-test.04..json': 'an answer to a webhook',
};
/** Made to be refused by the programs that they test: kept as unmapped. */
const madeUp = /unsupported/i;

const folders: readonly (readonly [string, Adapter])[] = [
  ['docker-distribution', dockerRegistry],
  ['harbor', harbor],
  ['docker-hub', dockerHub],
  ['quay', quay],
  ['artifactory', artifactory],
];
for (const [folder, adapter] of folders) {
  test(`corpora/${folder}`, (t) => {
    const tally = { files: 0, noEvent: 0, events: 0, actor: 0, time: 0, mapped: 0 };
    for (const path of globSync(join(root, folder, '**/*.json'))) {
      const name = basename(path);
      tally.files++;
      const text = readFileSync(path, 'utf8');
      if (Object.hasOwn(noEvents, name)) {
        tally.noEvent++;
        assert.ok(refuses(adapter, text), name);
        continue;
      }
      const { items, failed } = normalizeText(adapter, text);
      assert.deepEqual(failed, [], name);
      assert.ok(items.length > 0, name);
      for (const { event, unmapped } of items) {
        tally.events++;
        if (event.actor.type !== 'unknown') tally.actor++;
        if (event.time !== undefined) tally.time++;
        if (!unmapped) tally.mapped++;
        assert.ok(!unmapped || madeUp.test(name), name);
        assert.notEqual(event.target.type, 'unknown', name);
      }
    }
    t.diagnostic(`${folder}: ${JSON.stringify(tally)}`);
    assert.ok(tally.events > 0);
  });
}

function refuses(adapter: Adapter, text: string): boolean {
  try {
    const { items, failed } = normalizeText(adapter, text);
    return items.length === 0 && failed.length > 0;
  } catch {
    return true;
  }
}
