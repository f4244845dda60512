import { openedLeaves } from '../envelope.ts';
import { text } from '../reader.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { fluxActions } from './actions.ts';
import { fluxEvents } from './event.ts';
import { verifyFlux } from './verify.ts';

/** Flux: events of its controllers, by the notification controller. */
export const flux: Adapter = {
  type: 'flux',
  title: 'Flux',
  summary: 'Syncs, upgrades, rollbacks, drift and failures of Flux, with revision and reason.',
  doors: ['webhook'],
  settings: [
    {
      name: 'environment',
      title: 'Environment of this cluster',
      kind: 'text',
      required: false,
    },
    {
      name: 'secret',
      title: 'Token of the provider (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Provider and alert, signed',
      text: 'One alert for each namespace that has Flux objects: an alert sees only its own.',
      copy: "kubectl -n flux-system create secret generic acta --from-literal=token='{secret}'\n\nkubectl apply -f - <<'EOF'\napiVersion: notification.toolkit.fluxcd.io/v1beta3\nkind: Provider\nmetadata: { name: acta, namespace: flux-system }\nspec:\n  type: generic-hmac\n  address: {intake_url}\n  secretRef: { name: acta }\n---\napiVersion: notification.toolkit.fluxcd.io/v1beta3\nkind: Alert\nmetadata: { name: acta, namespace: flux-system }\nspec:\n  providerRef: { name: acta }\n  eventSeverity: info\n  eventSources:\n    - { kind: GitRepository, name: '*' }\n    - { kind: OCIRepository, name: '*' }\n    - { kind: Kustomization, name: '*' }\n    - { kind: HelmRelease, name: '*' }\n    - { kind: ImageUpdateAutomation, name: '*' }\nEOF",
    },
  ],
  verify: verifyFlux,
  normalize: (delivery, settings) =>
    eventsOfTexts(openedLeaves(delivery), (record) =>
      fluxEvents(record, text(settings['environment'])),
    ),
  actions: fluxActions,
};
