// The log sources, in Sigma's words, that the events of a source are: SigmaHQ's names where it has
// some, else the product's. All events are of the product `acta` as well, in Acta's own fields.
import type { Logsource } from '@acta/sigma';

/** Rules for `product: acta` see Acta's event; all others see the product's own record. */
export const ACTA: Logsource = { product: 'acta' };

const audit = (product: string): Logsource => ({ product, service: 'audit' });
/** Linux's messages are told apart by the program that wrote them, in rules by the service. */
const LINUX = ['auth', 'syslog', 'sshd', 'sudo', 'auditd', 'cron'].map((service) => ({
  product: 'linux',
  service,
}));

/** By source type. One that is not here is `{product: TYPE, service: audit}`. */
const BY_TYPE: Readonly<Record<string, readonly Logsource[]>> = {
  'aws-cloudtrail': [{ product: 'aws', service: 'cloudtrail' }],
  'azure-activity': [{ product: 'azure', service: 'activitylogs' }],
  'azure-key-vault': [{ product: 'azure', service: 'keyvault' }],
  'entra-id': [
    { product: 'azure', service: 'auditlogs' },
    { product: 'azure', service: 'signinlogs' },
    { product: 'azure', service: 'riskdetection' },
  ],
  'gcp-audit': [{ product: 'gcp', service: 'gcp.audit' }],
  'google-workspace': [
    { product: 'google_workspace', service: 'activity' },
    { product: 'gcp', service: 'google_workspace.admin' },
    { product: 'gcp', service: 'google_workspace.login' },
  ],
  'bitbucket-dc': [audit('bitbucket')],
  github: [audit('github'), { product: 'github', service: 'webhook' }],
  gitlab: [audit('gitlab'), { product: 'gitlab', service: 'webhook' }],
  kubernetes: [{ product: 'kubernetes', service: 'audit', category: 'application' }],
  linux: LINUX,
  okta: [{ product: 'okta', service: 'okta' }],
  postgresql: [{ product: 'postgresql', service: 'audit', category: 'database' }],
  syslog: LINUX,
};

/** The log sources of a source's native records. The same list each time for one type. */
export function logsourcesOf(type: string): readonly Logsource[] {
  let sources = known.get(type);
  if (sources === undefined) {
    sources = Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type]! : [audit(type)];
    known.set(type, sources);
  }
  return sources;
}

const known = new Map<string, readonly Logsource[]>();
