// Population completeness: the hashes of the tree before an index range, and every leaf of the
// range, give the root of the tree at its end. So no leaf of the range can have been left out or
// changed.
import {
  CompactRange,
  decodeBase64,
  equalBytes,
  leafHashes,
  LogError,
  verifyConsistency,
} from '@acta/log';
import { isCount, isObject, isTexts, parseJson } from './manifest.ts';
import type { PackRun } from './pack-run.ts';
import { openSelection, type Selection } from './pack-selection.ts';

const RANGE = 'population/range.json';
const LEAVES = 'population/leaves.ndjson';
const WHAT = 'The population is every leaf of its index range';
const BATCH = 256;

interface Range {
  from: number;
  to: number;
  frontier: string[];
  consistency: string[];
}

/**
 * Verifies the population; true where it is whole and, as far as leaves show, no event of it is
 * left out.
 */
export async function checkPopulation(run: PackRun, listed: ReadonlySet<number>): Promise<boolean> {
  const { manifest, files, report } = run;
  const { population } = manifest;
  const expected = population ? `leaves ${population.from} … ${population.to - 1}` : 'a population';
  if (!population) {
    report.skip('population', WHAT, expected, 'none is in the pack: events can have been left out');
    return false;
  }
  const bytes = await files.read(RANGE);
  const range = bytes ? parseJson(bytes) : undefined;
  if (!isRange(range) || range.from !== population.from || range.to !== population.to) {
    report.finding('population', 'malformed range', RANGE, expected, bytes ? 'another' : 'nothing');
  } else if (!files.names().includes(LEAVES)) {
    report.finding('population', 'missing file', LEAVES, expected, 'nothing');
  } else {
    await checkLeaves(run, range, listed);
  }
  const count = population.to - population.from;
  if (manifest.counts.population !== count) {
    const found = `${manifest.counts.population}`;
    report.finding('population', 'population count', 'manifest.json', `${count}`, found);
  }
  report.close('population', WHAT, expected, `${count} leaves, and no other`);
  return report.failures('population') === 0 && report.failures('selection') === 0;
}

async function checkLeaves(run: PackRun, range: Range, listed: ReadonlySet<number>): Promise<void> {
  const { report, head } = run;
  const selection = openSelection(run, listed);
  try {
    const frontier = range.frontier.map((hash) => decodeBase64(hash, 'frontier'));
    const tree = CompactRange.fromPeaks(range.from, frontier);
    await appendLeaves(run, tree, selection);
    if (tree.size !== range.to) {
      const found = `${tree.size - range.from} leaves`;
      report.finding('population', 'leaves', LEAVES, `${range.to - range.from} leaves`, found);
    } else if (!head.checkpoint || !isPrefix(tree, head.checkpoint, range.consistency)) {
      const found = 'the leaves give another root';
      report.finding('population', 'leaves', LEAVES, 'leaves under the checkpoint', found);
    }
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    report.finding('population', 'malformed leaves', LEAVES, 'base64 of leaves', error.message);
  }
  selection.close();
}

async function appendLeaves(
  { files, signal }: PackRun,
  tree: CompactRange,
  selection: Selection,
): Promise<void> {
  let batch: Uint8Array[] = [];
  for await (const line of files.lines(LEAVES)) {
    const index = tree.size + batch.length;
    const leaf = decodeBase64(line, `leaf ${index}`);
    selection.look(index, leaf);
    batch.push(leaf);
    if (batch.length < BATCH) continue;
    signal?.throwIfAborted();
    tree.append(leafHashes(batch));
    batch = [];
  }
  tree.append(leafHashes(batch));
}

function isPrefix(
  tree: CompactRange,
  checkpoint: { size: number; root: Uint8Array },
  consistency: string[],
): boolean {
  const root = tree.root();
  const proof = consistency.map((hash) => decodeBase64(hash, 'consistency'));
  if (tree.size === checkpoint.size) return proof.length === 0 && equalBytes(root, checkpoint.root);
  return verifyConsistency({
    size1: tree.size,
    size2: checkpoint.size,
    root1: root,
    root2: checkpoint.root,
    proof,
  });
}

function isRange(value: unknown): value is Range {
  if (!isObject(value) || !isCount(value.from) || !isCount(value.to)) return false;
  return isTexts(value.frontier) && isTexts(value.consistency);
}
