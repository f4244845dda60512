import type { ReportLedger } from '../ports.ts';
import { populationRange } from './population.ts';
import type { PackProofs } from './proofs.ts';
import type { ZipWriter } from './zip-writer.ts';

export interface PackCheckpoints {
  start: number;
  end: number;
}

/**
 * Writes `checkpoint`, `checkpoints/<size>` and `consistency.json`: the pack's checkpoint, the
 * newest kept one from before the range, and the proof that the second extends the first. Where
 * no earlier checkpoint is kept, start and end are the same and the proof is empty.
 */
export async function writeCheckpoints(
  zip: ZipWriter,
  ledger: ReportLedger,
  proofs: PackProofs,
  from: string | null,
): Promise<PackCheckpoints> {
  const { head } = proofs;
  const range = await populationRange(ledger, head, from);
  const kept = (await ledger.checkpointAtOrBefore?.(range.from)) ?? null;
  const start = kept !== null && kept.size > 0 && kept.size < head.size ? kept : null;
  await zip.add('checkpoint', head.checkpoint);
  if (start !== null) await zip.add(`checkpoints/${start.size}`, start.checkpoint);
  await zip.add(`checkpoints/${head.size}`, head.checkpoint);
  const proof = start === null ? [] : await proofs.consistency(start.size);
  const sizes = { start: start?.size ?? head.size, end: head.size };
  const consistency = {
    from: sizes.start,
    to: sizes.end,
    proof: proof.map((hash) => Buffer.from(hash).toString('base64')),
  };
  await zip.add('consistency.json', `${JSON.stringify(consistency, null, 2)}\n`);
  return sizes;
}
