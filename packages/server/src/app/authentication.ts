// Wires who may come in, and records who could not.
import {
  authenticateBy,
  bearerAuthenticator,
  createAdminToken,
  createFailures,
  createSessions,
  createSignInLinks,
  openKeyring,
  sessionAuthenticator,
} from '../access/index.ts';
import type { Failure } from '../access/index.ts';
import { httpLimits } from '../http/index.ts';
import type { HttpContext } from '../http/index.ts';
import type { Audit, AuditRecord, Caller } from '../ingest/index.ts';
import type { Workloads } from '../identity/index.ts';
import { ActaError } from '../lib/errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Limits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Random } from '../lib/random.ts';
import type { Store } from '../store/index.ts';
import type { Config } from './settings.ts';
import { workloadAuthenticator } from './workload-authenticator.ts';

export interface AuthenticationOptions {
  config: Pick<Config, 'admin_token' | 'sessions'>;
  store: Store;
  audit: Audit;
  workloads: Workloads;
  clock: Clock;
  random: Random;
  limits: Limits;
  logger: Logger;
}

const ACTA = { type: 'service', id: 'acta', name: 'Acta' };

/** The order of the list is the order in which credentials are tried. */
export async function openAccess(options: AuthenticationOptions): Promise<HttpContext['access']> {
  const { config, store, audit, workloads, clock, random, limits, logger } = options;
  const keyring = await openKeyring({ keys: store.keys, clock, random });
  const sessions = createSessions({
    sessions: store.sessions,
    keyring,
    clock,
    random,
    limits: config.sessions,
  });
  const record = (caller: Caller | null, entry: AuditRecord) => {
    audit.record(caller, entry).catch((error: unknown) => {
      logger.error('a failed attempt could not be recorded', { error });
    });
  };
  const counts = {
    clock,
    perMinute: limits.value(httpLimits.FAILED_SIGN_INS),
    addresses: limits.value(httpLimits.FAILURE_ADDRESSES),
  };
  return {
    authenticate: authenticateBy([
      workloadAuthenticator(workloads),
      bearerAuthenticator(keyring, createAdminToken(config.admin_token)),
      sessionAuthenticator(sessions),
    ]),
    keyring,
    sessions,
    workloads,
    links: createSignInLinks({ sessions: store.sessions, clock, random }),
    failures: createFailures({ ...counts, record: (failure) => record(null, failed(failure)) }),
    denials: createFailures({ ...counts, record: (failure) => record(...denied(failure)) }),
  };
}

const failed = ({ address, how, count }: Failure): AuditRecord => ({
  action: 'session.failed',
  outcome: 'failure',
  target: ACTA,
  context: { ip: address },
  labels: { how, count: String(count) },
});

function denied({ address, how, count }: Failure): [Caller, AuditRecord] {
  const [id, name, kind] = JSON.parse(address) as [string, string, string];
  const target = { type: 'permission', id: how };
  const labels = { count: String(count) };
  return [
    { id, name, kind },
    { action: 'permission.denied', outcome: 'denied', target, labels },
  ];
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/** An address that others can reach needs a way to keep them out. Throws ActaError. */
export function checkExposure(host: string, adminToken: boolean, adminKey: boolean): void {
  if (LOOPBACK.test(host) || adminToken || adminKey) return;
  throw new ActaError({
    code: 'authentication_not_configured',
    status: 500,
    fault: 'operator',
    detail: `${host} is not a loopback address and no authentication is configured: refused to listen.`,
    next: 'Set ACTA_ADMIN_TOKEN (at least 32 characters), or start on 127.0.0.1 and create an API key of the role admin first.',
  });
}
