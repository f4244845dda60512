// Every kind of sink; the page and the command line learn of them from here.
import type { Kind } from '../types.ts';
import { alertmanager } from './alertmanager.ts';
import { email } from './email.ts';
import { jira } from './jira.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { syslog } from './syslog.ts';
import { teams } from './teams.ts';
import { webhook } from './webhook.ts';

export const sinkKinds: readonly Kind[] = [
  webhook,
  slack,
  teams,
  pagerduty,
  email,
  jira,
  alertmanager,
  syslog,
];

export const kindNamed = (name: string): Kind | undefined =>
  sinkKinds.find(({ kind }) => kind === name);
