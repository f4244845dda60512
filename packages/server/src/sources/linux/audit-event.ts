// An event of the audit system: all its records together say who did what to which file.
import { timeOf } from '../time-text.ts';
import type { AuditRecord } from './audit-fields.ts';
import type { Meaning } from './meaning.ts';

/** Record types in the catalogue's words: on success, and where `res` or `success` says no. */
const types: Readonly<Record<string, readonly [done: string, failed?: string]>> = {
  USER_LOGIN: ['user.signed_in', 'user.sign_in_failed'],
  USER_AUTH: ['user.sign_in_challenged', 'user.sign_in_failed'],
  USER_ACCT: ['user.sign_in_challenged', 'user.sign_in_failed'],
  USER_ERR: ['user.sign_in_failed'],
  USER_LOGOUT: ['user.signed_out'],
  LOGIN: ['session.signed_in', 'session.failed'],
  CRED_ACQ: ['credential.used'],
  CRED_REFR: ['credential.used'],
  CRED_DISP: ['credential.used'],
  USER_START: ['shell.opened'],
  USER_END: ['shell.closed'],
  USER_CMD: ['privilege.escalated', 'privilege.denied'],
  USER_CHAUTHTOK: ['password.changed'],
  USER_MGMT: ['user.changed'],
  USER_ROLE_CHANGE: ['role.assigned'],
  ADD_USER: ['user.created'],
  DEL_USER: ['user.deleted'],
  ADD_GROUP: ['group.created'],
  DEL_GROUP: ['group.deleted'],
  GRP_MGMT: ['group.changed'],
  GRP_CHAUTHTOK: ['password.changed'],
  ACCT_LOCK: ['user.suspended'],
  ACCT_UNLOCK: ['user.unsuspended'],
  CONFIG_CHANGE: ['audit_logging.changed'],
  DAEMON_START: ['audit_logging.enabled'],
  DAEMON_CONFIG: ['audit_logging.changed'],
  DAEMON_END: ['audit_logging.disabled'],
  DAEMON_ABORT: ['audit_logging.disabled'],
  DAEMON_ROTATE: ['log.written'],
  SYSTEM_BOOT: ['system.started'],
  SYSTEM_RUNLEVEL: ['system.started'],
  SYSTEM_SHUTDOWN: ['system.stopped'],
  SERVICE_START: ['service.started'],
  SERVICE_STOP: ['service.stopped'],
  KERN_MODULE: ['kernel_module.loaded'],
  NETFILTER_CFG: ['firewall.changed'],
  MAC_STATUS: ['security_policy.changed'],
  MAC_POLICY_LOAD: ['security_policy.changed'],
  MAC_CONFIG_CHANGE: ['security_policy.changed'],
  AVC: ['permission.denied'],
  USER_AVC: ['permission.denied'],
  SELINUX_ERR: ['permission.denied'],
  SECCOMP: ['permission.denied'],
  TTY: ['command.executed'],
  USER_TTY: ['command.executed'],
  SOFTWARE_UPDATE: ['software.installed'],
};

/** System calls by their names in enriched logs, and by their numbers on x86-64. */
const calls: Readonly<Record<string, string>> = {
  execve: 'process.started',
  59: 'process.started',
  execveat: 'process.started',
  322: 'process.started',
  init_module: 'kernel_module.loaded',
  175: 'kernel_module.loaded',
  finit_module: 'kernel_module.loaded',
  313: 'kernel_module.loaded',
  delete_module: 'kernel_module.unloaded',
  176: 'kernel_module.unloaded',
  adjtimex: 'clock.changed',
  159: 'clock.changed',
  settimeofday: 'clock.changed',
  164: 'clock.changed',
  clock_settime: 'clock.changed',
  227: 'clock.changed',
  chmod: 'file.permissions_changed',
  90: 'file.permissions_changed',
  fchmod: 'file.permissions_changed',
  91: 'file.permissions_changed',
  fchmodat: 'file.permissions_changed',
  268: 'file.permissions_changed',
  chown: 'file.permissions_changed',
  92: 'file.permissions_changed',
  fchownat: 'file.permissions_changed',
  260: 'file.permissions_changed',
  unlink: 'file.deleted',
  87: 'file.deleted',
  unlinkat: 'file.deleted',
  263: 'file.deleted',
  rmdir: 'file.deleted',
  84: 'file.deleted',
  rename: 'file.changed',
  82: 'file.changed',
  renameat: 'file.changed',
  264: 'file.changed',
  renameat2: 'file.changed',
  316: 'file.changed',
  truncate: 'file.changed',
  76: 'file.changed',
  setxattr: 'file.changed',
  188: 'file.changed',
  sethostname: 'setting.changed',
  170: 'setting.changed',
};

/** Records that only complete another. */
const companions = new Set([
  'CWD',
  'PATH',
  'PROCTITLE',
  'EXECVE',
  'SOCKADDR',
  'EOE',
  'OBJ_PID',
  'FD_PAIR',
  'BPRM_FCAPS',
]);
const unset = new Set(['4294967295', '-1', 'unset', '']);

export interface AuditEvent {
  meaning: Meaning;
  time: string | undefined;
  host: string | undefined;
  id: string;
}

/** The event of the records of one stamp. */
export function auditEvent(records: readonly [AuditRecord, ...AuditRecord[]]): AuditEvent {
  const main = records.find(({ type }) => !companions.has(type)) ?? records[0];
  const of = (type: string) => records.find((record) => record.type === type)?.fields;
  const { fields } = main;
  const failed = /^(?:failed|no|0)$/.test(fields['res'] ?? fields['success'] ?? '');
  const file = records.findLast(
    ({ type, fields: { nametype } }) => type === 'PATH' && nametype !== 'PARENT',
  )?.fields;
  const [done, wrong] = Object.hasOwn(types, main.type)
    ? (types[main.type] as readonly [string, string?])
    : [undefined];
  const ssh = (fields['exe'] ?? '').endsWith('/sshd') && main.type === 'USER_LOGIN';
  const action = ssh
    ? failed
      ? 'ssh.sign_in_failed'
      : 'ssh.signed_in'
    : ((failed ? wrong : undefined) ?? done ?? anomalyOrCall(main, records, file));
  const command = of('PROCTITLE')?.['proctitle'] ?? argumentsOf(of('EXECVE')) ?? fields['cmd'];
  return {
    meaning: {
      action,
      native:
        main.type === 'SYSCALL'
          ? `SYSCALL ${fields['SYSCALL'] ?? fields['syscall'] ?? ''}`.trim()
          : main.type,
      outcome: outcomeOf(fields, failed, action),
      ...whoOf(fields),
      ip: known(fields['addr']) ?? known(fields['hostname']),
      target: targetOf(action, fields, file),
      session: known(fields['ses']),
      labels: {
        command: command?.slice(0, 1_000),
        exe: fields['exe'],
        key: fields['key'] === '(null)' ? undefined : fields['key'],
        terminal: known(fields['terminal']) ?? known(fields['tty']),
        as: nameOf(fields, 'UID', 'uid'),
        directory: of('CWD')?.['cwd'],
        unit: fields['unit'],
      },
    },
    time: timeOf(Number(main.stamp.slice(0, main.stamp.indexOf(':'))) * 1000),
    host: main.node,
    id: `audit:${main.node ?? ''}:${main.stamp}`,
  };
}

function anomalyOrCall(
  { type, fields }: AuditRecord,
  records: readonly AuditRecord[],
  file: AuditRecord['fields'] | undefined,
): string {
  if (type.startsWith('ANOM_')) return 'threat.detected';
  if (type !== 'SYSCALL') return 'log.written';
  if (records.some((record) => record.type === 'EXECVE')) return 'process.started';
  const call = fields['SYSCALL'] ?? fields['syscall'] ?? '';
  if (Object.hasOwn(calls, call)) return calls[call] as string;
  if (file?.['nametype'] === 'CREATE') return 'file.created';
  if (file?.['nametype'] === 'DELETE') return 'file.deleted';
  return file === undefined
    ? 'log.written'
    : opensForWriting(fields)
      ? 'file.changed'
      : 'file.read';
}

/** The flags of `open` and `openat`: the second and the third argument, in hexadecimal. */
function opensForWriting(fields: AuditRecord['fields']): boolean {
  const call = fields['SYSCALL'] ?? fields['syscall'];
  const flags = call === 'open' || call === '2' ? fields['a1'] : fields['a2'];
  return (Number.parseInt(flags ?? '0', 16) & 3) !== 0;
}

/** EPERM and EACCES are refusals, other exits failures. */
function outcomeOf(
  fields: AuditRecord['fields'],
  failed: boolean,
  action: string,
): Meaning['outcome'] {
  if (action === 'permission.denied' || action === 'privilege.denied') return 'denied';
  if (!failed)
    return fields['res'] === undefined && fields['success'] === undefined ? 'unknown' : 'success';
  return /^-(?:1|13)$/.test(fields['exit'] ?? '') || /EPERM|EACCES/.test(fields['exit'] ?? '')
    ? 'denied'
    : 'failure';
}

/** The one who logged in (`auid`), else whose process it is. */
function whoOf(fields: AuditRecord['fields']): Pick<Meaning, 'user' | 'uid'> {
  const login = known(fields['auid']);
  const uid = login ?? known(fields['uid']);
  const name =
    login === undefined
      ? (known(fields['acct']) ?? nameOf(fields, 'UID', 'uid'))
      : (nameOf(fields, 'AUID', 'auid') ?? undefined);
  return { user: name, uid: login === undefined && fields['acct'] !== undefined ? undefined : uid };
}

/** The name that enriched logs add; a number is no name. */
function nameOf(
  fields: AuditRecord['fields'],
  enriched: string,
  plain: string,
): string | undefined {
  const name = known(fields[enriched]);
  return name ?? (/^\d+$/.test(fields[plain] ?? '') ? undefined : known(fields[plain]));
}

function known(value: string | undefined): string | undefined {
  return value === undefined || unset.has(value) || value === '?' || value === '(none)'
    ? undefined
    : value;
}

function targetOf(
  action: string,
  fields: AuditRecord['fields'],
  file: AuditRecord['fields'] | undefined,
): Meaning['target'] {
  const unit = fields['unit'];
  if (action.startsWith('service.') && unit !== undefined) return { type: 'service', name: unit };
  if (action.startsWith('process.')) {
    return { type: 'process', name: fields['exe'] ?? fields['comm'] ?? 'process' };
  }
  if (action.startsWith('kernel_module.')) {
    const name = fields['name'];
    return name === undefined ? undefined : { type: 'kernel_module', name };
  }
  if (action.startsWith('file.')) {
    const name = file?.['name'];
    return name === undefined || name === '(null)' ? undefined : { type: 'file', name };
  }
  const account = known(fields['acct']) ?? known(fields['id']);
  const group = action.startsWith('group.');
  if (
    /^(?:user|group|password|privilege|shell|credential)\./.test(action) &&
    account !== undefined
  ) {
    const name = group ? (known(fields['grp']) ?? account) : account;
    return { type: group ? 'group' : 'user', name };
  }
  return undefined;
}

export const auditActions: readonly string[] = [
  ...new Set([
    ...Object.values(types).flatMap(([done, failed]) =>
      failed === undefined ? [done] : [done, failed],
    ),
    ...Object.values(calls),
    'ssh.signed_in',
    'ssh.sign_in_failed',
    'threat.detected',
    'log.written',
    'file.created',
    'file.deleted',
    'file.changed',
    'file.read',
  ]),
];

/** The arguments that an EXECVE record lists. */
function argumentsOf(fields: AuditRecord['fields'] | undefined): string | undefined {
  if (fields === undefined) return undefined;
  const count = Math.min(Number(fields['argc'] ?? 0), 100);
  const words: string[] = [];
  for (let at = 0; at < count; at++) words.push(fields[`a${at}`] ?? '');
  return words.length === 0 ? undefined : words.join(' ');
}
