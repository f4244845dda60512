import { categories } from '@acta/event';
import type { Adapter } from '../types.ts';
import { callActions } from './actions/index.ts';
import { envelopeActions } from './eventbridge.ts';
import { normalizeCloudtrail } from './normalize.ts';
import { notifiedActions } from './notified.ts';
import { setup } from './setup.ts';
import { verifyCloudtrail } from './verify.ts';
import { settingsOf } from '../pull.ts';
import { cloudtrailPull } from './pull.ts';

/** Actions that outcome or parameters tell, beyond the tables. */
const closer = [
  'user.sign_in_failed',
  'bucket.made_public',
  'deployment.rejected',
  'deployment.restarted',
  'deployment.scaled',
  'pull_request.approval_withdrawn',
];

/** AWS accounts: CloudTrail's records, and what CodePipeline and its siblings tell EventBridge. */
export const awsCloudtrail: Adapter = {
  type: 'aws-cloudtrail',
  title: 'AWS CloudTrail',
  summary:
    'Every API call and sign-in of AWS accounts, with CodePipeline, CodeBuild, CodeDeploy and ECR, from EventBridge or the trail’s files.',
  doors: ['webhook', 'file', 'pull'],
  pull: cloudtrailPull,
  settings: [
    { name: 'account', title: 'AWS account or organisation', kind: 'text', required: false },
    { name: 'secret', title: 'API key (made up when empty)', kind: 'secret', required: false },
    ...settingsOf(cloudtrailPull),
  ],
  setup,
  verify: verifyCloudtrail,
  normalize: normalizeCloudtrail,
  actions: [
    ...new Set([
      ...callActions,
      ...envelopeActions,
      ...notifiedActions,
      ...closer,
      ...categories.map((category) => `${category}.other`),
    ]),
  ],
};
