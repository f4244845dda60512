import type { Adapter } from '../types.ts';

/** What to set in Azure; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Activity log of a subscription to an Event Hub',
    text: 'RULE is the id of the namespace’s authorization rule with the right Send.',
    copy: 'az monitor diagnostic-settings subscription create --name acta --location westeurope \\\n  --event-hub-name acta --event-hub-auth-rule RULE \\\n  --logs \'[{"category":"Administrative","enabled":true},{"category":"Security","enabled":true},{"category":"Policy","enabled":true}]\'',
  },
  {
    title: 'From the Event Hub to Acta, with Vector',
    text: 'Event Hubs speaks Kafka’s protocol; the connection string is the password.',
    copy: '[sources.azure]\ntype = "kafka"\nbootstrap_servers = "NAMESPACE.servicebus.windows.net:9093"\ntopics = ["acta"]\ngroup_id = "acta"\ntls.enabled = true\nsasl = { enabled = true, mechanism = "PLAIN", username = "$ConnectionString", password = "${EVENT_HUB_CONNECTION}" }\n\n[sinks.acta]\ntype = "http"\ninputs = ["azure"]\nuri = "{intake_url}"\nauth = { strategy = "bearer", token = "{secret}" }\nencoding = { codec = "text" }\nframing = { method = "newline_delimited" }\nacknowledgements = { enabled = true }',
  },
];
