// What a sender left out: vocabulary from the catalogue, types and ids from what is there.
import { actionOrOther } from '../catalogue/definitions.ts';
import type {
  Actor,
  EventInput,
  SentActor,
  SentEvent,
  SentTarget,
  Target,
  Why,
} from '../schema/event.ts';

/**
 * Fills in a checked event. `time` is the sent time in Acta's form. Does not change what it is
 * given.
 */
export function completeEvent(sent: SentEvent, time: string | undefined): EventInput {
  const definition = actionOrOther(sent.action, sent.category);
  const known = definition.action === sent.action;
  const event: EventInput = {
    ...sent,
    action: definition.action,
    category: sent.category ?? definition.category,
    effect: sent.effect ?? (known ? definition.effect : effectOf(sent.action, definition.effect)),
    outcome: sent.outcome ?? definition.outcome ?? 'unknown',
    severity: sent.severity ?? definition.severity,
    actor: completeActor(sent.actor),
    target: completeTarget(sent.target),
    targets: sent.targets?.map(completeTarget),
    why: sent.why && completeWhy(sent.why),
    labels: sent.labels,
    time,
  };
  if (!known) keepWord(event, sent);
  if (!sent.targets) delete event.targets;
  if (!sent.why) delete event.why;
  if (!event.labels) delete event.labels;
  if (time === undefined) delete event.time;
  return event;
}

/**
 * The sender's own word for the action becomes `native`; a native name that was sent too becomes a
 * label.
 */
function keepWord(event: EventInput, sent: SentEvent): void {
  event.native = sent.action;
  if (sent.native && sent.native !== sent.action) {
    event.labels = { ...sent.labels, native: sent.native };
  }
}

function completeActor(sent: SentActor): Actor {
  const {
    type = 'unknown',
    id = sent.name || sent.email!,
    on_behalf_of: principal,
    ...rest
  } = sent;
  const actor: Actor = { type, id, ...rest };
  if (principal) actor.on_behalf_of = completeActor(principal);
  return actor;
}

function completeTarget(sent: SentTarget): Target {
  const { type = 'unknown', id = sent.name!, parent, ...rest } = sent;
  const target: Target = { type, id, ...rest };
  if (parent) target.parent = completeTarget(parent);
  return target;
}

function completeWhy(sent: NonNullable<SentEvent['why']>): Why {
  const { approved_by: approvers, ...why } = sent;
  if (!approvers) return why;
  return {
    ...why,
    approved_by: approvers.map((approver) =>
      typeof approver === 'string' ? { type: 'unknown', id: approver } : completeActor(approver),
    ),
  };
}

const verbEffects: readonly [RegExp, EventInput['effect']][] = [
  [/\.(created|added|opened|published|registered|uploaded)$/, 'create'],
  [/\.(deleted|removed|destroyed|purged)$/, 'delete'],
  [/\.(read|viewed|listed|downloaded|accessed|exported)$/, 'read'],
  [/\.(updated|changed|renamed|modified|edited)$/, 'update'],
  [/\.(granted|approved|assigned|invited)$/, 'grant'],
  [/\.(revoked|denied|rejected|unassigned)$/, 'revoke'],
  [/\.(started|completed|finished|executed|run|triggered)$/, 'execute'],
  [/\.(signed_in|signed_out|logged_in|logged_out|authenticated)$/, 'authenticate'],
];

/** The effect that an unknown action's verb tells, or the category's. */
function effectOf(action: string, otherwise: EventInput['effect']): EventInput['effect'] {
  return verbEffects.find(([verb]) => verb.test(action))?.[1] ?? otherwise;
}
