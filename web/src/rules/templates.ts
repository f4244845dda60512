// What a new rule starts from.

export interface Template {
  id: string;
  title: string;
  about: string;
  text: string;
  fixtures: string;
}

const SINGLE = `title: Deployment to production by hand
status: experimental
description: Somebody deployed to production without a pipeline.
tags:
  - cicd-sec.1
logsource:
  product: acta
detection:
  selection:
    action: deployment.succeeded
    pipeline.environment: production
    actor.type: user
  condition: selection
falsepositives:
  - A planned repair, agreed on in the channel of the team.
level: medium
custom_attributes:
  acta.triage: |
    1. Who deployed what, and from where?
    2. Is there a change for it that was reviewed?
`;

const SINGLE_FIXTURES = `- title: a person deploys
  fires: true
  event:
    action: deployment.succeeded
    actor: { type: user, name: ana }
    pipeline: { environment: production }
- title: a pipeline deploys
  fires: false
  event:
    action: deployment.succeeded
    actor: { type: workload, name: release }
    pipeline: { environment: production }
`;

const COUNT = `title: Denied
name: denied_access
logsource:
  product: acta
detection:
  selection:
    outcome: denied
  condition: selection
level: low
---
title: Many denials of one actor
status: experimental
correlation:
  type: event_count
  rules:
    - denied_access
  group-by:
    - actor.id
  timespan: 10m
  condition:
    gte: 5
level: high
`;

const COUNT_FIXTURES = `- title: five denials within minutes
  fires: true
  events:
    - times: 5
      every: 30s
      event: { outcome: denied, actor: { id: 'user:ana' } }
- title: two denials
  fires: false
  events:
    - times: 2
      every: 30s
      event: { outcome: denied, actor: { id: 'user:ana' } }
`;

const NATIVE = `title: Self-hosted runner registered
status: experimental
logsource:
  product: github
  service: audit
detection:
  selection:
    action:
      - repo.register_self_hosted_runner
      - org.register_self_hosted_runner
  condition: selection
level: medium
`;

const NATIVE_FIXTURES = `- title: a runner is registered
  fires: true
  event: { action: repo.register_self_hosted_runner, actor: ana, repo: acme/pay }
- title: a runner is removed
  fires: false
  event: { action: repo.remove_self_hosted_runner, actor: ana, repo: acme/pay }
`;

export const TEMPLATES: readonly Template[] = [
  {
    id: 'event',
    title: 'One event',
    about: 'Something that should not happen, in the fields that all products share.',
    text: SINGLE,
    fixtures: SINGLE_FIXTURES,
  },
  {
    id: 'count',
    title: 'Too many',
    about: 'The same thing again and again by one actor within minutes.',
    text: COUNT,
    fixtures: COUNT_FIXTURES,
  },
  {
    id: 'product',
    title: 'A product’s own fields',
    about: 'What one product says in its own words, as published Sigma rules do.',
    text: NATIVE,
    fixtures: NATIVE_FIXTURES,
  },
];
