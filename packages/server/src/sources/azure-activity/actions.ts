// Operations of Azure Resource Manager in the catalogue's words: by the end of the operation's name
// in lower case, longest first; else by its verb.

const ends: readonly (readonly [string, string])[] = [
  ['authorization/roleassignments/write', 'role.assigned'],
  ['authorization/roleassignments/delete', 'role.revoked'],
  ['authorization/roledefinitions/write', 'role.changed'],
  ['authorization/roledefinitions/delete', 'role.deleted'],
  ['authorization/elevateaccess/action', 'privilege.escalated'],
  ['authorization/locks/write', 'environment_protection.created'],
  ['authorization/locks/delete', 'environment_protection.removed'],
  ['authorization/policyassignments/write', 'policy.attached'],
  ['authorization/policyassignments/delete', 'policy.detached'],
  ['authorization/policydefinitions/write', 'policy.changed'],
  ['authorization/policydefinitions/delete', 'policy.deleted'],
  ['authorization/policyexemptions/write', 'policy_check.overridden'],
  ['authorization/policies/deployifnotexists/action', 'policy_check.completed'],
  ['authorization/policies/audit/action', 'policy_check.completed'],
  ['authorization/policies/auditifnotexists/action', 'policy_check.completed'],
  ['authorization/policies/deny/action', 'policy.violated'],
  ['insights/diagnosticsettings/write', 'audit_log_stream.changed'],
  ['insights/diagnosticsettings/delete', 'audit_log_stream.deleted'],
  ['insights/alertrules/write', 'rule.changed'],
  ['insights/alertrules/delete', 'rule.deleted'],
  ['insights/metricalerts/write', 'rule.changed'],
  ['insights/metricalerts/delete', 'rule.deleted'],
  ['insights/activitylogalerts/write', 'rule.changed'],
  ['insights/activitylogalerts/delete', 'rule.deleted'],
  ['insights/logprofiles/delete', 'audit_log_stream.deleted'],
  ['operationalinsights/workspaces/delete', 'audit_log_stream.deleted'],
  ['network/networksecuritygroups/write', 'firewall.changed'],
  ['network/networksecuritygroups/delete', 'firewall.changed'],
  ['network/networksecuritygroups/join/action', 'firewall.changed'],
  ['network/networksecuritygroups/securityrules/write', 'firewall.changed'],
  ['network/networksecuritygroups/securityrules/delete', 'firewall.changed'],
  ['network/azurefirewalls/write', 'firewall.changed'],
  ['network/azurefirewalls/delete', 'firewall.changed'],
  ['network/firewallpolicies/write', 'firewall.changed'],
  ['network/virtualnetworks/write', 'network.changed'],
  ['network/virtualnetworks/delete', 'network.deleted'],
  ['compute/virtualmachines/write', 'instance.changed'],
  ['compute/virtualmachines/delete', 'instance.deleted'],
  ['compute/virtualmachines/start/action', 'instance.started'],
  ['compute/virtualmachines/restart/action', 'instance.started'],
  ['compute/virtualmachines/deallocate/action', 'instance.stopped'],
  ['compute/virtualmachines/poweroff/action', 'instance.stopped'],
  ['virtualmachines/runcommand/action', 'command.executed'],
  ['virtualmachines/runcommands/write', 'command.executed'],
  ['virtualmachines/extensions/write', 'software.installed'],
  ['virtualmachines/extensions/delete', 'software.removed'],
  ['serialports/connect/action', 'shell.opened'],
  ['compute/snapshots/write', 'snapshot.created'],
  ['compute/snapshots/delete', 'snapshot.deleted'],
  ['compute/snapshots/begingetaccess/action', 'snapshot.shared'],
  ['compute/disks/begingetaccess/action', 'snapshot.shared'],
  ['managedclusters/runcommand/action', 'command.executed'],
  ['listclusteradmincredential/action', 'credential.issued'],
  ['listclusterusercredential/action', 'credential.issued'],
  ['storage/storageaccounts/listkeys/action', 'secret.accessed'],
  ['storage/storageaccounts/regeneratekey/action', 'key.rotated'],
  ['storageaccounts/listaccountsas/action', 'credential.issued'],
  ['storageaccounts/listservicesas/action', 'credential.issued'],
  ['storage/storageaccounts/write', 'bucket.changed'],
  ['storage/storageaccounts/delete', 'bucket.deleted'],
  ['blobservices/containers/write', 'bucket.changed'],
  ['blobservices/containers/delete', 'bucket.deleted'],
  ['containers/immutabilitypolicies/write', 'retention_policy.changed'],
  ['containers/immutabilitypolicies/extend', 'retention_policy.changed'],
  ['containers/immutabilitypolicies/delete', 'retention_policy.changed'],
  ['keyvault/vaults/write', 'vault.changed'],
  ['keyvault/vaults/delete', 'vault.deleted'],
  ['keyvault/vaults/accesspolicies/write', 'access.granted'],
  ['keyvault/vaults/secrets/write', 'secret.changed'],
  ['keyvault/vaults/secrets/getsecret/action', 'secret.accessed'],
  ['keyvault/vaults/secrets/recover/action', 'secret.restored'],
  ['keyvault/vaults/certificates/read', 'secret.accessed'],
  ['keyvault/vaults/certificates/write', 'certificate.issued'],
  ['containerregistry/registries/write', 'registry.changed'],
  ['containerregistry/registries/delete', 'registry.deleted'],
  ['registries/listcredentials/action', 'secret.accessed'],
  ['registries/regeneratecredential/action', 'credential.changed'],
  ['containerregistry/registries/artifacts/delete', 'image.deleted'],
  ['containerregistry/registries/importimage/action', 'image.pushed'],
  ['resources/deployments/write', 'deployment.started'],
  ['resources/deployments/delete', 'deployment.removed'],
  ['resources/deployments/cancel/action', 'deployment.cancelled'],
  ['resources/subscriptions/resourcegroups/write', 'environment.changed'],
  ['resources/subscriptions/resourcegroups/delete', 'environment.deleted'],
  ['web/sites/write', 'deployment.changed'],
  ['web/sites/delete', 'deployment.removed'],
  ['web/sites/restart/action', 'deployment.restarted'],
  ['web/sites/slots/slotsswap/action', 'deployment.promoted'],
  ['web/sites/slotsswap/action', 'deployment.promoted'],
  ['web/sites/config/write', 'deployment.changed'],
  ['web/sites/config/list/action', 'secret.accessed'],
  ['web/sites/publishxml/action', 'secret.accessed'],
  ['app/containerapps/write', 'deployment.changed'],
  ['app/containerapps/delete', 'deployment.removed'],
  ['automation/automationaccounts/runbooks/write', 'pipeline.changed'],
  ['automationaccounts/runbooks/draft/write', 'pipeline.changed'],
  ['automationaccounts/runbooks/publish/action', 'pipeline.changed'],
  ['automationaccounts/jobs/write', 'job.started'],
  ['sql/servers/delete', 'database.deleted'],
  ['sql/servers/write', 'database.changed'],
  ['sql/servers/databases/delete', 'database.deleted'],
  ['sql/servers/databases/write', 'database.changed'],
  ['sql/servers/databases/export/action', 'database.exported'],
  ['sql/servers/firewallrules/write', 'firewall.changed'],
  ['sql/servers/auditingsettings/write', 'audit_logging.changed'],
  ['managedidentity/userassignedidentities/write', 'service_account.changed'],
  ['managedidentity/userassignedidentities/delete', 'service_account.deleted'],
  ['userassignedidentities/federatedidentitycredentials/write', 'identity_provider.created'],
  ['rbac.authorization.k8s.io/roles/write', 'role.changed'],
  ['rbac.authorization.k8s.io/clusterroles/write', 'role.changed'],
  ['rbac.authorization.k8s.io/rolebindings/write', 'role_binding.changed'],
  ['rbac.authorization.k8s.io/clusterrolebindings/write', 'role_binding.changed'],
  ['rbac.authorization.k8s.io/rolebindings/delete', 'role_binding.deleted'],
  ['rbac.authorization.k8s.io/clusterrolebindings/delete', 'role_binding.deleted'],
];
const table = new Map(ends);

/** Operations of the storage data plane, in lower case. */
const storage: readonly (readonly [RegExp, string])[] = [
  [/^(?:get|read|peek|query)(?:blob|file|queue|table|entit)|^copyblobsource/, 'object.read'],
  [
    /^(?:put|append|copy|set|create|rename|flush|write|merge|insert|update|undelete)\w*(?:blob|file|block|page|path|directory|entity)/,
    'object.written',
  ],
  [/^delete\w*(?:blob|file|path|directory|entity)/, 'object.deleted'],
  [/^list/, 'resource.listed'],
  [/^(?:get|read|head|query)/, 'resource.read'],
  [/^(?:create)/, 'resource.created'],
  [/^(?:delete)/, 'resource.deleted'],
  [/^(?:set|put|update)/, 'resource.changed'],
];

/** The action of an operation, or undefined where neither table nor verb tells. */
export function operationAction(operation: string): string | undefined {
  const parts = operation.toLowerCase().split('/');
  if (parts.length === 1) return storage.find(([first]) => first.test(parts[0] as string))?.[1];
  for (let from = Math.max(0, parts.length - 7); from < parts.length - 1; from++) {
    const tail = parts
      .slice(from)
      .join('/')
      .replace(/^microsoft\./, '');
    const found = table.get(tail);
    if (found !== undefined) return found;
  }
  const verb = parts.at(-1);
  if (verb === 'write') return 'resource.changed';
  if (verb === 'delete') return 'resource.deleted';
  if (verb === 'read') return 'resource.read';
  if (verb !== 'action' && verb !== 'extend') return undefined;
  return /^(?:list|get|read|check|validate|query|search)/.test(parts.at(-2) ?? '')
    ? 'resource.read'
    : 'resource.changed';
}

/** Every action that the tables and verbs can give. */
export const operationActions: readonly string[] = [
  ...new Set([
    ...ends.map(([, action]) => action),
    ...storage.map(([, action]) => action),
    'resource.changed',
    'resource.deleted',
    'resource.read',
    'incident.updated',
    'incident.detected',
    'system.other',
  ]),
];
