import { ActaError } from '../../lib/errors.ts';
import { matching } from '../matching.ts';
import type { ReportOptions } from '../ports.ts';
import type { RunningExport } from '../reports.ts';
import { writeCheckpoints } from './checkpoints.ts';
import { evidenceOf } from './evidence.ts';
import { manifestOf } from './manifest.ts';
import { populationRange, writePopulation } from './population.ts';
import { openProofs, type PackHead, type PackProofs } from './proofs.ts';
import { readme } from './readme.ts';
import { reportHtml } from './report-html.ts';
import { createSummary, type Redaction, type ReportModel, type Summary } from './summary.ts';
import type { Sink } from '../sealed-file.ts';
import { loadVerifyPage } from '../verify-page/load.ts';
import { createZip, type ZipWriter } from './zip-writer.ts';

/** How long the index may take to reach the head that the pack stands under. */
const CATCH_UP_MS = 30_000;
const POLL_MS = 100;

/** Writes an evidence pack. Memory does not grow with the number of events. */
export async function writePack(
  options: ReportOptions,
  sink: Pick<Sink, 'write'>,
  run: RunningExport,
): Promise<void> {
  const proofs = await openProofs(options.ledger);
  const { head } = proofs;
  const through_index = await caughtUp(options, run, head);
  const zip = createZip(sink, new Date(options.clock.now()));
  const summary = createSummary();
  const redactions = new Map<string, Redaction>();
  const lines = evidenceLines(options, run, proofs, through_index, summary, redactions);
  await zip.add('events.ndjson', lines);
  const checkpoints = await writeCheckpoints(zip, options.ledger, proofs, run.job.from);
  const population = run.population
    ? await populationRange(options.ledger, head, run.job.from)
    : null;
  if (population !== null) {
    await writePopulation(zip, options.ledger, population, proofs, run.signal);
  }
  const model: ReportModel = {
    ...summary.totals(),
    created: run.job.created,
    version: options.version,
    origin: options.ledger.origin,
    vkeys: options.ledger.vkeys(),
    reader: run.reader.name,
    query: { q: run.job.q, from: run.job.from, to: run.job.to },
    head: { ...head, root: Buffer.from(head.root).toString('base64') },
    through_index,
    redactions: [...redactions.values()],
    gaps: (await options.coverageGaps?.(run.job.from, run.job.to)) ?? null,
    population,
  };
  await writeDocuments(zip, model);
  const manifest = manifestOf(model, checkpoints, zip.files());
  await zip.add('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  await zip.close();
}

async function writeDocuments(zip: ZipWriter, model: ReportModel): Promise<void> {
  // What draws it is large, and most servers never need it.
  const { reportPdf } = await import('./report-pdf.ts');
  await zip.add('vkey', model.vkeys.map((vkey) => `${vkey}\n`).join(''));
  await zip.add('report.html', reportHtml(model));
  await zip.add('report.pdf', reportPdf(model));
  await zip.add('verify.html', await loadVerifyPage());
  await zip.add('README.txt', readme(model));
}

async function* evidenceLines(
  options: ReportOptions,
  run: RunningExport,
  proofs: PackProofs,
  through_index: number,
  summary: Summary,
  redactions: Map<string, Redaction>,
): AsyncGenerator<string> {
  for await (const { events } of matching(options, run)) {
    const lines: string[] = [];
    for (const event of events) {
      if (event.index >= through_index) continue;
      const entry = await options.ledger.entry(event.index);
      if (entry === null) throw missing(event.index);
      const evidence = await evidenceOf(entry, proofs, run.reader);
      for (const { group, why } of evidence.withheld) {
        const key = `${group} ${why}`;
        const known = redactions.get(key) ?? { group, why, count: 0 };
        redactions.set(key, { ...known, count: known.count + 1 });
      }
      summary.add(event);
      lines.push(`${JSON.stringify(evidence)}\n`);
    }
    if (lines.length > 0) yield lines.join('');
  }
}

/**
 * Waits until the index holds all that the head covers; what it reaches when that takes too long.
 */
async function caughtUp(
  options: ReportOptions,
  run: RunningExport,
  head: PackHead,
): Promise<number> {
  for (let waited = 0; ; waited += POLL_MS) {
    run.signal.throwIfAborted();
    const query = { ast: run.ast, from: run.job.from, to: run.job.to, order: 'time' as const };
    const page = await options.index.search({ ...query, limit: 1, cursor: null });
    if (page.through_index >= head.size) return head.size;
    if (waited >= CATCH_UP_MS) return page.through_index;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function missing(index: number): ActaError {
  return new ActaError({
    code: 'entry_missing',
    status: 500,
    fault: 'operator',
    detail: `The index knows event ${index}, but the ledger can't read it.`,
    next: 'Run acta verify on the data directory.',
  });
}
