// The whole log is verified on demand and on a schedule; the result is kept, an event, and a
// metric.
import type { Verification } from '@acta/sdk';
import { newId } from '../access/index.ts';
import type { Principal } from '../access/index.ts';
import type { VerificationPort } from '../http/index.ts';
import type { Audit, AuditRecord, Caller } from '../ingest/index.ts';
import type { Ledger, VerifyProgress, VerifyResult } from '../ledger/index.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Random } from '../lib/random.ts';
import type { VerificationsRepository } from '../store/index.ts';

/** Findings kept of one verification; a broken file can make thousands. */
const MAX_FINDINGS = 1_000;

export interface Verifications extends VerificationPort {
  /** Starts one when the last one ended longer ago than the interval. */
  startIfDue(interval_ms: number): Promise<void>;
  /** Resolves when none runs. */
  settled(): Promise<void>;
}

export interface VerificationOptions {
  ledger: Pick<Ledger, 'head' | 'origin'>;
  /** Verifies all that stands in files. */
  verify(onProgress: (progress: VerifyProgress) => void): Promise<VerifyResult>;
  store: VerificationsRepository;
  audit: Audit;
  /** Who runs what nobody asked for. */
  itself: Caller;
  /**
   * What stood before needs no verification yet, ms since 1970: a log just made has nothing to
   * verify.
   */
  since_ms: number;
  /** Aborted when the server stops. */
  closing: AbortSignal;
  clock: Clock;
  random: Random;
  logger: Logger;
  metrics: Metrics;
}

export async function createVerifications(options: VerificationOptions): Promise<Verifications> {
  const { store, clock, random, ledger } = options;
  const iso = () => new Date(clock.now()).toISOString();
  await store.abandon(iso());
  const gauges = verificationGauges(options.metrics);
  let current: Verification | null = null;
  let running: Promise<void> = Promise.resolve();

  const start = async (by: Principal | null): Promise<Verification> => {
    if (current !== null) return { ...current };
    const verification: Verification = {
      id: `ver_${newId(random)}`,
      state: 'running',
      started: iso(),
      finished: null,
      size: ledger.head().size,
      checked: 0,
      findings: [],
    };
    current = verification;
    await store.save(verification);
    const by_whom: Caller = by ?? options.itself;
    const target = { type: 'log', id: ledger.origin };
    await options.audit.record(by_whom, { action: 'verification.started', target });
    running = run(options, verification, by_whom).finally(() => {
      gauges(verification);
      current = null;
    });
    return { ...verification };
  };
  return {
    start,
    get: async (id) => (current?.id === id ? { ...current } : store.get(id)),
    last: () => store.last(),
    async startIfDue(interval_ms) {
      const last = await store.last();
      const ended = last === null ? options.since_ms : Date.parse(last.finished ?? last.started);
      if (current === null && clock.now() - ended >= interval_ms) await start(null);
    },
    settled: () => running,
  };
}

/** Never rejects: what goes wrong is the verification's own result. */
async function run(
  options: VerificationOptions,
  verification: Verification,
  by: Caller,
): Promise<void> {
  const { ledger, store, audit, clock, logger, closing } = options;
  try {
    const result = await options.verify(({ done }) => {
      verification.checked = done;
    });
    verification.size = result.size;
    verification.checked = result.checked;
    verification.findings = result.findings.slice(0, MAX_FINDINGS);
    verification.state = result.findings.length === 0 ? 'passed' : 'failed';
  } catch (error) {
    // Cut off by the stop: the next start calls it an error and it will be due again.
    if (closing.aborted) return;
    verification.state = 'error';
    const found = messageOf(error);
    verification.findings = [
      { what: 'verification', where: 'log', expected: 'runs to its end', found },
    ];
    logger.error('the log could not be verified', { error });
  }
  if (closing.aborted) return;
  verification.finished = new Date(clock.now()).toISOString();
  try {
    await store.save(verification);
    await audit.record(by, recordOf(verification, ledger.origin));
  } catch (error) {
    logger.error('the result of a verification could not be kept', { error });
  }
  if (verification.state === 'failed') {
    logger.error('THE LOG DOES NOT VERIFY', { findings: verification.findings.slice(0, 10) });
  }
}

function recordOf(verification: Verification, origin: string): AuditRecord {
  const { state, size, checked, findings } = verification;
  const passed = state === 'passed';
  const reasons = findings
    .slice(0, 5)
    .map(({ what, where, found }) => `${what} ${where}: ${found}`);
  return {
    action: passed ? 'verification.completed' : 'verification.failed',
    outcome: passed ? 'success' : 'failure',
    target: { type: 'log', id: origin },
    labels: { size: String(size), checked: String(checked), findings: String(findings.length) },
    ...(reasons.length === 0 ? {} : { why: { reason: reasons.join('; ').slice(0, 2_000) } }),
  };
}

function verificationGauges(metrics: Metrics): (verification: Verification) => void {
  const findings = metrics.gauge(
    'acta_verification_findings',
    'Findings of the last verification of the log; above 0: something was changed or lost.',
  );
  const finished = metrics.gauge(
    'acta_verification_finished_seconds',
    'When the last verification ended, seconds since 1970.',
  );
  return (verification) => {
    findings.set(verification.findings.length);
    finished.set(Date.parse(verification.finished ?? verification.started) / 1000);
  };
}
