// Paths below the mount of a secrets engine, by the engine's type.
import { compiled, kept, looked, type PathRule, type Rule } from './rule.ts';

const secret = {
  create: 'secret.created',
  update: 'secret.changed',
  patch: 'secret.changed',
  delete: 'secret.deleted',
  read: 'secret.accessed',
  list: 'secret.listed',
} as const;
const engine = {
  write: 'secret_engine.changed',
  delete: 'secret_engine.changed',
  ...looked,
} as const;
const role = kept('role');

const keyValue = compiled([
  ['config', engine, 'secret_engine'],
  ['data/**', secret, 'secret'],
  ['subkeys/**', { read: 'secret.accessed' }, 'secret'],
  [
    'metadata/**',
    {
      write: 'secret.changed',
      delete: 'secret.destroyed',
      read: 'resource.read',
      list: 'secret.listed',
    },
    'secret',
  ],
  ['detailed-metadata/**', { list: 'secret.listed' }, 'secret'],
  ['delete/**', { any: 'secret.deleted' }, 'secret'],
  ['undelete/**', { any: 'secret.restored' }, 'secret'],
  ['destroy/**', { any: 'secret.destroyed' }, 'secret'],
  ['**', secret, 'secret'],
]);

const transit = compiled([
  ['keys/*/rotate', { any: 'key.rotated' }, 'key'],
  ['keys/*/config', { any: 'key.changed' }, 'key'],
  ['keys/*/trim', { any: 'key.changed' }, 'key'],
  ['keys/*/soft-delete', { any: 'key.deleted' }, 'key'],
  ['keys/*/import', { any: 'key.created' }, 'key'],
  ['keys/*/import_version', { any: 'key.changed' }, 'key'],
  [
    'keys/**',
    { create: 'key.created', update: 'key.created', delete: 'key.deleted', ...looked },
    'key',
  ],
  ['export/**', { any: 'secret.accessed' }, 'key'],
  ['byok-export/**', { any: 'secret.accessed' }, 'key'],
  ['backup/**', { any: 'secret.accessed' }, 'key'],
  ['restore/**', { any: 'key.created' }, 'key'],
  ['wrapping_key', looked, 'key'],
  ['config/**', engine, 'secret_engine'],
  ['cache-config', engine, 'secret_engine'],
  ['random/**', { any: 'resource.read' }, 'secret_engine'],
  ['hash/**', { any: 'resource.read' }, 'secret_engine'],
  ['**', { any: 'key.used', list: 'resource.listed' }, 'key'],
]);

const pki = compiled([
  ['issue/**', { any: 'certificate.issued' }, 'role'],
  ['sign/**', { any: 'certificate.issued' }, 'role'],
  ['sign-verbatim/**', { any: 'certificate.issued' }, 'role'],
  ['sign-self-issued', { any: 'certificate.issued' }, 'certificate'],
  ['issuer/*/issue/**', { any: 'certificate.issued' }, 'role'],
  ['issuer/*/sign/**', { any: 'certificate.issued' }, 'role'],
  ['issuer/*/sign-verbatim/**', { any: 'certificate.issued' }, 'role'],
  ['issuer/*/sign-intermediate', { any: 'certificate.issued' }, 'certificate'],
  ['issuer/*/sign-self-issued', { any: 'certificate.issued' }, 'certificate'],
  ['issuer/*/sign-revocation-list', { any: 'certificate.issued' }, 'certificate'],
  ['issuer/*/revoke', { any: 'certificate.revoked' }, 'certificate'],
  ['root/sign-intermediate', { any: 'certificate.issued' }, 'certificate'],
  ['root/sign-self-issued', { any: 'certificate.issued' }, 'certificate'],
  ['root/generate/**', { any: 'certificate.issued' }, 'certificate'],
  ['root/rotate/**', { any: 'certificate.issued' }, 'certificate'],
  ['root/replace', { any: 'secret_engine.changed' }, 'certificate'],
  ['root', { delete: 'certificate.deleted' }, 'certificate'],
  ['issuers/generate/root/**', { any: 'certificate.issued' }, 'certificate'],
  ['issuers/generate/intermediate/**', { any: 'certificate.requested' }, 'certificate'],
  ['issuers/import/**', { any: 'secret_engine.changed' }, 'certificate'],
  ['intermediate/generate/**', { any: 'certificate.requested' }, 'certificate'],
  ['intermediate/cross-sign', { any: 'certificate.requested' }, 'certificate'],
  ['intermediate/set-signed', { any: 'secret_engine.changed' }, 'certificate'],
  ['revoke', { any: 'certificate.revoked' }, 'certificate'],
  ['revoke-with-key', { any: 'certificate.revoked' }, 'certificate'],
  ['bulk-revoke', { any: 'certificate.revoked' }, 'certificate'],
  ['roles/**', role, 'role'],
  ['keys/generate/**', { any: 'key.created' }, 'key'],
  ['keys/import', { any: 'key.created' }, 'key'],
  ['key/**', kept('key'), 'key'],
  [
    'issuer/**',
    { write: 'secret_engine.changed', delete: 'certificate.deleted', ...looked },
    'certificate',
  ],
  ['config/**', engine, 'secret_engine'],
  ['tidy/**', { write: 'certificate.deleted', ...looked }, 'certificate'],
  ['tidy-cancel', { any: 'secret_engine.changed' }, 'certificate'],
  ['crl/rotate/**', { any: 'secret_engine.changed' }, 'certificate'],
  ['acme/revoke-cert', { any: 'certificate.revoked' }, 'certificate'],
  ['acme/order/*/finalize', { any: 'certificate.issued' }, 'certificate'],
  ['acme/**', { any: 'certificate.requested' }, 'certificate'],
  ['**', { any: 'resource.read', list: 'resource.listed' }, 'certificate'],
]);

/** What engines with short-lived credentials have in common. */
const credentialPaths: readonly Rule[] = [
  ['creds/**', { any: 'credential.issued', list: 'resource.listed' }, 'role'],
  ['sts/**', { any: 'credential.issued' }, 'role'],
  ['static-creds/**', { any: 'credential.issued' }, 'role'],
  ['static-cred/**', { any: 'credential.issued' }, 'role'],
  ['token/**', { any: 'credential.issued' }, 'role'],
  ['key/**', { any: 'credential.issued' }, 'role'],
  ['roleset/*/token', { any: 'credential.issued' }, 'role'],
  ['roleset/*/key', { any: 'credential.issued' }, 'role'],
  ['static-account/*/token', { any: 'credential.issued' }, 'role'],
  ['static-account/*/key', { any: 'credential.issued' }, 'role'],
  ['impersonated-account/*/token', { any: 'credential.issued' }, 'role'],
  ['roleset/*/rotate/**', { any: 'secret.rotated' }, 'role'],
  ['static-account/*/rotate-key', { any: 'secret.rotated' }, 'role'],
  ['roleset/**', role, 'role'],
  ['static-account/**', role, 'role'],
  ['impersonated-account/**', role, 'role'],
  ['roles/**', role, 'role'],
  ['role/**', role, 'role'],
  ['static-roles/**', role, 'role'],
  ['static-role/**', role, 'role'],
  ['library/*/check-out', { any: 'credential.issued' }, 'role'],
  ['library/*/check-in', { any: 'lease.revoked' }, 'role'],
  ['library/manage/*/check-in', { any: 'lease.revoked' }, 'role'],
  ['library/*/status', looked, 'role'],
  ['library/**', role, 'role'],
  ['rotate-root/**', { any: 'secret.rotated' }, 'secret_engine'],
  ['rotate-role/**', { any: 'secret.rotated' }, 'role'],
  ['config/rotate-root', { any: 'secret.rotated' }, 'secret_engine'],
  ['config/**', engine, 'secret_engine'],
  ['reset/**', { any: 'secret_engine.changed' }, 'secret_engine'],
  ['reload/**', { any: 'secret_engine.changed' }, 'secret_engine'],
];

const ssh: readonly Rule[] = [
  ['sign/**', { any: 'certificate.issued' }, 'role'],
  ['issue/**', { any: 'certificate.issued' }, 'role'],
  ['verify', { any: 'token.used' }, 'role'],
  ['lookup', { any: 'resource.read' }, 'role'],
  ['public_key', { any: 'resource.read' }, 'key'],
];

const totp: readonly Rule[] = [
  ['code/**', { read: 'credential.issued', write: 'token.used' }, 'key'],
  ['keys/**', kept('key'), 'key'],
];

const transform: readonly Rule[] = [
  ['encode/**', { any: 'key.used' }, 'role'],
  ['decode/**', { any: 'key.used' }, 'role'],
  ['transformations/**', engine, 'transformation'],
  ['transformation/**', engine, 'transformation'],
  ['template/**', engine, 'template'],
  ['alphabet/**', engine, 'alphabet'],
];

const credentials = compiled(credentialPaths);

const engines: Readonly<Record<string, readonly PathRule[]>> = {
  kv: keyValue,
  generic: keyValue,
  cubbyhole: compiled([['**', secret, 'secret']]),
  transit,
  pki,
  ssh: compiled([...ssh, ...credentialPaths]),
  totp: compiled(totp),
  transform: compiled([...transform, ...credentialPaths]),
};

/** The rules of an engine's type; those of short-lived credentials for all that are not named. */
export function engineRules(type: string): readonly PathRule[] {
  return Object.hasOwn(engines, type) ? (engines[type] as readonly PathRule[]) : credentials;
}

/** All rules, for the list of actions. */
export const allEngineRules: readonly PathRule[] = [
  ...Object.values(engines).flat(),
  ...credentials,
];
