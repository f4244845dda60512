import type { App } from '../app-type.ts';
import type { HttpContext } from '../ports.ts';
import { addDoor, type DoorRoute } from './compatible.ts';

/** Splunk's HTTP Event Collector, with the paths of its version 1.0 that some senders use. */
export function hecRoutes(app: App, context: HttpContext): void {
  const door = context.compatible.hec;
  const post = (url: string, summary: string, answer: DoorRoute['answer']): DoorRoute[] =>
    [url, `${url}/1.0`].map((each) => ({ method: 'POST', url: each, summary, answer }));
  const healthy: DoorRoute[] = ['/health', '/health/1.0'].map((path) => ({
    method: 'GET',
    url: `/services/collector${path}`,
    summary: 'Whether the collector takes events',
    open: true,
    answer: () => door.health(),
  }));
  const events = 'Events of Splunk HEC senders';
  addDoor(
    app,
    context,
    door,
    ['splunk', 'basic'],
    [
      ...post('/services/collector', events, (caller, request) => door.event(caller, request)),
      ...post('/services/collector/event', events, (caller, request) =>
        door.event(caller, request),
      ),
      ...post('/services/collector/raw', 'Lines of Splunk HEC senders', (caller, request) =>
        door.raw(caller, request),
      ),
      ...post('/services/collector/ack', 'Which requests are durable', (_caller, request) =>
        door.ack(request),
      ),
      ...healthy,
    ],
  );
}
