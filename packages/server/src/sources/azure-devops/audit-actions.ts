// Actions of Azure DevOps' auditing (docs: "Auditing events list") in the catalogue's words.

/** Action of the catalogue to the actions that stand for it, blank-separated. */
const table: Readonly<Record<string, string>> = {
  'registry.created': 'Artifacts.Feed.Project.Create Artifacts.Feed.Org.Create',
  'registry.changed': `
    Artifacts.Feed.Project.Modify Artifacts.Feed.Org.Modify Artifacts.Feed.Project.FeedView.Create
    Artifacts.Feed.Project.FeedView.Modify Artifacts.Feed.Project.FeedView.HardDelete
    Artifacts.Feed.Org.FeedView.Create Artifacts.Feed.Org.FeedView.Modify
    Artifacts.Feed.Org.FeedView.HardDelete`,
  'registry.deleted': `
    Artifacts.Feed.Project.SoftDelete Artifacts.Feed.Project.HardDelete
    Artifacts.Feed.Org.SoftDelete Artifacts.Feed.Org.HardDelete`,
  'access.changed': `
    Artifacts.Feed.Project.Modify.Permissions Artifacts.Feed.Org.Modify.Permissions
    Security.ModifyAccessControlLists Security.ModifyPermission
    Security.ResetAccessControlLists Security.ResetPermission`,
  'access.revoked': `
    Artifacts.Feed.Project.Permissions.Deletion Artifacts.Feed.Org.Permissions.Deletion
    Security.RemoveAccessControlLists Security.RemoveAllAccessControlLists
    Security.RemoveIdentityACEs Security.RemovePermission`,
  'audit_log.read': 'AuditLog.AccessLog AuditLog.StreamRead',
  'audit_log.exported': 'AuditLog.DownloadLog',
  'audit_log_stream.created': 'AuditLog.StreamCreated',
  'audit_log_stream.deleted': 'AuditLog.StreamDeleted',
  'audit_log_stream.changed': `
    AuditLog.StreamDisabledBySystem AuditLog.StreamDisabledByUser AuditLog.StreamEnabled
    AuditLog.StreamModified`,
  'audit_log_stream.checked': 'AuditLog.TestStream',
  'billing.changed': `
    Billing.BillingModeUpdate Billing.LimitUpdate Billing.PurchaseUpdate Billing.SubscriptionLink
    Billing.SubscriptionUnlink Billing.SubscriptionUpdate`,
  'plugin.installed': 'Extension.Installed',
  'plugin.changed': 'Extension.Disabled Extension.Enabled Extension.VersionUpdated',
  'plugin.removed': 'Extension.Uninstalled',
  'branch_protection.bypassed': 'Git.RefUpdatePoliciesBypassed',
  'repository.created': 'Git.RepositoryCreated',
  'default_branch.changed': 'Git.RepositoryDefaultBranchChanged',
  'repository.deleted': 'Git.RepositoryDeleted Git.RepositoryDestroyed',
  'repository.archived': 'Git.RepositoryDisabled',
  'repository.unarchived': 'Git.RepositoryEnabled',
  'repository.forked': 'Git.RepositoryForked',
  'repository.renamed': 'Git.RepositoryRenamed',
  'repository.restored': 'Git.RepositoryUndeleted',
  'group.created': 'Group.CreateGroups',
  'group.deleted': 'Group.UpdateGroups.Delete',
  'group.changed': 'Group.UpdateGroups.Modify',
  'group_member.added': 'Group.UpdateGroupMembership.Add',
  'group_member.removed': 'Group.UpdateGroupMembership.Remove',
  'runner.registered': 'Library.AgentAdded',
  'runner.removed': 'Library.AgentDeleted Library.AgentsDeleted',
  'runner_group.created': 'Library.AgentPoolCreated',
  'runner_group.deleted': 'Library.AgentPoolDeleted',
  'integration.created':
    'Library.ServiceConnectionCreated Library.ServiceConnectionCreatedForMultipleProjects',
  'integration.deleted':
    'Library.ServiceConnectionDeleted Library.ServiceConnectionDeletedFromMultipleProjects',
  'integration.changed': `
    Library.ServiceConnectionForProjectModified Library.ServiceConnectionModified
    Library.ServiceConnectionPropertyChanged Library.ServiceConnectionShared
    Library.ServiceConnectionSharedWithMultipleProjects`,
  'variable.created': 'Library.VariableGroupCreated Library.VariableGroupCreatedForProjects',
  'variable.deleted': 'Library.VariableGroupDeleted Library.VariableGroupDeletedFromProjects',
  'variable.changed': 'Library.VariableGroupModified Library.VariableGroupModifiedForProjects',
  'license.changed': `
    Licensing.Assigned Licensing.GroupRuleCreated Licensing.GroupRuleDeleted
    Licensing.GroupRuleModified Licensing.Modified Licensing.Removed`,
  'organization.created': 'Organization.Create',
  'sso.changed': 'Organization.LinkToAAD Organization.UnlinkFromAAD',
  'organization.deleted': 'Organization.Update.Delete',
  'organization.transferred': 'Organization.Update.ForceUpdateOwner Organization.Update.Owner',
  'organization.renamed': 'Organization.Update.Rename',
  'organization.changed': 'Organization.Update.Restore',
  'organization_policy.changed': `
    OrganizationPolicy.EnforcePolicyAdded OrganizationPolicy.EnforcePolicyRemoved
    OrganizationPolicy.PolicyValueUpdated Pipelines.OrganizationSettings`,
  'deployment.finished': `
    Pipelines.DeploymentJobCompleted Release.DeploymentCompleted Release.DeploymentsCompleted`,
  'pipeline.created': 'Pipelines.PipelineCreated Release.ReleasePipelineCreated',
  'pipeline.deleted': 'Pipelines.PipelineDeleted Release.ReleasePipelineDeleted',
  'pipeline.changed': 'Pipelines.PipelineModified Release.ReleasePipelineModified',
  'actions_policy.changed': 'Pipelines.PipelineRetentionSettingChanged Pipelines.ProjectSettings',
  'workflow_permission.changed': `
    Pipelines.ResourceAuthorizedForPipeline Pipelines.ResourceAuthorizedForProject
    Pipelines.ResourceNotAuthorizedForPipeline Pipelines.ResourceNotAuthorizedForProject
    Pipelines.ResourceUnauthorizedForPipeline Pipelines.ResourceUnauthorizedForProject`,
  'build.kept': 'Pipelines.RunRetained Pipelines.RunUnretained',
  'app.created': 'Pipelines.OAuthConfigurationCreated',
  'app.deleted': 'Pipelines.OAuthConfigurationDeleted',
  'app.changed': 'Pipelines.OAuthConfigurationUpdated',
  'branch_protection.created': 'Policy.PolicyConfigCreated',
  'branch_protection.changed': 'Policy.PolicyConfigModified',
  'branch_protection.removed': 'Policy.PolicyConfigRemoved',
  'process_template.changed': `
    Process.Behavior.Add Process.Behavior.Create Process.Behavior.Delete Process.Behavior.Edit
    Process.Behavior.Remove Process.Behavior.Update Process.Control.Create
    Process.Control.CreateWithoutLabel Process.Control.Delete Process.Control.Update
    Process.Field.Add Process.Field.Create Process.Field.Delete Process.Field.Edit
    Process.Field.Remove Process.Field.Update Process.Group.Add Process.Group.Update
    Process.List.Create Process.List.Delete Process.List.ListAddValue
    Process.List.ListRemoveValue Process.List.Update Process.Page.Add Process.Page.Delete
    Process.Page.Update Process.Process.CloneXmlToInherited Process.Process.Delete
    Process.Process.Edit Process.Process.EditWithoutNewInformation Process.Process.Import
    Process.Process.MigrateXmlToInherited Process.Rule.Add Process.Rule.Delete
    Process.Rule.Update Process.State.Create Process.State.Delete Process.State.Update
    Process.SystemControl.Update Process.WorkItemType.Create Process.WorkItemType.Delete
    Process.WorkItemType.Update`,
  'project.changed': `
    Project.AreaPath.Create Project.AreaPath.Delete Project.AreaPath.Update
    Project.RestoreCompleted Project.RestoreQueued Project.UpdateRenameCompleted
    Project.UpdateRenameQueued Project.UpdateVisibilityCompleted Project.UpdateVisibilityQueued`,
  'project.created':
    'Project.Create Project.CreateCompleted Project.CreateFailed Project.CreateQueued',
  'project.deleted': `
    Project.DeleteCompleted Project.DeleteFailed Project.DeleteQueued Project.HardDeleteCompleted
    Project.HardDeleteFailed Project.HardDeleteQueued Project.SoftDeleteCompleted
    Project.SoftDeleteFailed Project.SoftDeleteQueued`,
  'deployment.approved': 'Release.ApprovalCompleted Release.ApprovalsCompleted',
  'release.created': 'Release.ReleaseCreated',
  'release.deleted': 'Release.ReleaseDeleted',
  'token.created': 'Token.PatCreateEvent',
  'token.changed': 'Token.PatUpdateEvent',
  'token.expired': 'Token.PatExpiredEvent',
  'token.leaked': 'Token.PatPublicDiscoveryEvent',
  'token.revoked': 'Token.PatRevokeEvent Token.PatSystemRevokeEvent',
  'ssh_key.created': 'Token.SshCreateEvent',
  'ssh_key.deleted': 'Token.SshRevokeEvent',
  'ssh_key.changed': 'Token.SshUpdateEvent',
};

const actions: ReadonlyMap<string, string> = new Map(
  Object.entries(table).flatMap(([action, ids]) =>
    ids
      .trim()
      .split(/\s+/)
      .map((id) => [id, action] as const),
  ),
);

/** The catalogue's action for an audit action, or undefined where no table names it. */
export function auditAction(id: string): string | undefined {
  return actions.get(id);
}

/** All actions that auditing can give. */
export const auditActions: readonly string[] = Object.keys(table);

const areas: Readonly<Record<string, string>> = {
  Artifacts: 'artifact',
  AuditLog: 'system',
  Billing: 'system',
  Extension: 'pipeline',
  Group: 'identity',
  Library: 'pipeline',
  Licensing: 'system',
  Organization: 'identity',
  OrganizationPolicy: 'policy',
  Pipelines: 'pipeline',
  Policy: 'policy',
  Release: 'deploy',
  Security: 'identity',
  Token: 'secret',
};

/** The category of an action that no table names, by its area. */
export function auditCategory(id: string): string {
  const area = id.split('.')[0] ?? '';
  return Object.hasOwn(areas, area) ? (areas[area] as string) : 'change';
}
