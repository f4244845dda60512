// The session cookie: HttpOnly, SameSite=Strict, and bound to the host by its name where TLS allows
// it.
const PLAIN = 'acta_session';
const SECURE = `__Host-${PLAIN}`;

/** Under https the browser itself refuses a cookie of this name that is not Secure and of `/`. */
const nameOf = (secure: boolean) => (secure ? SECURE : PLAIN);

/** The session id of a `Cookie` header. */
export function sessionOf(header: string | undefined, secure: boolean): string | undefined {
  if (header === undefined) return undefined;
  const wanted = `${nameOf(secure)}=`;
  for (const part of header.split(';')) {
    const pair = part.trim();
    if (pair.startsWith(wanted)) return pair.slice(wanted.length);
  }
  return undefined;
}

/** `Set-Cookie` for a session; with `max_age_s` 0 the browser forgets it. */
export function sessionCookie(id: string, max_age_s: number, secure: boolean): string {
  const flags = `Path=/; Max-Age=${max_age_s}; HttpOnly; SameSite=Strict`;
  return `${nameOf(secure)}=${id}; ${flags}${secure ? '; Secure' : ''}`;
}
