// What a sender left out: vocabulary from the catalogue, types and ids from what is there.
import { actionOrOther } from '../catalogue/definitions.ts';
import type { Actor, EventInput, SentActor, SentEvent, SentTarget } from '../schema/event.ts';

/**
 * Fills in a checked event, which must be the caller's own: it is changed in place. `time` is the
 * sent time in Acta's form.
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
  completeActor(sent.actor);
  completeTarget(sent.target);
  sent.targets?.forEach(completeTarget);
  const approvers = sent.why?.approved_by;
  if (approvers) sent.why!.approved_by = approvers.map(approverOf);
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

function completeActor(actor: SentActor): void {
  actor.type ??= 'unknown';
  actor.id ??= actor.name || actor.email!;
  if (actor.on_behalf_of) completeActor(actor.on_behalf_of);
}

function completeTarget(target: SentTarget): void {
  target.type ??= 'unknown';
  target.id ??= target.name!;
  if (target.parent) completeTarget(target.parent);
}

function approverOf(approver: string | SentActor): Actor {
  if (typeof approver === 'string') return { type: 'unknown', id: approver };
  completeActor(approver);
  return approver as Actor;
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
