// `npm run conformance -- --corpus DIR [--write]`: what the adapters make of collected deliveries,
// as a table for each source. Ends with 1 where something is not parsed or a secret is left.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { adapterOf, adapters } from '../../packages/server/src/sources/all.ts';
import { page, problemsOf, terminalReport, type Coverage } from './report.ts';
import { corpusFiles, samplesOf } from './samples.ts';
import { addSample, emptyTally, type Tally } from './tally.ts';

const PAGE = new URL('../../docs/reference/coverage.md', import.meta.url);

/** Runs every delivery of the corpus through the adapter of its folder. */
function cover(corpora: string): Coverage {
  const tallies = new Map<string, Tally>(
    adapters.map(({ type }) => [type, emptyTally(type)] as const),
  );
  const others = new Map<string, number>();
  for (const file of corpusFiles(corpora)) {
    for (const sample of samplesOf(corpora, file)) {
      const adapter = sample.type === undefined ? undefined : adapterOf(sample.type);
      const tally = adapter === undefined ? undefined : tallies.get(adapter.type);
      if (adapter !== undefined && tally !== undefined) addSample(tally, adapter, sample);
      else others.set(file.folder, (others.get(file.folder) ?? 0) + 1);
    }
  }
  const all = [...tallies.values()].sort((a, b) => a.type.localeCompare(b.type));
  return {
    tallies: all.filter(({ deliveries }) => deliveries > 0),
    others,
    unheard: all.filter(({ deliveries }) => deliveries === 0).map(({ type }) => type),
  };
}

/** The folder that holds `MANIFEST.tsv`: the one given, or `corpora/` in it. */
function corporaIn(given: string | undefined): string {
  const found = [given, given === undefined ? undefined : join(given, 'corpora')].find(
    (folder) => folder !== undefined && existsSync(join(folder, 'MANIFEST.tsv')),
  );
  if (found !== undefined) return found;
  const what = given === undefined ? 'No corpus folder is named' : `${given} has no MANIFEST.tsv`;
  console.error(`${what}: give one with --corpus DIR or ACTA_CORPUS (see docs/contributing).`);
  return process.exit(2);
}

const { values } = parseArgs({
  options: { corpus: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const coverage = cover(corporaIn(values.corpus ?? process.env['ACTA_CORPUS']));
console.log(terminalReport(coverage));
if (values.write) writeFileSync(PAGE, page(coverage));
process.exitCode = problemsOf(coverage).length === 0 ? 0 : 1;
