import type { Outcome } from '@acta/event';
import { labelsOf, thing, type Target } from '../event-parts.ts';
import { verifyHmacHeader } from '../hmac.ts';
import { commitId, fullRef } from '../names.ts';
import { actorNamed } from '../naming.ts';
import { at, firstText, list, longText, present, text, type JsonObject } from '../reader.ts';
import { eventsOfOne, type ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type Adapter, type EventBody } from '../types.ts';

/** The end of an analysis: SonarQube has no other webhook. It names nobody. */
function analysisEvent(record: JsonObject): ListedEvent {
  const key = firstText(record, 'project.key');
  const status = text(record['status']);
  if (key === undefined || status === undefined) {
    throw new NotNormalizable('project_missing', 'The webhook names no project and status.');
  }
  const gate = firstText(record, 'qualityGate.status');
  const branch = firstText(record, 'branch.name');
  const pull = firstText(record, 'branch.type') === 'PULL_REQUEST';
  const name = firstText(record, 'project.name') ?? key;
  const event = present({
    time: timeOf(record['analysedAt']) ?? timeOf(record['changedAt']),
    action: gate === undefined ? 'scan.completed' : 'quality_gate.evaluated',
    native: `analysis ${status}`,
    outcome: outcomeOf(status, gate),
    actor: actorNamed('unknown', undefined),
    target: thing('project', `sonarqube:${key}`, name) as Target,
    pipeline: present({
      stage: 'test',
      run: text(record['taskId']),
      commit: commitId(record['revision']),
      ref: pull ? undefined : fullRef(branch),
      change: pull && branch !== undefined ? `${key}#${branch}` : undefined,
    }),
    why: present({
      reason: longText(failedConditions(record)),
      link: longText(at(record, 'branch.url') ?? at(record, 'project.url')),
    }),
    labels: labelsOf({ quality_gate: at(record, 'qualityGate.name'), gate_status: gate }),
  }) as EventBody;
  return { event, unmapped: false };
}

function outcomeOf(status: string, gate: string | undefined): Outcome {
  if (status !== 'SUCCESS') return status === 'CANCELLED' ? 'unknown' : 'failure';
  return gate === 'ERROR' ? 'failure' : 'success';
}

/** `new_coverage 62 (wanted: not LESS_THAN 80)`, of the conditions that were not met. */
function failedConditions(record: JsonObject): string | undefined {
  const failed = list(at(record, 'qualityGate.conditions')).flatMap((condition) => {
    if (firstText(condition, 'status') !== 'ERROR') return [];
    const [metric, value = 'no value', operator, threshold] = [
      'metric',
      'value',
      'operator',
      'errorThreshold',
    ].map((part) => firstText(condition, part));
    return [`${metric} ${value} (wanted: not ${operator} ${threshold})`];
  });
  return failed.length === 0 ? undefined : failed.join(', ');
}

const scheme = {
  header: 'X-Sonar-Webhook-HMAC-SHA256',
  algorithm: 'sha256',
  encoding: 'hex',
} as const;

/** SonarQube and SonarCloud: quality gates. */
export const sonarqube: Adapter = {
  type: 'sonarqube',
  title: 'SonarQube',
  summary:
    'Quality gates of analyses, with project, branch, commit and the conditions that failed.',
  doors: ['webhook'],
  settings: [
    {
      name: 'secret',
      title: 'Webhook secret (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhook',
      text: 'Administration → Configuration → Webhooks → Create (or the same in one project).',
      copy: 'Name: acta\nURL: {intake_url}\nSecret: {secret}',
    },
    {
      title: 'With curl',
      text: 'As an administrator, with a user token.',
      copy: "curl -u TOKEN: -X POST https://sonar.example/api/webhooks/create \\\n  -d name=acta -d 'url={intake_url}' -d 'secret={secret}'",
    },
  ],
  verify: ({ headers, body }, secrets) =>
    verifyHmacHeader(headers['x-sonar-webhook-hmac-sha256'], scheme, body, secrets),
  normalize: (delivery) => eventsOfOne(delivery, (record) => [analysisEvent(record)]),
  actions: ['quality_gate.evaluated', 'scan.completed'],
};
