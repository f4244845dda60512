import type { Adapter } from '../types.ts';

const triggers = [
  'created',
  'deleted',
  'sync-running',
  'sync-succeeded',
  'sync-failed',
  'health-degraded',
  'sync-status-unknown',
];

/**
 * The notification template that we publish; one for each trigger, since Argo CD does not say
 * which.
 */
const templates = triggers
  .map(
    (name) =>
      `  template.acta-${name}: |\n    webhook:\n      acta:\n        method: POST\n        body: |\n          {"trigger":"on-${name}","time":"{{ (call .time.Now).Format "2006-01-02T15:04:05Z07:00" }}","context":{{ toJson .context }},"app":{{ toJson .app }}}`,
  )
  .join('\n');

/** What to set in Argo CD; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Notifications: webhook service and secret',
    text: 'In the namespace argocd. The token stands in the secret of the notifications controller.',
    copy: 'kubectl -n argocd patch secret argocd-notifications-secret \\\n  --type merge -p \'{"stringData":{"acta-token":"{secret}"}}\'\n\nkubectl -n argocd patch configmap argocd-notifications-cm --type merge --patch-file /dev/stdin <<\'EOF\'\ndata:\n  service.webhook.acta: |\n    url: {intake_url}\n    headers:\n      - name: Content-Type\n        value: application/json\n      - name: Authorization\n        value: Bearer $acta-token\nEOF',
  },
  {
    title: 'Notifications: templates',
    text: 'Into argocd-notifications-cm. The triggers that use them are in docs/sources/argocd.md.',
    copy: templates,
  },
];
