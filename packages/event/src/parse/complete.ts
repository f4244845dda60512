// What a sender left out: vocabulary from the catalogue, types and ids from what is there.
import { actionOrOther } from '../catalogue/definitions.ts';
import type {
  Actor,
  EventInput,
  SentActor,
  SentEvent,
  SentTarget,
  Target,
} from '../schema/event.ts';

/**
 * Fills in a checked event, which must be the caller's own: it is changed in place, what it holds
 * is not. `time` is the sent time in Acta's form.
 */
export function completeEvent(sent: SentEvent, time: string | undefined): EventInput {
  const definition = actionOrOther(sent.action, sent.category);
  if (definition.action !== sent.action) {
    sent.effect ??= effectOf(sent.action, definition.effect);
    keepWord(sent);
    sent.action = definition.action;
  }
  sent.category ??= definition.category;
  sent.effect ??= definition.effect;
  sent.outcome ??= definition.outcome ?? 'unknown';
  sent.severity ??= definition.severity;
  if (time !== undefined) sent.time = time;
  sent.actor = wholeActor(sent.actor);
  sent.target = wholeTarget(sent.target);
  if (sent.targets) sent.targets = sent.targets.map(wholeTarget);
  const approvers = sent.why?.approved_by;
  if (approvers) sent.why = { ...sent.why, approved_by: approvers.map(approverOf) };
  return sent as EventInput;
}

/**
 * The sender's own word for the action becomes `native`; a native name that was sent too becomes a
 * label.
 */
function keepWord(sent: SentEvent): void {
  if (sent.native && sent.native !== sent.action) {
    sent.labels = { native: sent.native, ...sent.labels };
  }
  sent.native = sent.action;
}

function wholeActor(actor: SentActor): Actor {
  const { type, id, on_behalf_of } = actor;
  if (type !== undefined && id !== undefined && on_behalf_of === undefined) return actor as Actor;
  const whole: SentActor = { ...actor, type: type ?? 'unknown' };
  whole.id ??= actor.name || actor.email!;
  if (on_behalf_of) whole.on_behalf_of = wholeActor(on_behalf_of);
  return whole as Actor;
}

function wholeTarget(target: SentTarget): Target {
  const { type, id, parent } = target;
  if (type !== undefined && id !== undefined && parent === undefined) return target as Target;
  const whole: SentTarget = { ...target, type: type ?? 'unknown' };
  whole.id ??= target.name!;
  if (parent) whole.parent = wholeTarget(parent);
  return whole as Target;
}

function approverOf(approver: string | SentActor): Actor {
  return typeof approver === 'string' ? { type: 'unknown', id: approver } : wholeActor(approver);
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
