// Records of CircleCI's audit log: JSON as it is streamed to a bucket, or rows of the CSV export,
// whose cells hold JSON where a field is nested.
import { ipOf, labelsOf, thing, unknownTarget, type Actor, type Target } from '../event-parts.ts';
import { actorNamed, word } from '../naming.ts';
import { csvRows } from '../postgresql/csv-rows.ts';
import { at, firstText, object, present, text, type Json, type JsonObject } from '../reader.ts';
import { eventsOfLeaves, innerRecord, type ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody, type Normalized } from '../types.ts';
import { auditAction } from './actions.ts';

const systems = new Set(['system', 'service', 'circleci', 'scheduler', 'machine']);

/** The event of an audit record. Throws `NotNormalizable` where it has no action. */
export function auditEvent(record: JsonObject): ListedEvent {
  const native = firstText(record, 'action');
  if (native === undefined) {
    throw new NotNormalizable('action_missing', 'The audit record has no action.');
  }
  const action = auditAction(native);
  const target = targetOf(record);
  const event = present({
    time: timeOf(record['occurred_at']) ?? timeOf(at(record, 'common_fields.timestamp')),
    action: action ?? 'pipeline.other',
    native,
    outcome: outcomeOf(record),
    actor: actorOf(record['actor']),
    target,
    context: present({
      ip: ipOf(at(record, 'request.ip_address') ?? at(record, 'common_fields.source_ip')),
      request: present({ id: firstText(record, 'request.id') }),
    }),
    pipeline: pipelineOf(record, native, target),
    labels: labelsOf({
      client_trace_id: at(record, 'request.client_trace_id'),
      variable: /env[._-]var/.test(native) ? at(record, 'payload.name') : undefined,
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, id: text(record['id']) };
}

function outcomeOf(record: JsonObject): EventBody['outcome'] {
  const said = record['success'] ?? at(record, 'common_fields.outcome');
  if (said === true || said === 'true' || said === 'success') return 'success';
  return said === false || said === 'false' || said === 'failure' ? 'failure' : 'unknown';
}

function actorOf(value: Json | undefined): Actor {
  const kind = word(firstText(value, 'type') ?? 'unknown');
  const id = firstText(value, 'id');
  return actorNamed(
    systems.has(kind) ? 'service' : kind,
    id === undefined ? undefined : `circleci:${id}`,
    { name: firstText(value, 'name') },
  );
}

/** The target within its scope; what no target is named for happened to the organisation. */
function targetOf(record: JsonObject): Target {
  const part = (value: Json | undefined, parent?: Target) => {
    const id = firstText(value, 'id');
    if (id === undefined) return undefined;
    return thing(
      word(firstText(value, 'type')),
      `circleci:${id}`,
      firstText(value, 'name'),
      parent,
    );
  };
  const organization = part(record['organization']) ?? part(record['account']);
  const scope = part(record['scope'], organization);
  const around = scope?.id === organization?.id ? organization : scope;
  const own = part(record['target']);
  if (own === undefined) return around ?? unknownTarget;
  return around === undefined || around.id === own.id ? own : { ...own, parent: around };
}

function pipelineOf(record: JsonObject, native: string, target: Target): EventBody['pipeline'] {
  if (!/^(?:workflow|build)\b/.test(native)) return undefined;
  const own = firstText(record, 'target.id');
  const of = (type: string) =>
    firstText(record, `payload.${type}.id`, `payload.${type}_id`, `payload.${type}-id`) ??
    (target.type === type ? own : undefined);
  return present({ stage: 'build', run: of('workflow'), job: of('job') });
}

/** Whether a text is the CSV export and no JSON. */
export function isCsvExport(body: string): boolean {
  return /^(?:"?[a-z_]+"?,)*"?occurred_at"?\b/.test(body.slice(0, 2_000));
}

/** Events of the CSV export; each keeps the line of names beside its own. */
export function csvEvents(body: string): Normalized {
  const [names, ...rows] = csvRows(body);
  if (names === undefined) throw new NotNormalizable('csv_empty', 'The export has no rows.');
  const leaves = rows.map(({ raw, fields, cut }) => ({
    raw: `${names.raw}\n${raw}`,
    record: {},
    fields,
    cut,
  }));
  return eventsOfLeaves(leaves, ({ fields, cut }) => {
    if (cut || fields.length !== names.fields.length) {
      throw new NotNormalizable('csv_row_invalid', 'The row has not as many cells as names.');
    }
    return [auditEvent(recordOf(names.fields, fields))];
  });
}

function recordOf(names: readonly string[], cells: readonly string[]): JsonObject {
  const record = Object.fromEntries(
    names.map((name, index): [string, Json] => {
      const cell = cells[index] ?? '';
      return [name, innerRecord(cell)?.record ?? cell];
    }),
  );
  return object(record) ?? {};
}
