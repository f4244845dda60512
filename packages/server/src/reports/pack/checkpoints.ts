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
 * newest kept one from before the range (at least that of the empty log, which every log keeps),
 * and the proof that the second extends the first. Where none was kept, both are the same.
 */
export async function writeCheckpoints(
  zip: ZipWriter,
  ledger: ReportLedger,
  proofs: PackProofs,
  from: string | null,
): Promise<PackCheckpoints> {
  const { head } = proofs;
  const range = await populationRange(ledger, head, from);
  const kept = await ledger.checkpointAtOrBefore(range.from);
  const start = kept !== null && kept.size < head.size ? kept : null;
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
