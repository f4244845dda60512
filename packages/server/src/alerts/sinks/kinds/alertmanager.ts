// What Prometheus' Alertmanager posts to a webhook (version 4), for programs that take that.
import type { Alert } from '@acta/sdk';
import { addressProblem, judged, post } from '../answer.ts';
import { plain } from '../text.ts';
import type { Kind, SinkJob } from '../types.ts';

const NEVER = '0001-01-01T00:00:00Z';
const LABEL_CHARS = 1_024;

export const alertmanager: Kind = {
  kind: 'alertmanager',
  title: 'Alertmanager webhook',
  summary: 'Programs that take the webhooks of Prometheus’ Alertmanager (version 4)',
  defaults: { per_minute: 600, fold_s: 300 },
  settings: [
    {
      name: 'url',
      title: 'Address',
      kind: 'text',
      required: true,
      hint: 'Where the webhook is posted; https.',
    },
    {
      name: 'token',
      title: 'Bearer token',
      kind: 'secret',
      required: false,
      hint: 'Sent as Authorization: Bearer, where the receiver asks for one.',
    },
  ],
  problemOf: ({ settings }) => addressProblem('url', settings['url']),
  async send(job, tools) {
    const { token } = job.sink.secrets;
    const headers: Record<string, string> =
      token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await post(tools, String(job.sink.settings['url']), bodyOf(job), headers);
    return judged(answer, { now: job.now, patient: true });
  },
};

function bodyOf({ sink, alert, message }: SinkJob) {
  const status = alert.status === 'resolved' ? 'resolved' : 'firing';
  const labels = labelsOf(alert);
  const annotations = {
    summary: message.title,
    description: message.facts.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    step: message.heading,
    ...(message.credit === null ? {} : { rule: message.credit.text }),
  };
  return {
    version: '4',
    groupKey: `{}:{alert_id="${alert.id}"}`,
    truncatedAlerts: 0,
    status,
    receiver: sink.name,
    groupLabels: { alert_id: alert.id },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: message.url?.replace(/\/alerts\/[^/]*$/, '') ?? '',
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: alert.raised,
        endsAt: status === 'resolved' ? alert.updated : NEVER,
        generatorURL: message.url ?? '',
        fingerprint: alert.id,
      },
    ],
  };
}

function labelsOf({ id, rule, actor, target, source }: Alert): Record<string, string> {
  const labels = {
    alertname: rule.title,
    alert_id: id,
    severity: rule.level,
    rule: rule.id,
    actor: actor?.id,
    target: target?.id,
    source,
  };
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, plain(value, LABEL_CHARS)]],
    ),
  );
}
