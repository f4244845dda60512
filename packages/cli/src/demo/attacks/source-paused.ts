import { DAY, HOUR, MINUTE } from '../calendar.ts';
import { auditItem } from '../github/audit.ts';
import { actorOf, eventItem, officeContext, type Highlight } from '../item.ts';
import { clusters, personOf } from '../organisation.ts';
import type { World } from '../world.ts';

/** Somebody stops the records, does what they should not show, and starts them again. */
export function sourcePaused(world: World): Highlight {
  const random = world.random.fork('source-paused');
  const time = Math.floor((world.now - 5 * DAY) / DAY) * DAY + 23 * HOUR + 6 * MINUTE;
  const person = personOf('tjames');
  const stream = { business: 'acme', stream_id: 3, sink: 'Splunk' };
  const put = (action: string, at: number) =>
    world.emit(
      auditItem(random, { action, actor: person, time: at, office: person.office, fields: stream }),
    );
  put('audit_log_streaming.destroy', time);
  const cluster = {
    type: 'cluster',
    id: clusters.production,
    name: clusters.production,
    environment: 'production',
  };
  const kubernetes = (action: string, at: number) =>
    world.emit(
      eventItem('kubernetes', at, random.uuid(), {
        action,
        native: 'patch apiserver audit-policy',
        actor: actorOf(person),
        target: cluster,
        context: officeContext(person),
        labels: { team: 'platform', cluster: clusters.production },
      }),
    );
  kubernetes('audit_logging.disabled', time + 2 * MINUTE);
  kubernetes('audit_logging.enabled', time + 49 * MINUTE);
  put('audit_log_streaming.create', time + 50 * MINUTE);
  return {
    time,
    title: 'The records stopped for fifty minutes',
    text: `${person.name} removed GitHub's audit log stream and turned off the cluster's audit log late in the evening, then set both up again.`,
    query: 'action:audit_log_stream.* OR action:audit_logging.*',
    alerts: [
      'Streaming of the audit log stopped',
      'Audit logging turned off or cut',
      'Audit logging was off for a while',
    ],
  };
}
