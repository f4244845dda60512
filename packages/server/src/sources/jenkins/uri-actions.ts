// Requests that the Audit Trail plugin logs: the last part of the path says what was asked for, the
// parts before it of what. The plugin writes before Jenkins decides, so that all are attempts.

/** What kind of thing a path is about. */
export type Place =
  | 'job'
  | 'build'
  | 'node'
  | 'view'
  | 'user'
  | 'credential'
  | 'queue'
  | 'plugin'
  | 'cloud'
  | 'root';

const verbs: Readonly<Record<string, Partial<Record<Place | 'any', string>>>> = {
  configSubmit: {
    job: 'job.changed',
    build: 'job.changed',
    node: 'runner.changed',
    cloud: 'runner_group.changed',
    view: 'view.saved',
    user: 'user.changed',
    credential: 'credential.changed',
    any: 'application_setting.changed',
  },
  configure: { any: 'application_setting.changed', job: 'job.changed', node: 'runner.changed' },
  'config.xml': {
    job: 'job.changed',
    node: 'runner.changed',
    view: 'view.saved',
    any: 'job.changed',
  },
  doDelete: {
    job: 'job.deleted',
    build: 'build.deleted',
    node: 'runner.removed',
    cloud: 'runner_group.deleted',
    view: 'view.deleted',
    user: 'user.deleted',
    credential: 'credential.deleted',
    any: 'job.deleted',
  },
  confirmRename: { any: 'job.changed' },
  doRename: { any: 'job.changed' },
  move: { any: 'job.changed' },
  createItem: { any: 'job.created' },
  createView: { any: 'view.saved' },
  createAccount: { any: 'user.created' },
  createAccountByAdmin: { any: 'user.created' },
  createCredentials: { any: 'credential.created' },
  updateSubmit: { any: 'credential.changed', plugin: 'plugin.changed' },
  doCreateItem: { node: 'runner.registered', any: 'runner.registered' },
  generateNewToken: { any: 'token.created' },
  addFixedNewToken: { any: 'token.created' },
  revoke: { any: 'token.revoked' },
  revokeAll: { any: 'token.revoked' },
  enable: { any: 'workflow.enabled', plugin: 'plugin.changed' },
  disable: { any: 'workflow.disabled', plugin: 'plugin.changed' },
  build: { any: 'build.queued' },
  buildWithParameters: { any: 'build.queued' },
  run: { any: 'build.replayed' },
  rebuild: { any: 'build.replayed' },
  proceed: { any: 'build.approved' },
  proceedEmpty: { any: 'build.approved' },
  abort: { any: 'build.rejected' },
  cancelItem: { any: 'build.cancelled' },
  cancelQueue: { any: 'build.cancelled' },
  stop: { any: 'build.cancelled' },
  term: { any: 'build.cancelled' },
  kill: { any: 'build.cancelled' },
  toggleLogKeep: { any: 'build.kept' },
  postBuildResult: { any: 'build.completed' },
  submitDescription: { any: 'build.kept', job: 'job.changed' },
  doWipeOutWorkspace: { any: 'cache.deleted' },
  toggleOffline: { any: 'runner.changed' },
  doDisconnect: { any: 'runner.offline' },
  launchSlaveAgent: { any: 'runner.online' },
  script: { any: 'script.executed' },
  scriptText: { any: 'script.executed' },
  restart: { any: 'system.restarted' },
  safeRestart: { any: 'system.restarted' },
  exit: { any: 'system.stopped' },
  safeExit: { any: 'system.stopped' },
  quietDown: { any: 'system.paused' },
  cancelQuietDown: { any: 'system.resumed' },
  reload: { any: 'system.restarted' },
  install: { any: 'plugin.installed' },
  installNecessaryPlugins: { any: 'plugin.installed' },
  uploadPlugin: { any: 'plugin.installed' },
  doUninstall: { any: 'plugin.removed' },
  uninstall: { any: 'plugin.removed' },
};

const places: readonly (readonly [RegExp, Place])[] = [
  [/\/credentials\//, 'credential'],
  [/^\/(?:manage\/)?pluginManager\//, 'plugin'],
  [/^\/(?:manage\/)?computer\//, 'node'],
  [/^\/(?:manage\/)?cloud\//, 'cloud'],
  [/^\/queue\//, 'queue'],
  [/^\/(?:user|me|securityRealm)\//, 'user'],
  [/\/job\/[^/]+\/(?:\d{1,9}|last\w*Build)\//, 'build'],
  [/\/view\/[^/]+\/[^/]+$/, 'view'],
  [/\/job\/[^/]+\//, 'job'],
];

/** Where a path points to, and the action that it asks for; undefined where no table names it. */
export function uriAction(path: string): {
  place: Place;
  verb: string;
  action: string | undefined;
} {
  const plain = path
    .slice(0, 2_000)
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  const place = places.find(([shape]) => shape.test(plain))?.[1] ?? 'root';
  const verb = plain.slice(plain.lastIndexOf('/') + 1);
  const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  return { place, verb, action: known?.[place] ?? known?.any };
}

/** All actions that requests can give. */
export const uriActions: readonly string[] = [
  ...new Set(Object.values(verbs).flatMap((verb) => Object.values(verb))),
];
