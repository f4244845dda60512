// The Kubernetes adapter over records that others collected, from API servers, EKS and AKS.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kubernetes } from '../../packages/server/src/sources/kubernetes/index.ts';
import { eventLines, files, holds, tallyOf, type Sample } from './cloud-tally.ts';

/** Samples, floors, and what is no event: `{"kind": 0}`, which a test of Falco's wants refused. */
const folders: readonly (readonly [string, () => Sample[], object, readonly string[]])[] = [
  [
    'falco-traces',
    () => files('kubernetes-audit/falco-traces/*.json'),
    { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 },
    ['no_audit_event fal_01_003.json'],
  ],
  [
    'falco-plugin-k8saudit',
    () => files('kubernetes-audit/falco-plugin-k8saudit/*.json'),
    { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 },
    [],
  ],
  [
    // Rule tests cut down to what the rule looks at: 15 have no user, most no time, some no verb;
    // propfind is no verb of Kubernetes.
    'panther-eks',
    () => eventLines('kubernetes-audit/panther-eks/*.jsonl'),
    { actor: 0.85, target: 1, outcome: 0.98, mapped: 0.93 },
    [],
  ],
  [
    'sysdig-aks',
    () => files('kubernetes-audit/sysdig-aks/*.json'),
    { actor: 1, target: 1, time: 1, outcome: 1, mapped: 1 },
    [],
  ],
];

for (const [folder, samples, floors, quarantined] of folders) {
  test(`corpora/kubernetes-audit/${folder}`, (t) => {
    const tally = tallyOf(kubernetes, samples());
    holds(tally, floors, (line) => t.diagnostic(line));
    assert.deepEqual(tally.quarantined, quarantined);
  });
}
