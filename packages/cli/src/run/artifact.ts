import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { SentEvent } from '@acta/event';

type Target = NonNullable<SentEvent['targets']>[number];

/** Digests of the files that a step made, as targets of its event; a missing file is said. */
export async function artifactsOf(
  files: string[],
  cwd: string,
): Promise<{ targets: Target[]; missing: string[] }> {
  const targets: Target[] = [];
  const missing: string[] = [];
  for (const file of files) {
    try {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(resolve(cwd, file))) hash.update(chunk as Buffer);
      targets.push({ type: 'artifact', id: `sha256:${hash.digest('hex')}`, name: basename(file) });
    } catch {
      missing.push(file);
    }
  }
  return { targets, missing };
}
