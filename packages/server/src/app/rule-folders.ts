// Where rules come from: the shipped ones, folders of the settings, and what overlays say of them.
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parseOverlay, SigmaError, type Overlay } from '@acta/sigma';
import { readRules, withParsedRules } from '../detect/index.ts';
import { ActaError } from '../lib/errors.ts';
import { mergeOverlays, type RuleFolder } from '../rules/index.ts';
import { ruleCache, shippedOverlay, shippedRules } from './directories.ts';
import type { Config } from './settings.ts';

/** All folders, read once. */
export async function readFolders({ detection }: Config): Promise<RuleFolder[]> {
  const shipped = detection.shipped ? [{ name: 'acta', path: shippedRules }] : [];
  const others = detection.rules.map((path, at) => ({ name: `folder-${at + 1}`, path }));
  const read = async ({ name, path }: { name: string; path: string }): Promise<RuleFolder> => ({
    name,
    texts: await withParsedRules(await readRules(path), name, ruleCache),
    ...(name === 'acta' ? {} : await originOf(path)),
  });
  return Promise.all([...shipped, ...others].map(read));
}

/** The overlay for rules of SigmaHQ that comes with Acta, and on it that of the settings. */
export async function readOverlays({ detection }: Config): Promise<Overlay> {
  const own = detection.overlay === undefined ? [] : [detection.overlay];
  const read = await Promise.all([shippedOverlay, ...own].map(readOverlay));
  return mergeOverlays(...read);
}

async function readOverlay(path: string): Promise<Overlay> {
  try {
    return parseOverlay(await readFile(path, 'utf8'));
  } catch (cause) {
    const { position } = cause instanceof SigmaError ? cause : {};
    const place = position === undefined ? '' : ` (line ${position.line})`;
    throw new ActaError({
      code: 'overlay_unreadable',
      status: 500,
      fault: 'operator',
      detail: `The overlay ${path} can't be read${place}: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: 'Correct it, or `detection.overlay` in the settings.',
      cause,
    });
  }
}

const DRL = /Detection Rule License/i;
const SIGMA_HQ = 'https://github.com/SigmaHQ/sigma';

/**
 * What a checkout says of its rules: their licence, and where they can be read. Looked for in the
 * folder and those around it.
 */
async function originOf(folder: string): Promise<Pick<RuleFolder, 'license' | 'linkTo'>> {
  const around = [folder, dirname(folder), dirname(dirname(folder))];
  const names = ['LICENSE', 'LICENSE.md', 'LICENSE.Detection.Rules.md', 'LICENSE.SigmaHQ'];
  const texts = await Promise.all(
    around.flatMap((each) => names.map((name) => textOf(join(each, name)))),
  );
  const isDrl = texts.some((text) => text !== undefined && DRL.test(text.slice(0, 4_000)));
  const remote = await remoteOf(around);
  const license = isDrl ? { license: 'DRL-1.1' } : {};
  if (remote !== undefined) {
    const below = relative(remote.root, folder);
    return { ...license, linkTo: (file) => `${remote.url}/blob/HEAD/${join(below, file)}` };
  }
  // The licence is that of SigmaHQ's rules: copies of them come from there.
  return isDrl ? { ...license, linkTo: () => SIGMA_HQ } : {};
}

async function remoteOf(folders: string[]): Promise<{ root: string; url: string } | undefined> {
  for (const root of folders) {
    const config = await textOf(join(root, '.git', 'config'));
    const said = /^\s*url\s*=\s*(\S+)\s*$/m.exec(config ?? '')?.[1];
    const url = said === undefined ? undefined : pageOf(said);
    if (url !== undefined) return { root, url };
  }
  return undefined;
}

/** The web page of a Git remote; none for one that is no public host's, and never a credential. */
function pageOf(remote: string): string | undefined {
  const found =
    /^(?:https:\/\/(?:[^@/]*@)?|(?:ssh:\/\/)?git@)([\w.-]+)[/:](.+?)(?:\.git)?\/?$/.exec(remote);
  return found === null ? undefined : `https://${found[1]}/${found[2]}`;
}

const textOf = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch(() => undefined);
