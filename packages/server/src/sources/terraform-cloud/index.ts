import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { terraformActions } from './actions.ts';
import { terraformEvents } from './event.ts';
import { verifyTerraform } from './verify.ts';
import { settingsOf } from '../pull.ts';
import { terraformPull } from './pull.ts';

/** HCP Terraform and Terraform Enterprise: notifications and the audit trail. */
export const terraformCloud: Adapter = {
  type: 'terraform-cloud',
  title: 'HCP Terraform',
  summary:
    'Runs, approvals, drift and state; variables, tokens, teams and policies by the audit trail.',
  doors: ['webhook', 'stream', 'pull'],
  pull: terraformPull,
  settings: [
    { name: 'organization', title: 'Organisation', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Token of the notification (made up when empty)',
      kind: 'secret',
      required: false,
    },
    ...settingsOf(terraformPull),
  ],
  setup: [
    {
      title: 'Notification of a workspace, with Terraform',
      text: 'Provider hashicorp/tfe; one for each workspace, or one for a project’s workspaces by for_each.',
      copy: 'resource "tfe_notification_configuration" "acta" {\n  name             = "acta"\n  enabled          = true\n  destination_type = "generic"\n  url              = "{intake_url}"\n  token            = var.acta_secret # {secret}\n  workspace_id     = tfe_workspace.pay.id\n  triggers = [\n    "run:created", "run:planning", "run:needs_attention", "run:applying", "run:completed", "run:errored",\n    "assessment:drifted", "assessment:check_failure", "assessment:failed",\n  ]\n}',
    },
  ],
  verify: verifyTerraform,
  normalize: (delivery) => eventsOfTexts(openedLeaves(delivery, ['data']), terraformEvents),
  actions: terraformActions,
};
