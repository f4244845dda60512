import type { Adapter } from '../types.ts';

/** What to set in Entra; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Diagnostic setting to an Event Hub',
    text: 'Entra admin centre → Monitoring → Diagnostic settings → Add. Sign-in logs need a P1 or P2 licence.',
    copy: 'Categories: AuditLogs, SignInLogs, NonInteractiveUserSignInLogs, ServicePrincipalSignInLogs, ManagedIdentitySignInLogs\nDestination: Stream to an event hub, hub name: acta-entra',
  },
  {
    title: 'From the Event Hub to Acta, with Vector',
    text: 'Event Hubs speaks Kafka’s protocol; the connection string is the password.',
    copy: '[sources.entra]\ntype = "kafka"\nbootstrap_servers = "NAMESPACE.servicebus.windows.net:9093"\ntopics = ["acta-entra"]\ngroup_id = "acta"\ntls.enabled = true\nsasl = { enabled = true, mechanism = "PLAIN", username = "$ConnectionString", password = "${EVENT_HUB_CONNECTION}" }\n\n[sinks.acta]\ntype = "http"\ninputs = ["entra"]\nuri = "{intake_url}"\nauth = { strategy = "bearer", token = "{secret}" }\nencoding = { codec = "text" }\nframing = { method = "newline_delimited" }\nacknowledgements = { enabled = true }',
  },
];
