// cdviz-collector: CDEvents made of Argo CD's notifications, under `outputs/` beside `inputs/`.
import { given, isAt, isOn, isOneOf, textOf, type ExpectedValue, type Loose } from './types.ts';

/** The kinds of CDEvents and our actions. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'incident.detected': ['application.health_changed'],
  'service.deployed': ['application.synced', 'application.health_changed'],
  'service.upgraded': ['application.synced'],
  'service.removed': ['application.deleted'],
};
const OUTCOMES: Readonly<Record<string, string>> = {
  Succeeded: 'success',
  Failed: 'failure',
  Error: 'failure',
};

/** The values of one CDEvent. */
export function cdvizValues(cdevent: Loose): ExpectedValue[] {
  const custom = cdevent?.['customData']?.['argocd'];
  const application = custom?.['application'];
  const kind = textOf(cdevent?.['context']?.['type'])?.split('.').slice(2, 4).join('.');
  const place = `${textOf(application?.['namespace'])}/${textOf(application?.['name'])}`;
  const when = textOf(cdevent?.['context']?.['timestamp']);
  const phase = textOf(custom?.['operation']?.['phase']);
  const outcome = phase === undefined ? undefined : OUTCOMES[phase];
  const revision = textOf(custom?.['operation']?.['revision']);
  return given([
    ['what', kind, isOneOf(ACTIONS[kind ?? ''] ?? [])],
    ['when', when, isAt(when ?? '')],
    ['where', place, isOn(place)],
    ['outcome', outcome, (event) => event.outcome === outcome],
    ['commit', revision, ({ pipeline }) => pipeline?.commit === revision],
  ]);
}
