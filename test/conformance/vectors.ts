// Signature vectors over exact bytes: each verifies, and does not with a changed byte or another
// secret.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '../../packages/server/src/sources/types.ts';

export interface Vector {
  name?: string;
  repo?: string;
  test?: string;
  file?: string;
  body?: string;
  secret: string;
  alg: string;
  header: string;
  value: string;
}

/** Checks every vector that `adapterOf` takes, and says how many there were. */
export function checkVectors(
  corpus: string,
  adapterOf: (vector: Vector) => Adapter | undefined,
): number {
  const folder = join(corpus, 'vectors/webhook-signatures');
  const vectors = JSON.parse(readFileSync(join(folder, 'vectors.json'), 'utf8')) as Vector[];
  let count = 0;
  for (const vector of vectors) {
    const adapter = adapterOf(vector);
    if (adapter === undefined) continue;
    count++;
    const body =
      vector.file === undefined
        ? Buffer.from(vector.body ?? '')
        : readFileSync(join(folder, vector.file));
    const headers = { [vector.header.toLowerCase()]: vector.value };
    const ok = (bytes: Buffer, secrets: string[]) =>
      adapter.verify({ headers, body: bytes, received: 0 }, secrets, {}).ok;
    const label = vector.name ?? vector.file;
    assert.ok(ok(body, [vector.secret]), `${label} verifies`);
    assert.ok(ok(body, ['another', vector.secret]), `${label} verifies while secrets change`);
    assert.ok(!ok(body, ['another']), `${label} with another secret`);
    const changed = Buffer.from(body);
    changed[0] = (changed[0] as number) ^ 1;
    assert.ok(!ok(changed, [vector.secret]), `${label} with a changed byte`);
  }
  return count;
}
