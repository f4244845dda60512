import type { Adapter } from '../types.ts';

/** What to set in Google Cloud; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Sink to Pub/Sub, for a whole organisation',
    text: 'Give the sink’s writer identity, which the first command prints, the role roles/pubsub.publisher on the topic.',
    copy: 'gcloud pubsub topics create acta-audit --project PROJECT\ngcloud logging sinks create acta-audit \\\n  pubsub.googleapis.com/projects/PROJECT/topics/acta-audit \\\n  --organization ORGANISATION_ID --include-children \\\n  --log-filter=\'logName:"cloudaudit.googleapis.com"\'\ngcloud pubsub subscriptions create acta-audit --topic acta-audit --project PROJECT --ack-deadline 60',
  },
  {
    title: 'From the subscription to Acta: push with a token of Google',
    text: 'Name the service account and the audience in the settings of this source: then only its tokens count.',
    copy: "gcloud iam service-accounts create acta-push --project PROJECT\ngcloud pubsub subscriptions modify-push-config acta-audit --project PROJECT \\\n  --push-endpoint '{intake_url}' \\\n  --push-auth-service-account acta-push@PROJECT.iam.gserviceaccount.com \\\n  --push-auth-token-audience '{intake_url}'",
  },
  {
    title: 'Or pulled by Vector',
    text: 'Where Google can’t reach Acta, a collector pulls and sends with the secret.',
    copy: '[sources.audit]\ntype = "gcp_pubsub"\nproject = "PROJECT"\nsubscription = "acta-audit"\n\n[sinks.acta]\ntype = "http"\ninputs = ["audit"]\nuri = "{intake_url}"\nauth = { strategy = "bearer", token = "{secret}" }\nencoding = { codec = "text" }\nframing = { method = "newline_delimited" }\nacknowledgements = { enabled = true }',
  },
];
