// The action of an API call: by table where the call matters to an audit, by its verb otherwise.
import { deliveryTables } from './delivery.ts';
import { estateTables, firewallTables } from './estate.ts';
import { identityTables } from './identity.ts';
import { secretTables } from './secret.ts';
import type { ServiceTable } from './table.ts';
import { watchingTables } from './watching.ts';

const tables: Readonly<Record<string, ServiceTable>> = {
  ...identityTables,
  ...secretTables,
  ...deliveryTables,
  ...estateTables,
  ...firewallTables,
  ...watchingTables,
};

/** First words of call names. What only looks is `read`, whatever the record says. */
const verbs: readonly (readonly [RegExp, string])[] = [
  [/^(?:List|Describe\w+s$)/, 'resource.listed'],
  [
    /^(?:Get|Describe|BatchGet|BatchDescribe|Head|Lookup|Search|Query|Scan|Select|View|Check|Test|Validate|Verify|Preview|Estimate|Detect|Discover|Download|Read|Filter|Simulate|Evaluate|Is|Has|Count|Retrieve|Receive|Poll)/,
    'resource.read',
  ],
  [
    /^(?:Create|BatchCreate|Run|Launch|Allocate|Register|Import|Add|Publish|Copy|Restore|Provision|Request|Generate|Clone|Build|Issue|Subscribe|Upload|Initiate)/,
    'resource.created',
  ],
  [
    /^(?:Delete|BatchDelete|Remove|Terminate|Deregister|Release|Purge|Destroy|Unsubscribe|Revoke|Deprovision|Drop)/,
    'resource.deleted',
  ],
  [
    /^(?:Update|BatchUpdate|Put|BatchPut|Modify|Set|Attach|Detach|Associate|Disassociate|Enable|Disable|Tag|Untag|Change|Reset|Start|Stop|Reboot|Resume|Suspend|Pause|Cancel|Send|Execute|Invoke|Authorize|Apply|Move|Replace|Rotate|Promote|Accept|Reject|Deny|Assign|Unassign|Activate|Deactivate|Increase|Decrease|Renew|Retry|Rollback|Write|Merge|Split|Submit|Configure|Switch|Swap|Share|Unshare|Lock|Unlock|Complete|Abort|Archive|Unarchive|Upgrade|Transfer|Post|Edit|Link|Unlink|Join|Leave|Refresh|Notify|Record|Signal|Failover|Bundle|Encrypt|Decrypt)/,
    'resource.changed',
  ],
];

/** `CreateFunction20150331v2` is `CreateFunction`: some services write their API's date behind. */
const apiDate = /\d{8}(?:v\d+)?$/;

/** The service of an event source: `iam` of `iam.amazonaws.com`. */
export function serviceOf(eventSource: string | undefined): string {
  return (eventSource ?? '').replace(/\.amazonaws\.com(?:\.cn)?$/, '');
}

/** The action of a call, or undefined where neither table, verb nor `readOnly` tells. */
export function callAction(
  service: string,
  eventName: string,
  readOnly: boolean | undefined,
): string | undefined {
  const name = eventName.replace(apiDate, '');
  const table = Object.hasOwn(tables, service) ? tables[service] : undefined;
  if (table !== undefined && Object.hasOwn(table, name)) return table[name];
  const found = verbs.find(([first]) => first.test(name))?.[1];
  if (readOnly === true) return found === 'resource.listed' ? found : 'resource.read';
  if (found !== undefined) return found;
  return readOnly === false ? 'resource.changed' : undefined;
}

/** Every action that the tables and verbs can give. */
export const callActions: readonly string[] = [
  ...new Set([
    ...Object.values(tables).flatMap((table) => Object.values(table)),
    ...verbs.map(([, action]) => action),
  ]),
];
