// `npm run conformance -- --corpus DIR [--write]`: what the adapters make of collected deliveries,
// as a table for each source. Ends with 1 where something is not parsed or a secret is left.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cover } from './cover.ts';
import { page, problemsOf, terminalReport } from './report.ts';

const PAGE = new URL('../../docs/reference/coverage.md', import.meta.url);

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
