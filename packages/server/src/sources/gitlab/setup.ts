import type { Adapter } from '../types.ts';

/** What to set on GitLab's side; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Webhook of a group or project',
    text: 'Group (or project) → Settings → Webhooks → Add new webhook. Paste the secret as secret token, or as signing token if it starts with whsec_. Choose all triggers, and keep SSL verification on.',
    copy: 'URL: {intake_url}\nSecret token: {secret}',
  },
  {
    title: 'System hook (self-managed, as an administrator)',
    text: 'Admin → System hooks. Brings users, groups, projects, keys and members of the whole instance.',
    copy: "curl -sS --request POST \"$GITLAB_URL/api/v4/hooks\" --header \"PRIVATE-TOKEN: $GITLAB_TOKEN\" \\\n  --data-urlencode 'url={intake_url}' --data-urlencode 'token={secret}' \\\n  --data 'push_events=true&tag_push_events=true&merge_requests_events=true&repository_update_events=true&enable_ssl_verification=true'",
  },
  {
    title: 'Audit event streaming (Ultimate)',
    text: 'Top-level group → Secure → Audit events → Streams → Add streaming destination → HTTP endpoint. GitLab makes up the verification token: give it to this source as its secret, or set ours as below.',
    copy: 'mutation {\n  groupAuditEventStreamingDestinationsCreate(input: {\n    groupPath: "GROUP", name: "acta", category: "http",\n    secretToken: "{secret}", config: {url: "{intake_url}"}\n  }) { errors externalAuditEventDestination { id } }\n}',
  },
  {
    title: 'Webhook, with Terraform',
    text: 'Provider gitlabhq/gitlab. Keep the secret in a variable.',
    copy: 'resource "gitlab_group_hook" "acta" {\n  group                     = "GROUP"\n  url                       = "{intake_url}"\n  token                     = var.acta_webhook_secret # {secret}\n  enable_ssl_verification   = true\n  push_events               = true\n  tag_push_events           = true\n  merge_requests_events     = true\n  pipeline_events           = true\n  job_events                = true\n  deployment_events         = true\n  releases_events           = true\n  subgroup_events           = true\n  note_events               = true\n  issues_events             = true\n}',
  },
];
