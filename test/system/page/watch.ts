// A team that is watched: rules in a folder, events on which they fire, and the alerts of them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until, type Started } from '../../e2e-api/server-process.ts';
import { seedEvents, send, withWorld, type World } from './world.ts';

const PROTECTION = `title: Branch protection removed
id: 6f1c0a52-0d0c-4a53-9c07-0c5d8b0c1a01
status: stable
description: Somebody removed the protection of a branch.
author: Acme Security
license: DRL-1.1
references:
  - https://docs.example.com/branches/protection
tags:
  - attack.defense-impairment
  - attack.t1562
  - cicd-sec.1
logsource:
  product: acta
detection:
  selection:
    action: branch_protection.removed
    actor.name|startswith: mallory
  condition: selection
falsepositives:
  - A repository is archived by its maintainers.
level: high
custom_attributes:
  acta.triage: |
    1. Who removed it, from where, and with which token? Look at the hour before.
    2. Was there a push between the removal and its return? Run \`git log --first-parent\`.
    3. Ask the owner of the repository. If it was not meant, **put the protection back first**.
`;

const DENIED = `title: Denied again and again
name: denied
id: 6f1c0a52-0d0c-4a53-9c07-0c5d8b0c1a02
logsource:
  product: acta
detection:
  selection:
    outcome: denied
    actor.name|startswith: mallory
  condition: selection
level: low
---
title: Many denials of one actor
id: 6f1c0a52-0d0c-4a53-9c07-0c5d8b0c1a03
author: Acme Security
tags:
  - attack.t1078
  - cicd-sec.2
correlation:
  type: event_count
  rules:
    - denied
  group-by:
    - actor.id
  timespan: 1h
  condition:
    gte: 4
falsepositives:
  - A token expired and its job goes on to try.
level: critical
`;

const FAILED = `title: Deployment to production failed
id: 6f1c0a52-0d0c-4a53-9c07-0c5d8b0c1a04
logsource:
  product: acta
detection:
  selection:
    action: deployment.failed
  condition: selection
level: medium
`;

const BROKEN = `title: Deployed by nobody we know
id: 6f1c0a52-0d0c-4a53-9c07-0c5d8b0c1a05
logsource:
  product: acta
detection:
  selection:
    action: deployment.succeeded
    actor.name|expand: '%known_people%'
  condition: selection
level: low
`;

const FIXTURES = `- title: the protection is removed
  fires: true
  event: { action: branch_protection.removed, actor: { name: mallory } }
- title: a protection is made
  fires: false
  event: { action: branch_protection.created, actor: { name: mallory } }
`;

/** A world whose server runs the rules above, and no others unless `env` says so. */
export async function withWatch(
  work: (world: World) => Promise<void>,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'acta-rules-'));
  const files = {
    'branch-protection.yml': PROTECTION,
    'branch-protection.test.yml': FIXTURES,
    'denied.yml': DENIED,
    'deployment-failed.yml': FAILED,
    'known-people.yml': BROKEN,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  try {
    const rules = { ACTA_DETECTION_SHIPPED: 'false', ACTA_DETECTION_RULES: folder };
    await withWorld(work, seedEvents, { ...rules, ...env });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `who` did, `minutes` ago. */
export const did = (action: string, who: string, target: string, minutes: number, more = {}) => ({
  action,
  time: new Date(Date.now() - minutes * 60_000).toISOString(),
  actor: { type: 'user', id: `team:${who}`, name: who },
  target: { type: 'repository', id: `repo:${target}`, name: target },
  context: { ip: '198.51.100.7' },
  ...more,
});

/** An attack with noise around it: five alerts of three rules. */
export async function attack(server: Started): Promise<void> {
  const denied = { outcome: 'denied' };
  await send(server, [
    did('deployment.failed', 'release-bot', 'acme/web', 50, { outcome: 'failure' }),
    did('repository.cloned', 'mallory', 'acme/pay', 44),
    ...[43, 42, 41, 40, 39].map((ago) => did('secret.read', 'mallory', 'acme/pay', ago, denied)),
    did('branch_protection.removed', 'mallory', 'acme/pay', 31),
    did('pull_request.merged', 'mallory', 'acme/pay', 29),
    did('branch_protection.removed', 'mallory-bot', 'acme/infra', 12),
    did('deployment.failed', 'release-bot', 'acme/pay', 3, { outcome: 'failure' }),
  ]);
  await alertsAre(server, 4);
}

/** Waits until so many alerts are there. */
export async function alertsAre(server: Started, count: number): Promise<void> {
  const found = await until(
    () => server.call('GET', '/v1/alerts'),
    ({ json }) => (json as { alerts: unknown[] }).alerts.length >= count,
  );
  const { alerts } = found.json as { alerts: unknown[] };
  if (alerts.length < count) throw new Error(`${alerts.length} alerts instead of ${count}`);
}
