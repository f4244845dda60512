import { verifyEchoed } from '../echoed-header.ts';
import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { workspaceActions } from './actions.ts';
import { workspaceEvents } from './activity.ts';
import { settingsOf } from '../pull.ts';
import { workspacePull } from './pull.ts';

/** Google Workspace: activities of the Reports API, as a collector brings them. */
export const googleWorkspace: Adapter = {
  type: 'google-workspace',
  title: 'Google Workspace',
  summary: 'Sign-ins, admin changes, groups, Drive and third-party apps of Google Workspace.',
  doors: ['stream', 'pull'],
  pull: workspacePull,
  settings: [
    { name: 'secret', title: 'Token (made up when empty)', kind: 'secret', required: false },
    ...settingsOf(workspacePull),
  ],
  setup: [
    {
      title: 'Collector',
      text: 'Runs on a schedule with a token of scope admin.reports.audit.readonly; one call for each application. Pages and overlapping times are told apart by the activities’ ids.',
      copy: 'for app in login admin token drive groups saml user_accounts; do\n  curl -sS -H "Authorization: Bearer $GOOGLE_TOKEN" \\\n    "https://admin.googleapis.com/admin/reports/v1/activity/users/all/applications/$app?startTime=$SINCE" |\n  curl -sS {intake_url} -H "Authorization: Bearer {secret}" \\\n    -H "Content-Type: application/json" --data-binary @-\ndone',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'stream'),
  normalize: (delivery) => eventsOfTexts(openedLeaves(delivery, ['items']), workspaceEvents),
  actions: workspaceActions,
};
