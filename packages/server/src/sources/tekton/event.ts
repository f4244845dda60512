// CloudEvents of Tekton: the type in `ce-…` headers over the bare object (binary mode), or an
// envelope around it (structured mode).
import { labelsOf, thing, type Target } from '../event-parts.ts';
import { unknownActor } from '../names.ts';
import { word } from '../naming.ts';
import {
  at,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type JsonObject,
} from '../reader.ts';
import { keptHeaders } from '../records.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { tektonAction, typeParts } from './actions.ts';
import { runActor, runPipeline, runTarget } from './run.ts';

const envelopeNames = ['ce-id', 'ce-source', 'ce-specversion', 'ce-subject', 'ce-time', 'ce-type'];
const members: Readonly<Record<string, string>> = {
  pipelinerun: 'pipelineRun',
  taskrun: 'taskRun',
  customrun: 'customRun',
  run: 'run',
  triggers: 'eventListener',
};

/** The events of a body. Throws `NotNormalizable` where no type of Tekton's is told. */
export function tektonEvents(
  record: JsonObject,
  headers: Readonly<Record<string, string>>,
): ListedEvent[] {
  const structured = text(record['specversion']) !== undefined;
  const of = (name: string) => text(structured ? record[name] : headers[`ce-${name}`]);
  const type = of('type');
  const parts = typeParts(type ?? '');
  if (type === undefined || parts === undefined) {
    throw new NotNormalizable(
      'no_tekton_type',
      'There is no Ce-Type of Tekton: a proxy in between must pass on the ce- headers.',
    );
  }
  const { kind, state } = parts;
  const data = structured ? object(record['data']) : record;
  const run = object(data?.[members[kind] ?? kind]);
  const condition = object(
    list(at(run, 'status.conditions')).find((one) => firstText(one, 'type') === 'Succeeded'),
  );
  const reason = text(condition?.['reason']);
  const action = tektonAction(kind, state, reason);
  const kept = structured ? undefined : keptHeaders(headers, envelopeNames);
  const event = present({
    time: (run === undefined ? undefined : timeFor(state, run, condition)) ?? timeOf(of('time')),
    action: action ?? 'pipeline.other',
    native: type,
    outcome: outcomeOf(state, action),
    actor: actorFor(kind, run, of('source')),
    target: targetFor(kind, run, of('subject') ?? of('source')),
    context: kept === undefined ? undefined : { request: { headers: kept } },
    pipeline: run === undefined || kind === 'triggers' ? undefined : runPipeline(kind, run),
    why: present({ reason: longText(condition?.['message']) }),
    labels: labelsOf({
      reason,
      pipeline: firstText(run, 'spec.pipelineRef.name'),
      task: firstText(run, 'spec.taskRef.name'),
    }),
  }) as EventBody;
  const id = of('id');
  return [
    {
      event,
      unmapped: action === undefined,
      id: id === undefined ? undefined : text(`${of('source') ?? ''}#${id}`),
    },
  ];
}

function outcomeOf(state: string, action: string | undefined): EventBody['outcome'] {
  if (action === undefined) return 'unknown';
  return state === 'failed' && !action.endsWith('.cancelled') ? 'failure' : 'success';
}

/** The object's own time of this state; undefined where it has none. */
function timeFor(
  state: string,
  run: JsonObject,
  condition: JsonObject | undefined,
): string | undefined {
  const changed = timeOf(condition?.['lastTransitionTime']);
  if (state === 'queued') return timeOf(at(run, 'metadata.creationTimestamp'));
  if (state === 'started') return timeOf(at(run, 'status.startTime')) ?? changed;
  const ended = state === 'successful' || state === 'failed';
  return (ended ? timeOf(at(run, 'status.completionTime')) : undefined) ?? changed;
}

function actorFor(
  kind: string,
  run: JsonObject | undefined,
  source: string | undefined,
): EventBody['actor'] {
  if (kind !== 'triggers') return run === undefined ? unknownActor : runActor(run);
  const name = firstText(run, 'metadata.name') ?? source;
  return name === undefined
    ? unknownActor
    : { type: 'service', id: text(`tekton:eventlistener/${name}`) as string, name };
}

function targetFor(kind: string, run: JsonObject | undefined, subject: string | undefined): Target {
  const type =
    kind === 'triggers' ? 'event_listener' : kind === 'pipelinerun' ? 'pipeline_run' : 'task_run';
  return run === undefined || firstText(run, 'metadata.name') === undefined
    ? (thing(word(type), `tekton:${kind}/${subject ?? 'unknown'}`, subject) as Target)
    : runTarget(kind, type, run);
}
