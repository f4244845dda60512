import { verifyEchoed } from '../echoed-header.ts';
import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { tektonActions } from './actions.ts';
import { tektonEvents } from './event.ts';

/** Tekton: CloudEvents of pipeline runs, task runs, custom runs and event listeners. */
export const tekton: Adapter = {
  type: 'tekton',
  title: 'Tekton',
  summary: 'Pipeline runs and tasks of Tekton: queued, started, ended, failed, cancelled.',
  doors: ['webhook'],
  settings: [
    {
      name: 'secret',
      title: 'Password in the address (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Sink of the events controller',
      text: 'Tekton signs nothing and sends no header of yours: put the secret into the address of the sink as its password (https://acta:SECRET@host/intake/NAME).',
      copy: 'kubectl -n tekton-pipelines patch configmap config-events --type merge \\\n  -p \'{"data":{"formats":"tektonv1","sink":"{intake_url}"}}\'\n# sink: the address with acta:{secret}@ before the host',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  normalize: (delivery) =>
    eventsOfTexts(openedLeaves(delivery), (record) => tektonEvents(record, delivery.headers)),
  actions: tektonActions,
};
