// Methods of Google Cloud's APIs in the catalogue's words: by table where they matter to an audit,
// by their verb otherwise. Keys are the method's last part, or `resource.verb` in older APIs.

type Table = Readonly<Record<string, string>>;

const firewall: Table = {
  'firewalls.insert': 'firewall.changed',
  'firewalls.patch': 'firewall.changed',
  'firewalls.update': 'firewall.changed',
  'firewalls.delete': 'firewall.changed',
};
const policies: Table = {
  SetIamPolicy: 'role_binding.changed',
  SetIAMPolicy: 'role_binding.changed',
  setIamPolicy: 'role_binding.changed',
  setIamPermissions: 'role_binding.changed',
  'storage.setIamPermissions': 'role_binding.changed',
  TestIamPermissions: 'permission.checked',
};

const tables: Readonly<Record<string, Table>> = {
  iam: {
    CreateServiceAccount: 'service_account.created',
    UpdateServiceAccount: 'service_account.changed',
    PatchServiceAccount: 'service_account.changed',
    EnableServiceAccount: 'service_account.changed',
    DisableServiceAccount: 'service_account.changed',
    UndeleteServiceAccount: 'service_account.created',
    DeleteServiceAccount: 'service_account.deleted',
    CreateServiceAccountKey: 'key.created',
    UploadServiceAccountKey: 'key.imported',
    EnableServiceAccountKey: 'key.enabled',
    DisableServiceAccountKey: 'key.disabled',
    DeleteServiceAccountKey: 'key.deleted',
    CreateRole: 'role.created',
    UpdateRole: 'role.changed',
    DeleteRole: 'role.deleted',
    UndeleteRole: 'role.created',
    CreateWorkloadIdentityPool: 'identity_provider.created',
    UpdateWorkloadIdentityPool: 'identity_provider.changed',
    DeleteWorkloadIdentityPool: 'identity_provider.deleted',
    CreateWorkloadIdentityPoolProvider: 'identity_provider.created',
    UpdateWorkloadIdentityPoolProvider: 'identity_provider.changed',
    DeleteWorkloadIdentityPoolProvider: 'identity_provider.deleted',
    SignBlob: 'key.used',
    SignJwt: 'key.used',
  },
  iamcredentials: {
    GenerateAccessToken: 'token.created',
    GenerateIdToken: 'token.created',
    SignBlob: 'key.used',
    SignJwt: 'key.used',
  },
  sts: { ExchangeToken: 'token.exchanged' },
  cloudresourcemanager: {
    CreateProject: 'project.created',
    UpdateProject: 'project.changed',
    DeleteProject: 'project.deleted',
    UndeleteProject: 'project.created',
    MoveProject: 'project.changed',
  },
  orgpolicy: {
    CreatePolicy: 'organization_policy.changed',
    UpdatePolicy: 'organization_policy.changed',
    DeletePolicy: 'organization_policy.changed',
  },
  secretmanager: {
    CreateSecret: 'secret.created',
    AddSecretVersion: 'secret.changed',
    UpdateSecret: 'secret.changed',
    EnableSecretVersion: 'secret.changed',
    DisableSecretVersion: 'secret.changed',
    DestroySecretVersion: 'secret.destroyed',
    DeleteSecret: 'secret.deleted',
    AccessSecretVersion: 'secret.accessed',
    ListSecrets: 'secret.listed',
    ListSecretVersions: 'secret.listed',
  },
  cloudkms: {
    CreateCryptoKey: 'key.created',
    CreateCryptoKeyVersion: 'key.rotated',
    ImportCryptoKeyVersion: 'key.imported',
    UpdateCryptoKey: 'key.changed',
    UpdateCryptoKeyVersion: 'key.changed',
    UpdateCryptoKeyPrimaryVersion: 'key.rotated',
    DestroyCryptoKeyVersion: 'key.deletion_scheduled',
    RestoreCryptoKeyVersion: 'key.deletion_cancelled',
    Encrypt: 'key.used',
    Decrypt: 'key.used',
    AsymmetricSign: 'key.used',
    AsymmetricDecrypt: 'key.used',
    MacSign: 'key.used',
  },
  apikeys: {
    CreateKey: 'key.created',
    UpdateKey: 'key.changed',
    DeleteKey: 'key.deleted',
    GetKeyString: 'secret.accessed',
  },
  logging: {
    CreateSink: 'audit_log_stream.created',
    UpdateSink: 'audit_log_stream.changed',
    DeleteSink: 'audit_log_stream.deleted',
    CreateExclusion: 'audit_logging.changed',
    UpdateExclusion: 'audit_logging.changed',
    DeleteExclusion: 'audit_logging.changed',
    UpdateBucket: 'audit_logging.changed',
    DeleteBucket: 'audit_log_stream.deleted',
    DeleteLog: 'log.deleted',
    ListLogEntries: 'log.read',
    UpdateCmekSettings: 'audit_logging.changed',
  },
  storage: {
    'buckets.create': 'bucket.created',
    'buckets.update': 'bucket.changed',
    'buckets.patch': 'bucket.changed',
    'buckets.delete': 'bucket.deleted',
    'objects.get': 'object.read',
    'objects.create': 'object.written',
    'objects.update': 'object.written',
    'objects.delete': 'object.deleted',
    'objects.list': 'resource.listed',
  },
  compute: {
    ...firewall,
    'instances.insert': 'instance.created',
    'instances.start': 'instance.started',
    'instances.reset': 'instance.started',
    'instances.stop': 'instance.stopped',
    'instances.delete': 'instance.deleted',
    'instances.setMetadata': 'instance.changed',
    'instances.setServiceAccount': 'instance.changed',
    'instances.getSerialPortOutput': 'instance.accessed',
    'networks.insert': 'network.created',
    'networks.delete': 'network.deleted',
    'networks.patch': 'network.changed',
    'subnetworks.insert': 'network.created',
    'subnetworks.delete': 'network.deleted',
    'subnetworks.patch': 'network.changed',
    'routes.insert': 'network.changed',
    'routes.delete': 'network.changed',
    'snapshots.delete': 'snapshot.deleted',
    'disks.createSnapshot': 'snapshot.created',
    'securityPolicies.patch': 'firewall.changed',
    'securityPolicies.delete': 'firewall.changed',
    'projects.setCommonInstanceMetadata': 'instance.changed',
  },
  run: {
    CreateService: 'deployment.created',
    ReplaceService: 'deployment.changed',
    UpdateService: 'deployment.changed',
    DeleteService: 'deployment.removed',
    CreateJob: 'deployment.created',
    RunJob: 'deployment.started',
  },
  cloudfunctions: {
    CreateFunction: 'deployment.created',
    UpdateFunction: 'deployment.changed',
    DeleteFunction: 'deployment.removed',
    CallFunction: 'function.executed',
  },
  cloudbuild: {
    CreateBuild: 'build.started',
    RetryBuild: 'build.started',
    CancelBuild: 'build.cancelled',
    ApproveBuild: 'build.approved',
    CreateBuildTrigger: 'pipeline.created',
    UpdateBuildTrigger: 'pipeline.changed',
    DeleteBuildTrigger: 'pipeline.deleted',
    RunBuildTrigger: 'build.started',
    CreateWorkerPool: 'runner_group.created',
    UpdateWorkerPool: 'runner_group.changed',
    DeleteWorkerPool: 'runner_group.deleted',
  },
  clouddeploy: {
    CreateRelease: 'release.created',
    CreateRollout: 'deployment.created',
    ApproveRollout: 'deployment.approved',
    AdvanceRollout: 'deployment.promoted',
    CancelRollout: 'deployment.cancelled',
    RollbackTarget: 'deployment.rolled_back',
    CreateDeliveryPipeline: 'pipeline.created',
    UpdateDeliveryPipeline: 'pipeline.changed',
    DeleteDeliveryPipeline: 'pipeline.deleted',
  },
  deploymentmanager: {
    'deployments.insert': 'deployment.created',
    'deployments.update': 'deployment.changed',
    'deployments.patch': 'deployment.changed',
    'deployments.delete': 'deployment.removed',
  },
  artifactregistry: {
    CreateRepository: 'registry.created',
    UpdateRepository: 'registry.changed',
    DeleteRepository: 'registry.deleted',
    'Docker-PutManifest': 'image.pushed',
    'Docker-StartUpload': 'image.pushed',
    'Docker-FinishUpload': 'image.pushed',
    'Docker-GetManifest': 'image.pulled',
    'Docker-HeadManifest': 'image.pulled',
    'Docker-DeleteManifest': 'image.deleted',
    DeletePackage: 'package.deleted',
    DeleteVersion: 'package.deleted',
    DeleteTag: 'image.untagged',
    CreateTag: 'image.tagged',
  },
  binaryauthorization: {
    UpdatePolicy: 'policy.changed',
    CreateAttestor: 'policy.created',
    UpdateAttestor: 'policy.changed',
    DeleteAttestor: 'policy.deleted',
  },
  container: {
    CreateCluster: 'resource.created',
    UpdateCluster: 'resource.changed',
    DeleteCluster: 'resource.deleted',
    SetMasterAuth: 'credential.changed',
  },
  cloudsql: {
    'instances.create': 'database.created',
    'instances.update': 'database.changed',
    'instances.delete': 'database.deleted',
    'instances.export': 'database.exported',
    'users.create': 'user.created',
    'users.update': 'user.changed',
    'users.delete': 'user.deleted',
  },
  bigquery: {
    InsertJob: 'query.executed',
    Query: 'query.executed',
    'jobservice.insert': 'query.executed',
    'jobservice.jobcompleted': 'query.executed',
    'tabledataservice.list': 'table.read',
    InsertTable: 'table.created',
    DeleteTable: 'table.deleted',
    DeleteDataset: 'database.deleted',
    InsertDataset: 'database.created',
  },
  admin: {
    'AdminService.addGroupMember': 'group_member.added',
    'AdminService.removeGroupMember': 'group_member.removed',
    'AdminService.createUser': 'user.created',
    'AdminService.deleteUser': 'user.deleted',
    'AdminService.suspendUser': 'user.suspended',
    'AdminService.changePassword': 'password.changed',
    'AdminService.assignRole': 'role.assigned',
    'AdminService.createRole': 'role.created',
  },
  login: {
    'LoginService.loginSuccess': 'user.signed_in',
    'LoginService.loginFailure': 'user.sign_in_failed',
    'LoginService.logout': 'user.signed_out',
    'LoginService.2svEnroll': 'mfa.enabled',
    'LoginService.2svDisable': 'mfa.disabled',
  },
  clientauthconfig: { CreateBrand: 'app.created', CreateClient: 'app.created' },
  serviceusage: {
    EnableService: 'security_feature.enabled',
    DisableService: 'security_feature.disabled',
  },
  oslogin: { CheckPolicy: 'permission.checked', ImportSshPublicKey: 'ssh_key.created' },
};

const verbs: readonly (readonly [RegExp, string])[] = [
  [/^(?:list|aggregatedList|search|query|batchList)/i, 'resource.listed'],
  [
    /^(?:get|batchGet|read|describe|lookup|fetch|test|check|validate|watch|head|export|download|count|scan|analyze|resolve|compute)/i,
    'resource.read',
  ],
  [
    /^(?:create|insert|add|import|register|batchCreate|clone|generate|restore|undelete|provision|start|run|copy|publish|upload|submit)/i,
    'resource.created',
  ],
  [/^(?:delete|remove|destroy|purge|batchDelete|unregister|release|revoke)/i, 'resource.deleted'],
  [
    /^(?:update|patch|set|replace|modify|enable|disable|move|attach|detach|reset|stop|cancel|approve|reject|rollback|rotate|resize|resume|suspend|pause|promote|mutate|write|put|change|apply|batchUpdate|rename|activate|deactivate|bind|unbind|grant|encrypt|decrypt|sign|acknowledge|complete|retry|lock|unlock|link|unlink|tag|transfer|upgrade|switch|sync|refresh)/i,
    'resource.changed',
  ],
];

/** `iam` of `iam.googleapis.com`. */
export function gcpService(serviceName: string | undefined): string {
  return (serviceName ?? '').replace(/\.googleapis\.com$/, '');
}

/** The action of a method, or undefined where neither table nor verb tells. */
export function methodAction(service: string, methodName: string): string | undefined {
  const parts = methodName.split('.');
  const last = parts.at(-1) ?? '';
  const pair = parts.slice(-2).join('.');
  const table = Object.hasOwn(tables, service) ? (tables[service] as Table) : {};
  for (const key of [pair, last]) {
    if (Object.hasOwn(table, key)) return table[key];
    if (Object.hasOwn(policies, key)) return policies[key];
  }
  return verbs.find(([first]) => first.test(last))?.[1];
}

/** Every action that the tables, verbs and refinements can give. */
export const methodActions: readonly string[] = [
  ...new Set([
    ...[policies, ...Object.values(tables)].flatMap((table) => Object.values(table)),
    ...verbs.map(([, action]) => action),
    'access.granted',
    'access.revoked',
    'bucket.made_public',
    'build.queued',
    'build.completed',
    'system.other',
    'pipeline.other',
  ]),
];
