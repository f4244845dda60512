import type { Adapter } from '../types.ts';

/** What to set on GitHub's side; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Webhook, in the browser',
    text: 'Organisation → Settings → Webhooks → Add webhook (or the same in one repository). Payload URL and secret as below, content type application/json, SSL verification on, “Send me everything”.',
    copy: 'Payload URL: {intake_url}\nContent type: application/json\nSecret: {secret}',
  },
  {
    title: 'Webhook, with the gh command',
    text: 'As an owner of the organisation; replace ORG. The token needs the scope admin:org_hook.',
    copy: "gh api --method POST /orgs/ORG/hooks \\\n  -f name=web -F active=true -f 'events[]=*' \\\n  -f 'config[url]={intake_url}' -f 'config[content_type]=json' \\\n  -f 'config[insecure_ssl]=0' -f 'config[secret]={secret}'",
  },
  {
    title: 'Webhook, with Terraform',
    text: 'Provider integrations/github. Keep the secret in a variable.',
    copy: 'resource "github_organization_webhook" "acta" {\n  active = true\n  events = ["*"]\n  configuration {\n    url          = "{intake_url}"\n    content_type = "json"\n    insecure_ssl = false\n    secret       = var.acta_webhook_secret # {secret}\n  }\n}',
  },
  {
    title: 'Audit log stream (GitHub Enterprise Cloud)',
    text: 'Enterprise → Settings → Audit log → Log streaming → Configure stream → HTTPS event collector or Splunk. Acta takes both forms; the token is the secret of this source.',
    copy: 'URL: {intake_url}\nToken: {secret}',
  },
];
