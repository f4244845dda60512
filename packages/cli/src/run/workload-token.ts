// The CI's own OIDC token for this job: the server checks it against its issuer, so that "who" is
// verified and not only claimed. It travels in one header and is written nowhere.
import { readFile } from 'node:fs/promises';
import { createRunKey, type RunKey } from './run-key.ts';

const TIMEOUT_MS = 5000;
const MAX_TOKEN_CHARS = 16 * 1024;

export interface WorkloadToken {
  token: string;
  /** Where the issuer bound the token to the key of this run. */
  prove?: RunKey['prove'];
}

export interface WorkloadTokenOptions {
  env: Record<string, string | undefined>;
  /** Address of the server: the audience, unless ACTA_AUDIENCE names another. */
  url: string;
  now: () => number;
  fetch?: typeof fetch;
}

/** Gives the token of this job, fresh for each record; undefined where the CI has none. */
export type TokenOfJob = () => Promise<WorkloadToken | undefined>;

/**
 * Where the token of this job comes from: `ACTA_ID_TOKEN` (GitLab's `id_tokens`), GitHub Actions
 * with `id-token: write`, or the file that `ACTA_WORKLOAD_TOKEN_FILE` names (a projected token of
 * Kubernetes). None of them throws: a record without a token is worth less, and still worth
 * keeping.
 */
export function tokenOfJob(options: WorkloadTokenOptions): TokenOfJob {
  const { env } = options;
  const given = env['ACTA_ID_TOKEN'];
  if (given) return async () => plain(given);
  const url = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const secret = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (url && secret) return fromGithub(options, url, secret);
  const file = env['ACTA_WORKLOAD_TOKEN_FILE'];
  if (file) return async () => plain(await readFile(file, 'utf8').catch(() => ''));
  return async () => undefined;
}

/** A token that anybody who has it can use: its issuer knows nothing of our key. */
function plain(text: string): WorkloadToken | undefined {
  const token = text.trim();
  return token === '' || token.length > MAX_TOKEN_CHARS ? undefined : { token };
}

/**
 * GitHub signs the audience that a job asks for: with the thumbprint of the run's key in it the
 * token is bound to that key.
 */
function fromGithub(options: WorkloadTokenOptions, url: string, secret: string): TokenOfJob {
  const { env, now, fetch: fetcher = fetch } = options;
  const audience = env['ACTA_AUDIENCE'] || new URL(options.url).origin;
  const key = createRunKey(now);
  return async () => {
    try {
      const { thumbprint, prove } = await key;
      const asked = new URL(url);
      asked.searchParams.set('audience', `${audience}#jkt=${thumbprint}`);
      const response = await fetcher(asked, {
        headers: { authorization: `Bearer ${secret}`, accept: 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const { value } = (await response.json()) as { value?: unknown };
      const found = typeof value === 'string' ? plain(value) : undefined;
      return found === undefined ? undefined : { ...found, prove };
    } catch {
      return undefined;
    }
  };
}
