import { verifyEchoed } from '../echoed-header.ts';
import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { harborActions, harborEvents } from './record.ts';

/** Harbor: webhooks of projects, in both formats. */
export const harbor: Adapter = {
  type: 'harbor',
  title: 'Harbor',
  summary:
    'Pushes, pulls, deletions, scans, replications, retention and quotas of Harbor projects.',
  doors: ['webhook'],
  settings: [
    {
      name: 'secret',
      title: 'Auth header of the webhook (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhook of a project',
      text: 'Project → Webhooks → New Webhook, notify type http, payload format Default or CloudEvents, all events, verify remote certificate.',
      copy: 'Endpoint URL: {intake_url}\nAuth Header: Bearer {secret}',
    },
    {
      title: 'With Terraform',
      text: 'Provider goharbor/harbor.',
      copy: 'resource "harbor_project_webhook" "acta" {\n  name        = "acta"\n  address     = "{intake_url}"\n  project_id  = harbor_project.main.id\n  notify_type = "http"\n  auth_header = "Bearer ${var.acta_secret}" # {secret}\n  events_types = ["PUSH_ARTIFACT", "PULL_ARTIFACT", "DELETE_ARTIFACT", "SCANNING_COMPLETED", "SCANNING_FAILED", "REPLICATION", "TAG_RETENTION", "QUOTA_EXCEED"]\n}',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  normalize: (delivery) => eventsOfTexts(openedLeaves(delivery), harborEvents),
  actions: [...harborActions, 'artifact.other'],
};
