import { verifyEchoed } from '../echoed-header.ts';
import { others } from '../naming.ts';
import { bodyText, normalizeRecords } from '../records.ts';
import type { Adapter } from '../types.ts';
import { ocsfActions } from './actions.ts';
import { ocsfEvent } from './record.ts';

/** Events that somebody has put into the Open Cybersecurity Schema Framework already. */
export const ocsf: Adapter = {
  type: 'ocsf',
  title: 'OCSF events',
  summary:
    'Events in the Open Cybersecurity Schema Framework, of Security Lake and other pipelines.',
  doors: ['stream', 'webhook', 'hec', 'bulk', 'loki', 'otlp', 'file'],
  settings: [
    {
      name: 'secret',
      title: 'Token of the sender (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Vector, or any sender of JSON lines',
      text: 'One event a line, or a list.',
      copy: 'sinks:\n  acta:\n    type: http\n    inputs: [ocsf]\n    uri: {intake_url}\n    encoding: { codec: json }\n    framing: { method: newline_delimited }\n    auth: { strategy: bearer, token: "{secret}" }',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'stream'),
  normalize: (delivery) =>
    normalizeRecords(bodyText(delivery.body), ocsfEvent, {
      lists: ['events'],
      envelopes: ['event'],
      own: ['class_uid'],
    }),
  actions: [
    ...ocsfActions,
    'user.sign_in_failed',
    ...others('system', 'policy', 'identity', 'access', 'data'),
  ],
};
