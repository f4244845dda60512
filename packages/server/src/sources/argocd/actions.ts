// What Argo CD does, in the catalogue's words: methods of its API, and reasons of its own events.
import { entryOf } from '../reader.ts';

const repository = {
  created: 'integration.created',
  changed: 'integration.changed',
  deleted: 'integration.deleted',
};

/** gRPC service → method → action. What only reads has no row. */
const methods: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application.ApplicationService': {
    Create: 'application.created',
    Update: 'application.changed',
    UpdateSpec: 'application.changed',
    Patch: 'application.changed',
    Delete: 'application.deleted',
    Sync: 'application.sync_started',
    Rollback: 'application.rolled_back',
    TerminateOperation: 'deployment.cancelled',
    RunResourceAction: 'command.executed',
    RunResourceActionV2: 'command.executed',
    PatchResource: 'resource.changed',
    DeleteResource: 'resource.deleted',
    PodLogs: 'log.read',
  },
  'applicationset.ApplicationSetService': {
    Create: 'application.created',
    Delete: 'application.deleted',
  },
  'project.ProjectService': {
    Create: 'project.created',
    Update: 'project.changed',
    Delete: 'project.deleted',
    CreateToken: 'token.created',
    DeleteToken: 'token.deleted',
  },
  'cluster.ClusterService': {
    Create: 'integration.created',
    Update: 'integration.changed',
    Delete: 'integration.deleted',
    RotateAuth: 'credential.changed',
  },
  'repository.RepositoryService': {
    Create: repository.created,
    CreateRepository: repository.created,
    CreateWriteRepository: repository.created,
    Update: repository.changed,
    UpdateRepository: repository.changed,
    UpdateWriteRepository: repository.changed,
    Delete: repository.deleted,
    DeleteRepository: repository.deleted,
    DeleteWriteRepository: repository.deleted,
  },
  'repocreds.RepoCredsService': {
    CreateRepositoryCredentials: 'credential.created',
    CreateWriteRepositoryCredentials: 'credential.created',
    UpdateRepositoryCredentials: 'credential.changed',
    UpdateWriteRepositoryCredentials: 'credential.changed',
    DeleteRepositoryCredentials: 'credential.deleted',
    DeleteWriteRepositoryCredentials: 'credential.deleted',
  },
  'session.SessionService': { Create: 'user.signed_in', Delete: 'user.signed_out' },
  'account.AccountService': {
    UpdatePassword: 'password.changed',
    CreateToken: 'token.created',
    DeleteToken: 'token.deleted',
    CanI: 'permission.checked',
  },
  'certificate.CertificateService': {
    CreateCertificate: 'certificate.issued',
    DeleteCertificate: 'certificate.deleted',
  },
  'gpgkey.GPGKeyService': { Create: 'signing_key.created', Delete: 'signing_key.deleted' },
};

const reading =
  /^(?:Get|List|Watch|Version|Managed|Resource|Server|Validate|Revision|Can|Helm|Generate|Invalidate|AppSync)/;

/** The action of an API method; `api.requested` for what reads, undefined for the rest. */
export function methodAction(service: string, method: string): string | undefined {
  const table = Object.hasOwn(methods, service) ? methods[service] : undefined;
  if (table !== undefined && Object.hasOwn(table, method)) return table[method];
  return reading.test(method) ? 'api.requested' : undefined;
}

/** Reasons of the events that Argo CD writes about applications and projects. */
const reasons: Readonly<Record<string, readonly [application: string, project: string]>> = {
  ResourceCreated: ['application.created', 'project.created'],
  ResourceUpdated: ['application.changed', 'project.changed'],
  ResourceDeleted: ['application.deleted', 'project.deleted'],
  ResourceActionRan: ['command.executed', 'command.executed'],
  StatusRefreshed: ['application.refreshed', 'application.refreshed'],
  OperationStarted: ['application.sync_started', 'application.sync_started'],
  OperationCompleted: ['application.synced', 'application.synced'],
};

/** The action of an event's reason; its message tells syncs that failed, rollbacks and health. */
export function reasonAction(
  reason: string,
  message: string,
  ofProject: boolean,
): string | undefined {
  if (!Object.hasOwn(reasons, reason)) return undefined;
  if (reason === 'OperationCompleted') {
    return /\bfail|\berror/i.test(message) ? 'application.sync_failed' : 'application.synced';
  }
  if (reason === 'OperationStarted' && /\brollback\b/i.test(message))
    return 'application.rolled_back';
  if (reason === 'ResourceUpdated' && message.startsWith('Updated health status')) {
    return 'application.health_changed';
  }
  if (reason === 'ResourceUpdated' && message.startsWith('Updated sync status')) {
    return 'application.refreshed';
  }
  return entryOf(reasons, reason)?.[ofProject ? 1 : 0];
}

/** Everything that this adapter can say. */
export const argocdActions: readonly string[] = [
  ...new Set([
    ...Object.values(methods).flatMap((table) => Object.values(table)),
    ...Object.values(reasons).flat(),
    'api.requested',
    'application.health_changed',
    'application.rolled_back',
    'application.sync_failed',
    'container.entered',
    'user.sign_in_failed',
    'deploy.other',
    'system.other',
  ]),
];
