// The CI's own OIDC token for this job: the server checks it against its issuer, so that "who" is
// verified and not only claimed. It travels in one header and is written nowhere.

const AUDIENCE = 'acta';
const TIMEOUT_MS = 5000;
const MAX_TOKEN_CHARS = 16 * 1024;

/** The token of this job, or undefined where the CI gives none. Never throws. */
export async function workloadToken(
  env: Record<string, string | undefined>,
  fetcher: typeof fetch = fetch,
): Promise<string | undefined> {
  const given = env['ACTA_ID_TOKEN'];
  if (given) return given.length <= MAX_TOKEN_CHARS ? given : undefined;
  const url = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const secret = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (!url || !secret) return undefined;
  try {
    const asked = new URL(url);
    asked.searchParams.set('audience', AUDIENCE);
    const response = await fetcher(asked, {
      headers: { authorization: `Bearer ${secret}`, accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await response.json()) as { value?: unknown };
    const token = body.value;
    return typeof token === 'string' && token.length <= MAX_TOKEN_CHARS ? token : undefined;
  } catch {
    // the record is worth less without it, and still worth keeping
    return undefined;
  }
}
