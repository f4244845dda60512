// Builds verify.html: one page without any request, from the verifier that the command line uses.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'vite';

const here = import.meta.dirname;

/** The page's text, from the sources of this clone. */
export async function buildVerifyPage(): Promise<string> {
  const built = await build({
    root: here,
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      modulePreload: false,
      target: 'es2023',
      lib: { entry: join(here, 'page.ts'), formats: ['iife'], name: 'acta', fileName: 'page' },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  if (output === undefined || !('output' in output)) throw new Error('vite built nothing');
  // A closing tag inside a string would end the script element
  const script = output.output[0].code.replaceAll('</script', '<\\/script');
  const [template, style] = await Promise.all([
    readFile(join(here, 'page.html'), 'utf8'),
    readFile(join(here, 'page.css'), 'utf8'),
  ]);
  const parts: Record<string, string> = {
    POLICY: policy(script, style),
    STYLE: style,
    SCRIPT: script,
  };
  return template.replace(/%(POLICY|STYLE|SCRIPT)%/g, (_, name: string) => parts[name] ?? '');
}

/** Builds the page and puts it at `path` in one step. */
export async function saveVerifyPage(path: string): Promise<void> {
  const page = await buildVerifyPage();
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, page);
  await rename(temporary, path);
}

/** Nothing may be loaded or sent; only this script and this style run. */
function policy(script: string, style: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
}
