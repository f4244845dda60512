import type { PackCheckpoints } from './checkpoints.ts';
import type { ReportModel } from './summary.ts';
import type { ZipFile } from './zip-writer.ts';

/** The pack's table of contents: what was asked, what is in it, what is not, and every digest. */
export function manifestOf(
  model: ReportModel,
  checkpoints: PackCheckpoints,
  files: Record<string, ZipFile>,
) {
  const { from, to } = model.query;
  const population = model.population;
  return {
    format: 'acta-evidence-pack',
    v: 1,
    created: model.created,
    made_by: `acta ${model.version}`,
    made_for: model.reader,
    origin: model.origin,
    query: model.query,
    covered: { from, to, through_index: model.through_index },
    counts: {
      events: model.events,
      population: population === null ? null : population.to - population.from,
    },
    redactions: model.redactions,
    coverage:
      model.gaps === null
        ? { known: false, gaps: [], note: 'Coverage of the sources was not recorded.' }
        : { known: true, gaps: model.gaps },
    checkpoint: { size: model.head.size, root: model.head.root },
    checkpoints,
    population,
    files: { ...files },
  };
}
