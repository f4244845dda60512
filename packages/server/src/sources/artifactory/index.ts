import { eventsOfOne } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { artifactoryActions, artifactoryEvent } from './record.ts';
import { verifyArtifactory } from './verify.ts';

/** JFrog Artifactory: webhooks of artifacts, images, builds, releases and distribution. */
export const artifactory: Adapter = {
  type: 'artifactory',
  title: 'JFrog Artifactory',
  summary: 'Artifacts, images, builds, properties, release bundles and their distribution.',
  doors: ['webhook'],
  settings: [
    { name: 'signed', title: 'Payloads are signed with the secret', kind: 'flag', required: false },
    {
      name: 'secret',
      title: 'Webhook secret (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhook',
      text: 'Administration → General → Webhooks → New. Choose the events, set the secret, and tick “Use secret for payload signing”. Without signing, set `signed` of this source to false: then the secret itself is sent.',
      copy: 'URL: {intake_url}\nSecret token: {secret}\nUse secret for payload signing: yes',
    },
  ],
  verify: verifyArtifactory,
  normalize: (delivery) => eventsOfOne(delivery, (record) => [artifactoryEvent(record)]),
  actions: [...artifactoryActions, 'artifact.other'],
};
