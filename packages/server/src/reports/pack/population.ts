// A population: every leaf of an index range, with what proves that range whole under the pack's
// checkpoint: the subtree hashes before it, and a consistency proof after it (RFC 6962 §2.1).
import type { ReportLedger } from '../ports.ts';
import type { PackHead, PackProofs } from './proofs.ts';
import type { ZipWriter } from './zip-writer.ts';

/**
 * Events may reach the log before their own time says so, by this much, and still be in the range.
 */
const AHEAD_MS = 24 * 60 * 60 * 1000;
const LEAVES_A_PIECE = 1000;

export interface PopulationRange {
  from: number;
  to: number;
}

/**
 * The index range that holds everything that happened from `from` on: `received` never goes back,
 * so its start is found by bisection; late arrivals may stand anywhere up to the head.
 */
export async function populationRange(
  ledger: ReportLedger,
  head: PackHead,
  from: string | null,
): Promise<PopulationRange> {
  if (from === null) return { from: 0, to: head.size };
  const earliest = new Date(Date.parse(from) - AHEAD_MS).toISOString();
  let low = 0;
  let high = head.size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const entry = await ledger.entry(middle);
    if (entry !== null && entry.event.received < earliest) low = middle + 1;
    else high = middle;
  }
  return { from: low, to: head.size };
}

/** Writes `population/range.json` and `population/leaves.ndjson`. */
export async function writePopulation(
  zip: ZipWriter,
  ledger: ReportLedger,
  range: PopulationRange,
  proofs: PackProofs,
  signal: AbortSignal,
): Promise<void> {
  const consistency = range.to < proofs.head.size ? await proofs.consistency(range.to) : [];
  const proof = {
    ...range,
    frontier: (await proofs.peaks(range.from)).map(base64),
    consistency: consistency.map(base64),
  };
  await zip.add('population/range.json', `${JSON.stringify(proof, null, 2)}\n`);
  await zip.add('population/leaves.ndjson', leafLines(ledger, range, signal));
}

async function* leafLines(ledger: ReportLedger, range: PopulationRange, signal: AbortSignal) {
  let lines: string[] = [];
  for await (const entries of ledger.entries(range.from, range.to)) {
    signal.throwIfAborted();
    for (const { leaf } of entries) lines.push(`${Buffer.from(leaf, 'utf8').toString('base64')}\n`);
    if (lines.length < LEAVES_A_PIECE) continue;
    yield lines.join('');
    lines = [];
  }
  if (lines.length > 0) yield lines.join('');
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
