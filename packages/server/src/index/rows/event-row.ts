// One entry of the log as a row of `events`: by a template in the order of COLUMNS, not by a generic
// serialiser, because every event passes here. A test holds it against the generic reading of events.
import type { ActaEvent, Actor, Target } from '@acta/event';
import { canonicalIp, fold, searchText, severityRank, visitValues } from '@acta/query';
import type { LogEntry } from '../../lib/entry.ts';
import { REST_SEPARATOR } from '../schema/columns.ts';
import { bodyOf } from './body.ts';
import { splitCodes } from './codes.ts';
import { keysOf } from './keys.ts';
import type { RowBinaryWriter } from './row-binary.ts';

/** Appends the entry's row. */
export function writeEventRow(writer: RowBinaryWriter, entry: LogEntry): void {
  const { event } = entry;
  const { source, actor, target, context, pipeline } = event;
  writer.int64(entry.index);
  writer.int64(Date.parse(event.time));
  writer.int64(Date.parse(event.received));
  writer.uuid(event.id);
  writer.uint8(severityRank(event.severity));
  writer.text(event.action);
  writer.text(event.category);
  writer.text(event.effect);
  writer.text(event.outcome);
  writer.text(source.type);
  writer.text(folded(source.name));
  writer.text(folded(source.via));
  writer.text(folded(source.delivery));
  writer.text(folded(event.native));
  writeActor(writer, actor);
  writeTarget(writer, target);
  writer.text(context?.ip === undefined ? '' : canonicalIp(fold(context.ip)));
  writer.text(folded(context?.user_agent));
  writer.text(folded(context?.session));
  writer.text(folded(pipeline?.stage));
  writer.text(folded(pipeline?.run));
  writer.text(folded(pipeline?.job));
  writer.text(folded(pipeline?.commit));
  writer.text(folded(pipeline?.ref));
  writer.text(folded(pipeline?.change));
  writer.text(folded(pipeline?.artifact));
  writer.text(folded(pipeline?.environment));
  writer.text(folded(pipeline?.service));
  writer.text(folded(pipeline?.version));
  writeTexts(writer, restValues(event));
  writeTexts(writer, keysOf(event));
  const { text, codes } = splitCodes(searchText(event));
  writeTexts(writer, codes);
  writer.text(text);
  writer.text(bodyOf(entry));
}

function folded(value: string | undefined): string {
  return value === undefined ? '' : fold(value);
}

function writeActor(writer: RowBinaryWriter, actor: Actor | undefined): void {
  writer.text(folded(actor?.type));
  writer.text(folded(actor?.id));
  writer.text(folded(actor?.name));
  writer.text(folded(actor?.email));
  writer.text(folded(actor?.assurance));
}

function writeTarget(writer: RowBinaryWriter, target: Target | undefined): void {
  writer.text(folded(target?.type));
  writer.text(folded(target?.id));
  writer.text(folded(target?.name));
  writer.text(folded(target?.environment));
}

function writeTexts(writer: RowBinaryWriter, texts: readonly string[]): void {
  writer.varint(texts.length);
  for (const text of texts) writer.text(text);
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
