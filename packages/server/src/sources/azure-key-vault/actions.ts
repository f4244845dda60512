// Operations of Azure Key Vault's AuditEvent log (vault, keys, secrets, certificates).

const table: Readonly<Record<string, string>> = {
  Authentication: 'session.signed_in',
  VaultGet: 'resource.read',
  VaultPut: 'vault.changed',
  VaultPatch: 'vault.changed',
  VaultDelete: 'vault.deleted',
  VaultRecover: 'vault.created',
  VaultPurge: 'vault.deleted',
  VaultList: 'resource.listed',
  VaultGetDeleted: 'resource.read',
  VaultListDeleted: 'resource.listed',
  VaultAccessPolicyChangedEventGridNotification: 'access.granted',
  SecretGet: 'secret.accessed',
  SecretSet: 'secret.changed',
  SecretUpdate: 'secret.changed',
  SecretDelete: 'secret.deleted',
  SecretPurge: 'secret.destroyed',
  SecretRecover: 'secret.restored',
  SecretRestore: 'secret.restored',
  SecretBackup: 'secret.accessed',
  SecretList: 'secret.listed',
  SecretListVersions: 'secret.listed',
  SecretListDeleted: 'secret.listed',
  SecretGetDeleted: 'secret.listed',
  KeyGet: 'resource.read',
  KeyList: 'resource.listed',
  KeyListVersions: 'resource.listed',
  KeyGetDeleted: 'resource.read',
  KeyListDeleted: 'resource.listed',
  KeyCreate: 'key.created',
  KeyImport: 'key.imported',
  KeyUpdate: 'key.changed',
  KeyDelete: 'key.deletion_scheduled',
  KeyPurge: 'key.deleted',
  KeyRecover: 'key.deletion_cancelled',
  KeyRestore: 'key.imported',
  KeyBackup: 'secret.accessed',
  KeyRotate: 'key.rotated',
  KeyRotateIfDue: 'key.rotated',
  KeyRotationPolicyUpdate: 'key.changed',
  KeyRelease: 'secret.accessed',
  KeySign: 'key.used',
  KeyVerify: 'key.used',
  KeyWrap: 'key.used',
  KeyUnwrap: 'key.used',
  KeyEncrypt: 'key.used',
  KeyDecrypt: 'key.used',
  CertificateGet: 'resource.read',
  CertificateList: 'resource.listed',
  CertificateListVersions: 'resource.listed',
  CertificateCreate: 'certificate.requested',
  CertificateImport: 'certificate.issued',
  CertificatePendingMerge: 'certificate.issued',
  CertificateUpdate: 'resource.changed',
  CertificatePolicySet: 'policy.changed',
  CertificatePolicyUpdate: 'policy.changed',
  CertificateDelete: 'certificate.deleted',
  CertificatePurge: 'certificate.deleted',
  CertificateRecover: 'certificate.issued',
  CertificateRestore: 'certificate.issued',
  CertificateBackup: 'secret.accessed',
  CertificateIssuerSet: 'resource.changed',
  CertificateIssuerUpdate: 'resource.changed',
  CertificateIssuerDelete: 'resource.deleted',
  CertificateContactsSet: 'resource.changed',
  CertificateContactsDelete: 'resource.deleted',
};

const ends: readonly (readonly [RegExp, string])[] = [
  [/EventGridNotification$/, 'notification.sent'],
  [/(?:List|ListVersions|ListDeleted)$/, 'resource.listed'],
  [/(?:Get|GetDeleted|GetPending)$/, 'resource.read'],
  [/(?:Set|Update|Put|Patch)$/, 'resource.changed'],
  [/(?:Delete|Purge)$/, 'resource.deleted'],
];

/** The action of an operation, or undefined where neither table nor its ending tells. */
export function vaultAction(operation: string): string | undefined {
  if (Object.hasOwn(table, operation)) return table[operation];
  return ends.find(([end]) => end.test(operation))?.[1];
}

/** Every action that this adapter can give. */
export const vaultActions: readonly string[] = [
  ...new Set([
    ...Object.values(table),
    ...ends.map(([, action]) => action),
    'session.failed',
    'secret.other',
  ]),
];
