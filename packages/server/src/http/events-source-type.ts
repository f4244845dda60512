import type { SourceType } from '@acta/sdk';

/**
 * A source without a product behind it: its events come by POST /v1/events with a key bound to it.
 */
export const eventsSourceType: SourceType = {
  type: 'events',
  title: 'Your own events',
  summary: 'Scripts, pipelines and programs that send events in Acta’s own form.',
  setup: [
    {
      title: 'Create a key',
      text: 'Create an API key of the role collector that is bound to this source.',
      copy: 'acta key create --role collector --source {name}',
    },
    {
      title: 'Send an event',
      text: 'Post it as JSON; only action, actor and target are needed. The answer says where it stands in the log.',
      copy: `curl -H "Authorization: Bearer $ACTA_TOKEN" -H 'Content-Type: application/json' -d '{"action":"deployment.succeeded","actor":{"name":"ada"},"target":{"name":"pay"}}' {url}/v1/events`,
    },
  ],
  settings: [],
};
