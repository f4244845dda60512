import type { Adapter } from '../types.ts';

/** What to set in Google Cloud; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Sink to Pub/Sub, for a whole organisation',
    text: 'Give the sink’s writer identity, which the first command prints, the role roles/pubsub.publisher on the topic.',
    copy: 'gcloud pubsub topics create acta-audit --project PROJECT\ngcloud logging sinks create acta-audit \\\n  pubsub.googleapis.com/projects/PROJECT/topics/acta-audit \\\n  --organization ORGANISATION_ID --include-children \\\n  --log-filter=\'logName:"cloudaudit.googleapis.com"\'\ngcloud pubsub subscriptions create acta-audit --topic acta-audit --project PROJECT --ack-deadline 60',
  },
  {
    title: 'From the subscription to Acta, with Vector',
    text: 'Pub/Sub can’t send a secret of your own, and its OIDC token is not checked yet: a collector pulls and sends with the secret.',
    copy: '[sources.audit]\ntype = "gcp_pubsub"\nproject = "PROJECT"\nsubscription = "acta-audit"\n\n[sinks.acta]\ntype = "http"\ninputs = ["audit"]\nuri = "{intake_url}"\nauth = { strategy = "bearer", token = "{secret}" }\nencoding = { codec = "text" }\nframing = { method = "newline_delimited" }\nacknowledgements = { enabled = true }',
  },
];
