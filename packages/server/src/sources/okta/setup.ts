import type { Adapter } from '../types.ts';

/** What to set on Okta's side; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Event hook, in the browser',
    text: 'Workflow → Event Hooks → Create Event Hook. Okta then asks the address once whether it is yours; Acta answers by itself. Event hooks carry the types that Okta marks as eligible; the rest comes by the System Log.',
    copy: 'URL: {intake_url}\nAuthentication field: Authorization\nAuthentication secret: {secret}',
  },
  {
    title: 'Event hook, with Terraform',
    text: 'Provider okta/okta. List the event types that you want, or all eligible ones.',
    copy: 'resource "okta_event_hook" "acta" {\n  name   = "acta"\n  events = ["user.session.start", "user.account.privilege.grant", "group.user_membership.add", "policy.lifecycle.update", "system.api_token.create"]\n  channel = {\n    type    = "HTTP"\n    version = "1.0.0"\n    uri     = "{intake_url}"\n  }\n  auth = {\n    type  = "HEADER"\n    key   = "Authorization"\n    value = var.acta_secret # {secret}\n  }\n}',
  },
  {
    title: 'Everything: a log stream',
    text: 'Reports → Log Streaming → Splunk Cloud or Amazon EventBridge, relayed by a collector; or a collector that reads /api/v1/logs.',
    copy: 'curl -sS {intake_url} -H "Authorization: Bearer {secret}" --data-binary @logs.json',
  },
];
