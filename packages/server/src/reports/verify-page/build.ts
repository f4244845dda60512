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
  const parts: Record<string, string> = { STYLE: style, SCRIPT: script };
  const page = template.replace(/%(STYLE|SCRIPT)%/g, (_, name: string) => parts[name] ?? '');
  return page.replace('%POLICY%', () => policyOf(page));
}

/** Builds the page and puts it at `path` in one step. */
export async function saveVerifyPage(path: string): Promise<void> {
  const page = await buildVerifyPage();
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, page);
  await rename(temporary, path);
}

/** Nothing may be loaded or sent; only the page's own script and style run. */
function policyOf(page: string): string {
  const hashOf = (element: string) => {
    const content = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page)?.[1] ?? '';
    return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
  };
  const own = `script-src ${hashOf('script')}; style-src ${hashOf('style')}`;
  return `default-src 'none'; ${own}; base-uri 'none'; form-action 'none'`;
}
