// PagerDuty Events API v2: an alert triggers, acknowledges and resolves one incident by its id.
// What people do there comes back by a webhook subscription (V3): see answers.ts.
import type { Alert } from '@acta/sdk';
import { judged, post, addressProblem } from '../answer.ts';
import type { Message } from '../message.ts';
import { cut } from '../text.ts';
import type { Kind, SinkJob } from '../types.ts';

const SUMMARY_CHARS = 1_024;
const API: Record<string, string> = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
};

const severities: Record<Message['level'], string> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  informational: 'info',
};

const actions: Record<Alert['status'], string> = {
  open: 'trigger',
  acknowledged: 'acknowledge',
  in_progress: 'acknowledge',
  resolved: 'resolve',
};

export const pagerduty: Kind = {
  kind: 'pagerduty',
  title: 'PagerDuty',
  summary: 'Incidents that are acknowledged and resolved from both sides (Events API v2)',
  defaults: { per_minute: 120, fold_s: 300 },
  answers: true,
  settings: [
    {
      name: 'routing_key',
      title: 'Integration key',
      kind: 'secret',
      required: true,
      hint: '32 characters; of an Events API v2 integration of the service.',
    },
    {
      name: 'region',
      title: 'Region',
      kind: 'choice',
      required: false,
      choices: ['us', 'eu'],
      default: 'us',
      hint: 'Where the account is.',
    },
    {
      name: 'url',
      title: 'Address of the API',
      kind: 'text',
      required: false,
      hint: 'Only for another product that takes Events API v2.',
    },
    {
      name: 'webhook_secret',
      title: 'Secret of the webhook subscription',
      kind: 'secret',
      required: false,
      hint: 'PagerDuty shows it when a V3 webhook subscription to the answer address is made.',
    },
    {
      name: 'verdict',
      title: 'Verdict of what is resolved there',
      kind: 'choice',
      required: false,
      choices: ['true_positive', 'false_positive', 'benign', 'test'],
      default: 'true_positive',
      hint: 'PagerDuty knows no verdict, and a resolved alert has one.',
    },
  ],
  problemOf({ settings, secrets }) {
    if (!/^[A-Za-z0-9]{32}$/.test(secrets['routing_key'] ?? '')) {
      return { setting: 'routing_key', why: 'has not 32 letters and digits' };
    }
    return settings['url'] === undefined ? null : addressProblem('url', settings['url']);
  },
  async send(job, tools) {
    const { settings } = job.sink;
    const url = String(settings['url'] ?? API[String(settings['region'])] ?? API['us']);
    const sent = judged(await post(tools, url, eventOf(job)), { now: job.now });
    // A test must wake nobody for longer than it takes to say so.
    if (job.what === 'sink.tested') {
      judged(await post(tools, url, { ...eventOf(job), event_action: 'resolve' }), job);
    }
    return sent;
  },
};

function eventOf({ sink, alert, message }: SinkJob) {
  const { heading, title, level, facts, credit, url } = message;
  const named = Object.fromEntries(facts.map(({ name, value }) => [name, value]));
  const links = [
    ...(url === null ? [] : [{ href: url, text: 'Open in Acta' }]),
    ...(credit === null || credit.url === null ? [] : [{ href: credit.url, text: credit.text }]),
  ];
  return {
    routing_key: sink.secrets['routing_key'],
    event_action: actions[alert.status],
    dedup_key: alert.id,
    client: 'Acta',
    ...(url === null ? {} : { client_url: url }),
    ...(links.length === 0 ? {} : { links }),
    payload: {
      summary: cut(title, SUMMARY_CHARS),
      source: alert.source ?? 'acta',
      severity: severities[level],
      timestamp: alert.last,
      component: alert.target?.id.slice(0, 255) ?? 'unknown',
      class: alert.rule.id.slice(0, 255),
      custom_details: {
        ...named,
        step: heading,
        ...(credit === null ? {} : { rule: credit.text }),
      },
    },
  };
}
