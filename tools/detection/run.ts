// `npm run conformance:detection -- --cases FILE [--rules DIR] [--misses] [--family NAME]`: how the
// rules do on labelled events. Ends with 1 where a score is below what the project promises.
import { parseArgs } from 'node:util';
import { createEngine, createRuleset } from '@acta/sigma';
import { documentsOfCase, readCases } from './cases.ts';
import { readPack } from './pack.ts';
import {
  isDiscriminated,
  isLoud,
  scoresOf,
  type Judged,
  type Scores,
  type Share,
} from './score.ts';

const WANTED = { recall: 0.85, discrimination: 0.8, budget: 60 };

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    rules: { type: 'string', default: new URL('../../rules', import.meta.url).pathname },
    family: { type: 'string' },
    misses: { type: 'boolean', default: false },
  },
});
if (values.cases === undefined) {
  console.error('Name the labelled events with --cases FILE (see docs/contributing).');
  process.exit(2);
}

const { rules, errors } = readPack(values.rules);
for (const { file, error } of errors) console.error(`${file}: ${error.message}`);
const set = createRuleset(rules);
for (const { rule, error } of set.rejected) console.error(`${rule.title}: ${error.message}`);
const engine = createEngine(set);
const cases = readCases(values.cases).filter(
  ({ family }) => values.family === undefined || family === values.family,
);
const judged = cases.map((each): Judged => {
  const matched = new Set(
    documentsOfCase(each).flatMap(({ document, logsources }) => engine.match(document, logsources)),
  );
  const all = [...matched];
  return {
    case: each,
    hits: all.filter((rule) => rule.alerts),
    feeds: all.filter((rule) => !rule.alerts),
  };
});

const percent = ({ good, all }: Share): string =>
  all === 0 ? '–' : `${((100 * good) / all).toFixed(1)} % (${good}/${all})`;
const budgetOf = ({ alerts, negatives }: Scores): number =>
  negatives === 0 ? 0 : (1_000 * alerts) / negatives;
const row = (name: string, scores: Scores): string =>
  [
    name.padEnd(12),
    percent(scores.recall).padStart(18),
    percent(scores.discrimination).padStart(18),
    `${budgetOf(scores).toFixed(0)} / 1000`.padStart(12),
    percent(scores.apart).padStart(18),
  ].join('  ');

console.log(`${set.detections.length} rules, ${set.correlations.length} correlations`);
console.log(`${cases.length} cases of ${new Set(cases.map((each) => each.rule_id)).size} rules\n`);
console.log(
  ['family'.padEnd(12), 'recall'.padStart(18), 'discrimination'.padStart(18)].join('  ') +
    ['', 'alerts'.padStart(12), 'apart: counted'.padStart(18)].join('  '),
);
for (const [family, some] of Map.groupBy(judged, (each) => each.case.family)) {
  console.log(row(family, scoresOf(some)));
}
const total = scoresOf(judged);
console.log(row('all', total));
if (values.misses) printMisses();
const isEnough =
  total.recall.good >= WANTED.recall * total.recall.all &&
  total.discrimination.good >= WANTED.discrimination * total.discrimination.all &&
  budgetOf(total) < WANTED.budget;
process.exitCode = errors.length + set.rejected.length === 0 && isEnough ? 0 : 1;

function printMisses(): void {
  for (const [id, some] of Map.groupBy(judged, (each) => each.case.rule_id)) {
    const missed = some.filter(({ case: { expected }, hits }) => expected && hits.length === 0);
    const noise = some.filter(({ case: { expected }, hits }) => !expected && hits.some(isLoud));
    if (missed.length > 0 || !isDiscriminated(some)) console.log(`\n${id}`);
    for (const each of missed) console.log(`  missed: ${each.case.test_name}`);
    if (isDiscriminated(some)) continue;
    for (const { case: each, hits } of noise) {
      const names = hits.map(({ rule }) => rule.title).join(', ');
      console.log(`  alerts on the negative “${each.test_name}”: ${names}`);
    }
  }
}
