// Every file of a pack against the manifest: none changed, none missing, none that it does not
// name.
import { createSha256 } from '@acta/log';
import type { PackFiles } from '../pack/open-pack.ts';
import { MANIFEST, type PackManifest } from './manifest.ts';
import type { PackReport } from './pack-run.ts';

const WHAT = 'The files are those that the manifest names';

export async function checkDigests(
  files: PackFiles,
  manifest: PackManifest,
  report: PackReport,
): Promise<void> {
  const names = new Set(files.names());
  for (const name of names) {
    if (name === MANIFEST || Object.hasOwn(manifest.files, name)) continue;
    report.finding(
      'files',
      'unexpected file',
      name,
      'nothing',
      'a file that is not in the manifest',
    );
  }
  for (const [name, { sha256, bytes }] of Object.entries(manifest.files)) {
    if (!names.has(name)) {
      report.finding('files', 'missing file', name, `${bytes} bytes`, 'nothing');
      continue;
    }
    const found = await digestOf(files.chunks(name));
    if (found.sha256 === sha256 && found.bytes === bytes) continue;
    const expected = `${bytes} bytes, SHA-256 ${sha256}`;
    const text = `${found.bytes} bytes, SHA-256 ${found.sha256}`;
    report.finding('files', 'changed file', name, expected, text);
  }
  const count = Object.keys(manifest.files).length;
  report.close('files', WHAT, 'the manifest’s digests', `${count} files`);
}

async function digestOf(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createSha256();
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  const hex = Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0'));
  return { sha256: hex.join(''), bytes };
}
