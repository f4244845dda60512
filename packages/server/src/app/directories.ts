import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the head of the log is remembered outside the data directory (XDG Base Directory). */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const base = env['XDG_STATE_HOME'];
  const isAbsolute = base !== undefined && base.startsWith('/');
  return join(isAbsolute ? base : join(homedir(), '.local', 'state'), 'acta');
}

/** The rules that come with this installation. */
export const shippedRules = fileURLToPath(new URL('../../../../rules', import.meta.url));

/** Where it is kept what rule files say, from one start to the next. */
export const ruleCache = fileURLToPath(
  new URL('../../../../node_modules/.cache/acta-rules.json', import.meta.url),
);

/** What Acta changes about rules of SigmaHQ, so that they work on the products' own records. */
export const shippedOverlay = fileURLToPath(
  new URL('../../../../rules/sigmahq.overlay.yaml', import.meta.url),
);

/** The built page of this installation. */
export const webFolder = fileURLToPath(new URL('../../../../web/dist', import.meta.url));
