// Every delivery of a corpus through the adapter of its folder.
import { adapterOf, adapters } from '../../packages/server/src/sources/all.ts';
import type { Coverage } from './report.ts';
import { corpusFiles, samplesOf } from './samples.ts';
import { addSample, emptyTally, type Tally } from './tally.ts';

/** Runs every delivery of the corpus through the adapter of its folder. */
export function cover(corpora: string): Coverage {
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
