// One entry of the log as a row of `events`: by a template in the order of COLUMNS, not by a
// generic serialiser, because every event passes here. A test holds it against the generic reading
// of events.
import { type ActaEvent, type Actor, type Target, timeMs } from '@acta/event';
import { canonicalIp, fold, severityRank, unfoldedText, visitValues } from '@acta/query';
import type { RowAhead } from '../../lib/ahead.ts';
import type { LogEntry } from '../../lib/entry.ts';
import { REST_SEPARATOR } from '../schema/columns.ts';
import { bodyOf } from './body.ts';
import { keysOf } from './keys.ts';
import type { RowBinaryWriter } from './row-binary.ts';

/** Appends the entry's row; gives where the text of its body begins in what was written. */
export function writeEventRow(writer: RowBinaryWriter, entry: LogEntry): number {
  const { event } = entry;
  const { source, actor, target, context, pipeline } = event;
  writer.int64(entry.index);
  writer.int64(timeMs(event.time));
  writer.int64(timeMs(event.received));
  writer.uuid(event.id);
  writer.uint8(severityRank(event.severity));
  writer.text(event.action);
  writer.text(event.category);
  writer.text(event.effect);
  writer.text(event.outcome);
  writer.text(source.type);
  writer.folded(source.name);
  writer.folded(source.via);
  writer.folded(source.delivery);
  writer.folded(event.native);
  writeActor(writer, actor);
  writeTarget(writer, target);
  writer.text(context?.ip === undefined ? '' : canonicalIp(fold(context.ip)));
  writer.folded(context?.user_agent);
  writer.folded(context?.session);
  writer.folded(pipeline?.stage);
  writer.folded(pipeline?.run);
  writer.folded(pipeline?.job);
  writer.folded(pipeline?.commit);
  writer.folded(pipeline?.ref);
  writer.folded(pipeline?.change);
  writer.folded(pipeline?.artifact);
  writer.folded(pipeline?.environment);
  writer.folded(pipeline?.service);
  writer.folded(pipeline?.version);
  writer.texts(restValues(event));
  writer.texts(keysOf(event));
  writer.codesAndText(unfoldedText(event));
  return writer.text(bodyOf(entry));
}

/** Where the row's own index and time of receipt stand; the first column is the index. */
const INDEX_AT = 0;
const RECEIVED_AT = 16;

/** Appends a row that was made ahead, with what was not known then. */
export function copyEventRow(
  writer: RowBinaryWriter,
  { rows, from, to, body_at }: RowAhead,
  index: number,
  received: string,
): void {
  const start = writer.length;
  writer.raw(rows, from, to);
  writer.int64At(start + INDEX_AT, index);
  writer.int64At(start + RECEIVED_AT, timeMs(received));
  writer.latin1At(start + body_at - from, received);
}

function writeActor(writer: RowBinaryWriter, actor: Actor | undefined): void {
  writer.folded(actor?.name || actor?.id || actor?.email);
  writer.folded(actor?.type);
  writer.folded(actor?.id);
  writer.folded(actor?.name);
  writer.folded(actor?.email);
  writer.folded(actor?.assurance);
}

function writeTarget(writer: RowBinaryWriter, target: Target | undefined): void {
  writer.folded(target?.type);
  writer.folded(target?.id);
  writer.folded(target?.name);
  writer.folded(target?.environment);
}

/** What has no column of its own, as `path<US>value`. */
function restValues(event: ActaEvent): string[] {
  const rest: string[] = [];
  const add = (path: string, value: string | number | boolean): void => {
    rest.push(`${path}${REST_SEPARATOR}${fold(String(value))}`);
  };
  const { actor, target, context } = event;
  if (actor) {
    visitValues(actor.roles, 'actor.roles', add);
    visitValues(actor.credential, 'actor.credential', add);
    visitValues(actor.person, 'actor.person', add);
    visitValues(actor.accountable, 'actor.accountable', add);
    visitValues(actor.on_behalf_of, 'actor.on_behalf_of', add);
  }
  if (target) visitValues(target.parent, 'target.parent', add);
  visitValues(event.targets, 'targets', add);
  if (context) {
    visitValues(context.geo, 'context.geo', add);
    visitValues(context.request, 'context.request', add);
  }
  visitValues(event.changes, 'changes', add);
  visitValues(event.why, 'why', add);
  visitValues(event.labels, 'labels', add);
  visitValues(event.marks, 'marks', add);
  visitValues(event.revision, 'revision', add);
  visitValues(event.revision_of, 'revision_of', add);
  return rest;
}
