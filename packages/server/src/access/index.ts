// Who may come in, as whom, and what they may do.
export { ADMIN_TOKEN_MIN_CHARS, createAdminToken } from './admin-token.ts';
export { authenticateBy, bearerAuthenticator, sessionAuthenticator } from './authenticate.ts';
export type { Answer, Authenticator, Credentials, Refusal } from './authenticate.ts';
export { createFailures } from './failures.ts';
export type { Failure, Failures } from './failures.ts';
export { openKeyring } from './keyring.ts';
export type { Keyring, NewKey } from './keyring.ts';
export { maskEvent, WHY_MASKED } from './masks.ts';
export { can, PERMISSIONS, permissionsOf, ROLES } from './permissions.ts';
export type { Permission } from './permissions.ts';
export { defaultMasks, MASK_GROUPS } from './principal.ts';
export type { MaskGroup, Principal } from './principal.ts';
export { newId, newSecret } from './secrets.ts';
export { createSessions } from './sessions.ts';
export type { SessionLimits, Sessions } from './sessions.ts';
export { createSignInLinks } from './sign-in-links.ts';
export type { SignInLinks } from './sign-in-links.ts';
