// The fields of an event as the drawer lists them: grouped, labelled, with the name that the query
// language has for each.
import type { LoggedEvent } from '../../api/types.ts';

export interface FieldRow {
  label: string;
  /** Name in a query; null where searching by it makes no sense. */
  field: string | null;
  value: string;
  mono?: boolean;
}

export interface FieldGroup {
  title: string;
  rows: FieldRow[];
}

type Entry = [label: string, field: string | null, value: unknown, mono?: boolean];

function group(title: string, entries: Entry[]): FieldGroup {
  const rows = entries.flatMap(([label, field, value, mono]): FieldRow[] => {
    if (value === undefined || value === null || value === '') return [];
    const values = Array.isArray(value) ? value : [value];
    return values.map((one): FieldRow => {
      const text = typeof one === 'string' ? one : JSON.stringify(one);
      return { label, field, value: text, mono: mono ?? false };
    });
  });
  return { title, rows };
}

function whatGroup(event: LoggedEvent): FieldGroup {
  return group('What', [
    ['Action', 'action', event.action, true],
    ['In the product', 'native', event.native, true],
    ['Category', 'category', event.category],
    ['Effect', 'effect', event.effect],
    ['Outcome', 'outcome', event.outcome],
    ['Severity', 'severity', event.severity],
    ['Marks', 'marks', event.marks],
  ]);
}

function targetGroup(event: LoggedEvent): FieldGroup {
  const { target } = event;
  const name = (thing: { name?: string | undefined; id: string }) => thing.name ?? thing.id;
  return group('Target', [
    ['Name', 'target', target?.name],
    ['Type', 'target.type', target?.type],
    ['Id', 'target.id', target?.id, true],
    ['Environment', 'environment', target?.environment],
    ['Part of', 'target.parent', target?.parent && name(target.parent)],
    ['Also', 'target', event.targets?.map(name)],
  ]);
}

function pipelineGroup(event: LoggedEvent): FieldGroup {
  const { pipeline = {} } = event;
  return group('Pipeline', [
    ['Stage', 'pipeline.stage', pipeline.stage],
    ['Service', 'service', pipeline.service],
    ['Environment', 'environment', pipeline.environment],
    ['Version', 'version', pipeline.version],
    ['Change', 'change', pipeline.change],
    ['Ref', 'ref', pipeline.ref, true],
    ['Commit', 'commit', pipeline.commit, true],
    ['Run', 'run', pipeline.run, true],
    ['Job', 'pipeline.job', pipeline.job, true],
    ['Artifact', 'artifact', pipeline.artifact, true],
  ]);
}

function contextGroup(event: LoggedEvent): FieldGroup {
  const { context = {} } = event;
  const place = [context.geo?.city, context.geo?.region, context.geo?.country];
  const headers = Object.entries(context.request?.headers ?? {});
  return group('From where', [
    ['Address', 'ip', context.ip, true],
    ['Place', null, place.filter(Boolean).join(', ')],
    ['Network', null, context.geo?.organization ?? context.geo?.asn],
    ['Program', 'context.user_agent', context.user_agent],
    ['Session', 'session', context.session, true],
    [
      'Request',
      null,
      context.request?.path && [context.request.method, context.request.path].join(' '),
      true,
    ],
    ['Request id', 'context.request.id', context.request?.id, true],
    ...headers.map(([name, value]): Entry => [name, `header.${name}`, value, true]),
  ]);
}

function whyGroup(event: LoggedEvent): FieldGroup {
  const { why = {} } = event;
  return group('Why', [
    ['Reason', null, why.reason],
    ['Ticket', 'ticket', why.ticket],
    ['Approved by', 'approver', why.approved_by?.map((one) => one.name ?? one.id)],
    ['Link', null, why.link, true],
  ]);
}

function recordGroup(event: LoggedEvent): FieldGroup {
  return group('Record', [
    ['Source', 'source', event.source?.name],
    ['Product', 'source.type', event.source?.type],
    ['Came by', 'source.via', event.source?.via],
    ['Delivery', 'delivery', event.source?.delivery, true],
    ['Event id', 'id', event.id, true],
    ['Log index', null, `#${event.index.toLocaleString('en')}`, true],
    ['SHA-256 of raw', null, event.raw_sha256, true],
  ]);
}

/** All groups that have something to say, the telling ones first. */
export function fieldGroups(event: LoggedEvent): FieldGroup[] {
  const labels = Object.entries(event.labels ?? {});
  return [
    whyGroup(event),
    whatGroup(event),
    targetGroup(event),
    pipelineGroup(event),
    contextGroup(event),
    group(
      'Labels',
      labels.map(([name, value]): Entry => [name, `labels.${name}`, value]),
    ),
    recordGroup(event),
  ].filter((one) => one.rows.length > 0);
}
