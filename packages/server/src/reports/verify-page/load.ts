import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const packages = join(import.meta.dirname, '../../../..');

/** The built page; a published package brings it, a clone builds it when it is missing or older. */
export const verifyPagePath = join(packages, 'server/dist/verify.html');

const sources = [
  'server/src/reports/verify-page',
  'log/src',
  'event/src/disclosures',
  'event/src/hash',
  'sdk/src/pack',
  'sdk/src/verify',
  'query/src',
].map((path) => join(packages, path));

/** The text of verify.html for a pack. */
export async function loadVerifyPage(): Promise<string> {
  if (isStale()) {
    const { saveVerifyPage } = await import('./build.ts');
    await saveVerifyPage(verifyPagePath);
  }
  return readFile(verifyPagePath, 'utf8');
}

function isStale(): boolean {
  if (!existsSync(verifyPagePath)) return true;
  const builder = join(packages, 'server/src/reports/verify-page/build.ts');
  if (!existsSync(builder) || dirname(builder).includes('node_modules')) return false;
  const built = statSync(verifyPagePath).mtimeMs;
  return sources.some((folder) => newest(folder) > built);
}

function newest(folder: string): number {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const times = files
    .filter((file) => file.isFile() && !file.name.endsWith('.test.ts'))
    .map((file) => statSync(join(file.parentPath, file.name)).mtimeMs);
  return Math.max(0, ...times);
}
