// Events sent with a workload's token: the workload acts, on behalf of the person that its issuer
// names, or else of whom the sender names. What the token says of the pipeline fills what the
// sender left out; where the two disagree the sender's word stays, marked, with the token's beside
// it.
import { eventLimits, type Actor, type EventInput } from '@acta/event';
import type { Workload } from '../lib/workload.ts';

type Sent = Pick<EventInput, 'actor' | 'pipeline' | 'labels'>;

/**
 * Puts the workload into an event; the event is changed.
 *
 * @returns Whether the token contradicts what was sent
 */
export function actAs(event: Sent, workload: Workload): boolean {
  const sent = event.actor;
  const { person } = workload;
  const disagreements: Record<string, string> = {};
  if (person !== undefined && names(sent, workload) && !isSame(sent, person)) {
    disagreements['token.actor'] = person.id;
  }
  event.actor = { ...workload.actor, ...behalf(sent, disagreements, workload) };
  Object.assign(disagreements, fillPipeline(event, workload));
  const labels = { ...ofToken(workload.labels), ...disagreements };
  if (Object.keys(labels).length > 0) event.labels = withLabels(labels, event.labels);
  return Object.keys(disagreements).length > 0;
}

/** Whom it acts for: the sender's own word where it differs, so that it is not lost. */
function behalf(sent: Actor, disagreements: object, workload: Workload): { on_behalf_of?: Actor } {
  const { person } = workload;
  if (person !== undefined && Object.keys(disagreements).length === 0) {
    return { on_behalf_of: person };
  }
  return names(sent, workload) ? { on_behalf_of: { ...sent, assurance: 'claimed' } } : {};
}

/** Whether the sender names somebody other than the workload itself. */
function names({ type, id }: Actor, { actor }: Workload): boolean {
  return type !== 'unknown' && type !== 'workload' && id !== actor.id;
}

/** Ids of one product are compared; where the sender has another kind, names are. */
function isSame(sent: Actor, person: Actor): boolean {
  const product = person.id.slice(0, person.id.indexOf(':') + 1);
  if (product !== '' && sent.id.startsWith(product)) return sent.id === person.id;
  return sent.id === person.id || sent.id === person.name || sent.name === person.name;
}

function fillPipeline(event: Sent, { pipeline, compared }: Workload): Record<string, string> {
  const disagreements: Record<string, string> = {};
  const filled = { ...event.pipeline };
  for (const [name, claim] of Object.entries(pipeline) as [keyof typeof filled, string][]) {
    const sent = filled[name];
    if (sent === undefined) filled[name] = claim;
    else if (compared.includes(name) && !agree(sent, claim)) disagreements[`token.${name}`] = claim;
  }
  if (Object.keys(filled).length > 0) event.pipeline = filled;
  return disagreements;
}

/** A branch may be named short, and a run by its number. */
function agree(sent: string, claim: string): boolean {
  const short = claim.replace(/^refs\/(?:heads|tags)\//, '');
  return sent === claim || sent === short || claim.endsWith(`/${sent}`);
}

/** Under names of their own, so that they take no label of the sender's. */
function ofToken(labels: Workload['labels']): Record<string, string> {
  const entries = Object.entries(labels).map(([name, value]) => [`token.${name}`, value] as const);
  return Object.fromEntries(entries);
}

/** The token's first: a sender with all labels in use must not be able to leave them out. */
function withLabels(
  ours: Record<string, string>,
  sent: Record<string, string> | undefined,
): Record<string, string> {
  const all = { ...ours, ...sent, ...ours };
  return Object.fromEntries(Object.entries(all).slice(0, eventLimits.map_max_members));
}
