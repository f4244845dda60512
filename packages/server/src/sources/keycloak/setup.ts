import type { Adapter } from '../types.ts';

/** What to set in Keycloak; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'Save events',
    text: 'For each realm: user events and admin events on, admin events with what was written.',
    copy: 'kcadm.sh update events/config -r REALM \\\n  -s eventsEnabled=true -s adminEventsEnabled=true -s adminEventsDetailsEnabled=true \\\n  -s \'eventsListeners=["jboss-logging","ext-event-webhook"]\'',
  },
  {
    title: 'Asked by Acta',
    text: 'A client with a service account that may see events. Give its secret, Keycloak’s address and the realm to the settings under “Asked by Acta”. Needs Keycloak 26.2 or later.',
    copy: 'kcadm.sh create clients -r REALM -s clientId=acta -s serviceAccountsEnabled=true \\\n  -s standardFlowEnabled=false -s publicClient=false\nkcadm.sh add-roles -r REALM --uusername service-account-acta \\\n  --cclientid realm-management --rolename view-events',
  },
  {
    title: 'Webhook, with the extension keycloak-events of Phase Two',
    text: 'Put its jar into providers/, then make a webhook for each realm. It signs with HmacSHA256.',
    copy: 'curl -X POST "$KEYCLOAK/realms/REALM/webhooks" -H "Authorization: Bearer $KC_TOKEN" -H "Content-Type: application/json" \\\n  -d \'{"enabled":true,"url":"{intake_url}","secret":"{secret}","algorithm":"HmacSHA256","eventTypes":["*"]}\'',
  },
  {
    title: 'Or the server’s own log',
    text: 'The logger of events at the level of what it writes, as JSON; a shipper (Vector, Fluent Bit) sends the lines on.',
    copy: 'bin/kc.sh start --log=console --log-console-output=json \\\n  --log-level=INFO,org.keycloak.events:debug',
  },
];
