// Reasons of Flux's controllers in the catalogue's words. Reasons are free text: what no table
// knows is told by its ending for the kinds that Flux deploys.

/** Kinds that put things into the cluster; the others only bring sources. */
const deploying = new Set(['Kustomization', 'HelmRelease', 'Terraform', 'ResourceSet']);

const applied: Readonly<Record<string, string>> = {
  Progressing: 'application.sync_started',
  ProgressingWithRetry: 'application.sync_started',
  DependencyNotReady: 'application.refreshed',
  ReconciliationSucceeded: 'application.synced',
  Succeeded: 'application.synced',
  info: 'application.synced',
  error: 'application.sync_failed',
  InstallSucceeded: 'application.synced',
  UpgradeSucceeded: 'deployment.upgraded',
  RollbackSucceeded: 'application.rolled_back',
  RollbackFailed: 'application.rolled_back',
  UninstallSucceeded: 'application.deleted',
  UninstallFailed: 'application.deleted',
  TestSucceeded: 'test.completed',
  TestFailed: 'test.completed',
  DriftDetected: 'infrastructure_drift.detected',
  DriftCorrected: 'application.synced',
  HealthCheckFailed: 'application.health_changed',
  HealthCheckCanceled: 'application.health_changed',
  Suspended: 'deployment.paused',
  ArtifactUpToDate: 'application.refreshed',
  GarbageCollectionSucceeded: 'resource.deleted',
  PruneFailed: 'application.sync_failed',
};
const failing = /(?:Failed|Error|Stalled|Denied|Invalid|Exceeded|Exhausted|NotReady)$/;

const fetched: Readonly<Record<string, string>> = {
  GitRepository: 'repository.fetched',
  OCIRepository: 'image.pulled',
  HelmChart: 'chart.pulled',
  HelmRepository: 'artifact.downloaded',
  Bucket: 'object.read',
  ExternalArtifact: 'artifact.downloaded',
  ArtifactGenerator: 'artifact.created',
};
const ofSources: Readonly<Record<string, string>> = {
  GarbageCollectionSucceeded: 'artifact.deleted',
  GarbageCollectionFailed: 'artifact.deleted',
  VerificationError: 'artifact.verified',
  VerifiedSource: 'artifact.verified',
  InvalidSignature: 'artifact.verified',
};
const ofImages: Readonly<Record<string, string>> = {
  ImageRepository: 'resource.listed',
  ImagePolicy: 'resource.changed',
  ImageUpdateAutomation: 'commits.pushed',
};

/** The action of a reason of an object of this kind; undefined where nothing tells. */
export function fluxAction(kind: string, reason: string, error: boolean): string | undefined {
  if (deploying.has(kind)) {
    if (Object.hasOwn(applied, reason)) return applied[reason];
    return error || failing.test(reason) ? 'application.sync_failed' : undefined;
  }
  if (Object.hasOwn(fetched, kind)) {
    return Object.hasOwn(ofSources, reason) ? ofSources[reason] : fetched[kind];
  }
  return Object.hasOwn(ofImages, kind) ? ofImages[kind] : undefined;
}

/** Everything that this adapter can say. */
export const fluxActions: readonly string[] = [
  ...new Set([
    ...[applied, fetched, ofSources, ofImages].flatMap((table) => Object.values(table)),
    'application.sync_failed',
    'deploy.other',
  ]),
];
