// The server's own messages, by their fixed English beginnings (`lc_messages` must be English) and
// by SQLSTATE.
import type { Outcome } from '@acta/event';

export interface Message {
  action: string;
  /** The beginning of the message, as the native name. */
  native: string;
  outcome: Outcome;
}

const beginnings: readonly (readonly [start: string, action: string, outcome?: Outcome])[] = [
  ['connection received', 'database.connection_opened'],
  ['connection authenticated', 'user.signed_in'],
  ['connection authorized', 'database.connected'],
  ['replication connection authorized', 'database.connected'],
  ['disconnection', 'database.disconnected'],
  ['password authentication failed', 'database.connection_failed', 'failure'],
  ['no pg_hba.conf entry', 'database.connection_failed', 'denied'],
  ['pg_hba.conf rejects', 'database.connection_failed', 'denied'],
  ['database system is ready', 'system.started'],
  ['starting PostgreSQL', 'system.started'],
  ['database system is shut down', 'system.stopped'],
  ['received fast shutdown request', 'system.stopped'],
  ['received smart shutdown request', 'system.stopped'],
  ['received immediate shutdown request', 'system.stopped'],
  ['received SIGHUP', 'setting.changed'],
  ['received promote request', 'system.failed_over'],
  ['terminating connection due to administrator command', 'session.revoked'],
  ['canceling statement due to user request', 'query.failed', 'failure'],
];

/** A message that is neither a statement nor an audit record. */
export function readMessage(
  message: string,
  severity: string | undefined,
  state: string | undefined,
): Message {
  const known = beginnings.find(([start]) => message.startsWith(start));
  if (known !== undefined) {
    const [native, action, outcome = 'success'] = known;
    return { action, native, outcome };
  }
  if (/^parameter "[^"]{1,128}" (?:changed to|removed)/.test(message)) {
    return { action: 'setting.changed', native: 'parameter changed', outcome: 'success' };
  }
  const denied =
    state === '42501' || /^(?:permission denied|must be (?:owner|superuser|member))/.test(message);
  if (severity === 'ERROR' && denied) {
    return { action: 'permission.denied', native: 'permission denied', outcome: 'denied' };
  }
  if (severity === 'FATAL' && signInFailed(message, state)) {
    const refused = state === '28000' || state === '42501';
    return {
      action: 'database.connection_failed',
      native: state ?? 'connection failed',
      outcome: refused ? 'denied' : 'failure',
    };
  }
  if (severity === 'ERROR') {
    return { action: 'query.failed', native: state ?? 'ERROR', outcome: 'failure' };
  }
  const broken = severity === 'FATAL' || severity === 'PANIC';
  return {
    action: 'log.written',
    native: severity ?? 'LOG',
    outcome: broken ? 'failure' : 'unknown',
  };
}

const signInErrors =
  /authentication failed|does not exist$|too many conn|not permitted to log in|remaining conn/;

function signInFailed(message: string, state: string | undefined): boolean {
  if (state !== undefined) return /^(?:28...|3D000|53300|57P03|42501)$/.test(state);
  return signInErrors.test(message);
}

export const messageActions: readonly string[] = [
  ...new Set([
    ...beginnings.map(([, action]) => action),
    'permission.denied',
    'query.failed',
    'log.written',
    'setting.changed',
  ]),
];
