import type { Adapter } from '../types.ts';

/** What to set in Azure; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Diagnostic setting of a vault to an Event Hub',
    text: 'VAULT_ID is the vault’s resource id, RULE that of the namespace’s authorization rule with the right Send.',
    copy: 'az monitor diagnostic-settings create --name acta --resource VAULT_ID \\\n  --event-hub acta-vault --event-hub-rule RULE \\\n  --logs \'[{"category":"AuditEvent","enabled":true}]\'',
  },
  {
    title: 'From the Event Hub to Acta, with Vector',
    text: 'Event Hubs speaks Kafka’s protocol; the connection string is the password.',
    copy: '[sources.vault]\ntype = "kafka"\nbootstrap_servers = "NAMESPACE.servicebus.windows.net:9093"\ntopics = ["acta-vault"]\ngroup_id = "acta"\ntls.enabled = true\nsasl = { enabled = true, mechanism = "PLAIN", username = "$ConnectionString", password = "${EVENT_HUB_CONNECTION}" }\n\n[sinks.acta]\ntype = "http"\ninputs = ["vault"]\nuri = "{intake_url}"\nauth = { strategy = "bearer", token = "{secret}" }\nencoding = { codec = "text" }\nframing = { method = "newline_delimited" }\nacknowledgements = { enabled = true }',
  },
];
