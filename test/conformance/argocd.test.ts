// The Argo CD adapter over notifications that others captured; what others made of them is held
// against ours by the kind of event, the time and the application.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { argocd } from '../../packages/server/src/sources/argocd/index.ts';
import { files, holds, tallyOf } from './cloud-tally.ts';

const folder = 'argocd/notifications-cdviz-captured';
const samples = files(`${folder}/inputs/captured/*.json`);

test(`corpora/${folder}`, (t) => {
  const tally = tallyOf(argocd, samples);
  // Who removed an application is not in the object.
  holds(tally, { actor: 0.92, target: 1, time: 1, outcome: 1, mapped: 1 }, (line) =>
    t.diagnostic(line),
  );
  assert.deepEqual(tally.quarantined, []);
});

/** Their CDEvents' subjects and ours. */
const same: Readonly<Record<string, readonly string[]>> = {
  'incident.detected': ['application.health_changed'],
  'service.deployed': ['application.synced', 'application.health_changed'],
  'service.upgraded': ['application.synced'],
  'service.removed': ['application.deleted'],
};

test('what others made of them', (t) => {
  let compared = 0;
  for (const { name, body } of samples) {
    const path = join(
      process.env['ACTA_CORPUS'] ?? '',
      'corpora',
      folder,
      'outputs/captured',
      name,
    );
    if (!existsSync(path)) continue;
    const theirs = JSON.parse(readFileSync(path, 'utf8')) as {
      context: { type: string };
      customData: { argocd: { application: { name: string; namespace: string } } };
    };
    const delivery = { headers: {}, body: Buffer.from(body), received: 0, via: 'webhook' };
    const event = argocd.normalize(delivery, {}).items[0]?.event;
    const kind = theirs.context.type.split('.').slice(2, 4).join('.');
    const { name: app, namespace } = theirs.customData.argocd.application;
    assert.ok(same[kind]?.includes(event?.action ?? ''), `${name}: ${kind} ${event?.action}`);
    assert.equal(event?.target.id, `argocd:${namespace}/${app}`);
    compared++;
  }
  t.diagnostic(`${compared} compared`);
  assert.ok(compared >= 5);
});
