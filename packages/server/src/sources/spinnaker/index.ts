import { verifyEchoed } from '../echoed-header.ts';
import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { spinnakerActions } from './actions.ts';
import { spinnakerEvents } from './event.ts';

/** Spinnaker: events of executions, stages and triggers, by the REST sink of echo. */
export const spinnaker: Adapter = {
  type: 'spinnaker',
  title: 'Spinnaker',
  summary: 'Pipelines, deployments, rollbacks and judgments of Spinnaker, and builds it saw.',
  doors: ['webhook'],
  settings: [
    {
      name: 'secret',
      title: 'Password of the endpoint (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'REST endpoint of echo',
      text: 'Into echo-local.yml of the Halyard profile (default/profiles), or spec.spinnakerConfig.profiles.echo of the operator.',
      copy: 'rest:\n  enabled: true\n  endpoints:\n    - wrap: false\n      url: {intake_url}\n      username: acta\n      password: {secret}\n      insecure: false',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  normalize: (delivery) => eventsOfTexts(openedLeaves(delivery, ['events']), spinnakerEvents),
  actions: spinnakerActions,
};
