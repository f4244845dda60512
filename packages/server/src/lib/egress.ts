// The one way out: every request that Acta makes by itself goes through here. HTTPS unless the
// operator says otherwise, to addresses that the guard admits (looked at when they are connected
// to, so that a name can't change in between), redirects never followed, time and size bounded.
// Errors name the host and nothing else of the address: paths and queries may hold secrets.
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify, promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { createEgressGuard, type EgressGuard } from './egress-guard.ts';
import { ActaError, messageOf, systemCode } from './errors.ts';
import { EGRESS_ANSWER_BYTES, EGRESS_TIMEOUT_MS } from './egress-limits.ts';
import type { Limits } from './limits.ts';
import type { Metrics } from './metrics.ts';

export interface EgressRequest {
  url: string;
  /** Default: GET. */
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
  /** Less than the limit where less is expected. */
  timeout_ms?: number;
}

export interface EgressAnswer {
  /** Any status: redirects come back as they are. */
  status: number;
  /** Names in lower case, repeated ones joined. */
  headers: Record<string, string>;
  /** Without its content encoding. */
  body: Buffer;
}

export interface Egress {
  /**
   * @throws ActaError `egress_url_invalid`, `egress_not_https`, `egress_address_refused`,
   * `egress_name_unknown`, `egress_timed_out`, `egress_answer_too_large`, `egress_broken`
   */
  request(request: EgressRequest): Promise<EgressAnswer>;
  close(): void;
}

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

export interface EgressOptions {
  /** See `createEgressGuard`. */
  allow: readonly string[];
  limits: Limits;
  metrics: Metrics;
  resolve?: Resolve;
}

const lookupAll = promisify(systemLookup);
const inflate = promisify(gunzip);

export function createEgress(options: EgressOptions): Egress {
  const { limits, metrics, resolve = (host) => lookupAll(host, { all: true }) } = options;
  const guard = createEgressGuard(options.allow);
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 8, timeout: 30_000 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 8, timeout: 30_000 }),
  };
  const counter = metrics.counter('acta_egress_requests_total', 'Requests of our own.', [
    'outcome',
  ]);
  const context = { guard, agents, resolve, answer_bytes: limits.value(EGRESS_ANSWER_BYTES) };
  return {
    async request(request) {
      const time_ms = Math.min(request.timeout_ms ?? Infinity, limits.value(EGRESS_TIMEOUT_MS));
      try {
        const answer = await send(context, request, time_ms);
        counter.inc({ outcome: String(answer.status) });
        return answer;
      } catch (error) {
        const code = error instanceof ActaError ? error.code : 'aborted';
        if (code === 'egress_answer_too_large') limits.reached(EGRESS_ANSWER_BYTES);
        if (code === 'egress_timed_out') limits.reached(EGRESS_TIMEOUT_MS);
        counter.inc({ outcome: code });
        throw error;
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

interface SendContext {
  guard: EgressGuard;
  agents: { 'http:': http.Agent; 'https:': https.Agent };
  resolve: Resolve;
  answer_bytes: number;
}

async function send(
  context: SendContext,
  request: EgressRequest,
  time_ms: number,
): Promise<EgressAnswer> {
  const url = readUrl(request.url);
  const timeout = AbortSignal.timeout(time_ms);
  const signals = request.signal === undefined ? [timeout] : [timeout, request.signal];
  try {
    const answer = await exchange(context, url, request, AbortSignal.any(signals));
    return { ...answer, body: await plainBody(answer, context.answer_bytes, url.host) };
  } catch (error) {
    if (error instanceof ActaError) throw error;
    if (request.signal?.aborted === true) throw error;
    if (timeout.aborted) throw failure('egress_timed_out', url.host, `${time_ms} ms`);
    throw failure('egress_broken', url.host, systemCode(error) ?? messageOf(error));
  }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password !== '') {
    throw failure('egress_url_invalid', url?.host ?? 'The address');
  }
  return url;
}

function exchange(
  context: SendContext,
  url: URL,
  request: EgressRequest,
  signal: AbortSignal,
): Promise<EgressAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<EgressAnswer>();
  const isPlain = url.protocol === 'http:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) admit(context.guard, host, [host], isPlain);
  const sent = (isPlain ? http : https).request(url, {
    method: request.method ?? 'GET',
    headers: { 'accept-encoding': 'gzip', 'user-agent': 'acta', ...request.headers },
    agent: context.agents[isPlain ? 'http:' : 'https:'],
    lookup: guardedLookup(context, isPlain),
    signal,
  });
  sent.on('error', reject);
  sent.on('response', (response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('error', reject);
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= context.answer_bytes) return;
      reject(failure('egress_answer_too_large', url.host));
      sent.destroy();
    });
    response.on('close', () => {
      if (!response.complete) reject(failure('egress_broken', url.host, 'cut short'));
    });
    response.on('end', () => {
      const headers = plainHeaders(response.headers);
      resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) });
    });
  });
  sent.end(request.body);
  return promise;
}

/** Connects to addresses that were checked. One bad address among several refuses all. */
function guardedLookup(context: SendContext, isPlain: boolean): LookupFunction {
  const resolve = callbackify((host: string) => admittedAddresses(context, host, isPlain));
  return (host, options, done) => {
    resolve(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (first === undefined) done(error, '');
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

/** Addresses of hosts that protocols other than HTTP may connect to. */
export interface Addresses {
  /**
   * @param isPlain without TLS
   * @throws ActaError `egress_name_unknown`, `egress_address_refused`, `egress_not_https`
   */
  of(host: string, isPlain: boolean): Promise<LookupAddress[]>;
}

/** The guard of the one way out for what speaks over a socket of its own: SMTP, syslog. */
export function createAddresses(options: Pick<EgressOptions, 'allow' | 'resolve'>): Addresses {
  const { resolve = (host) => lookupAll(host, { all: true }) } = options;
  const context = { guard: createEgressGuard(options.allow), resolve };
  return { of: (host, isPlain) => admittedAddresses(context, host, isPlain) };
}

async function admittedAddresses(
  { guard, resolve }: Pick<SendContext, 'guard' | 'resolve'>,
  host: string,
  isPlain: boolean,
): Promise<LookupAddress[]> {
  const addresses = await resolve(host).catch(() => []);
  if (addresses.length === 0) throw failure('egress_name_unknown', host);
  const all = addresses.map(({ address }) => address);
  admit(guard, host, all, isPlain);
  return addresses;
}

function admit(guard: EgressGuard, host: string, all: readonly string[], isPlain: boolean): void {
  const refused = all.find((address) => !guard.admits(host, address));
  if (refused !== undefined) throw failure('egress_address_refused', host, refused);
  const isAdmitted = !isPlain || all.every((address) => guard.admitsPlain(host, address));
  if (!isAdmitted) throw failure('egress_not_https', host);
}

async function plainBody({ headers, body }: EgressAnswer, most: number, host: string) {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'gzip' || body.length === 0) return body;
  try {
    return await inflate(body, { maxOutputLength: most });
  } catch (error) {
    if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') {
      throw failure('egress_answer_too_large', host);
    }
    throw failure('egress_broken', host, 'the answer is no gzip');
  }
}

function plainHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

const failures = {
  egress_url_invalid: [
    '{host} is no http or https address without credentials in it.',
    'Correct the address in the settings.',
  ],
  egress_not_https: [
    '{host} is to be spoken to without TLS.',
    'Use https, or allow it: egress.allow with http:// before the host.',
  ],
  egress_address_refused: [
    '{host} is at {why}, which is not on the public internet.',
    'Where this is meant, name the host or its network in egress.allow.',
  ],
  egress_name_unknown: ['The name {host} has no address.', 'Check the spelling and the DNS.'],
  egress_timed_out: ['{host} did not answer within {why}.', 'Try again later.'],
  egress_answer_too_large: [
    'The answer of {host} is larger than egress.answer_bytes.',
    'Ask for less at once, or raise the limit.',
  ],
  egress_broken: ['The connection to {host} failed: {why}.', 'Try again later.'],
} satisfies Record<string, readonly [string, string]>;

function failure(code: keyof typeof failures, host: string, why = ''): ActaError {
  const [detail, next] = failures[code];
  return new ActaError({
    code,
    status: 502,
    fault: 'operator',
    detail: detail.replace('{host}', host).replace('{why}', why),
    next,
  });
}
