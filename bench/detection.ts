// How fast rules are judged, on one core: events/s of a file of cases with the shipped rules and a
// folder of SigmaHQ's, and with thousands more that do not match; what a million groups of a
// correlation weigh.
// node --expose-gc bench/detection.ts --cases FILE [--sigma DIR]
import { createCorrelator, createEngine, createRuleset, parseRules, type Rule } from '@acta/sigma';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { documentsOfCase, readCases } from '../tools/detection/cases.ts';
import { readPack } from '../tools/detection/pack.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string' }, sigma: { type: 'string' } },
});
if (values.cases === undefined) {
  throw new Error('Give --cases FILE: JSON lines of labelled events, as conformance:detection.');
}
const SECONDS = 5;
/** So many times the rules again, asking for other values. */
const COPIES = 3;
const GROUPS = 1_000_000;

const shipped = readPack(join(import.meta.dirname, '../rules')).rules;
const others = values.sigma === undefined ? [] : readPack(values.sigma).rules;
const cases = readCases(values.cases);
const events = cases.map(documentsOfCase).filter((documents) => documents.length > 0);
const documents = events.reduce((sum, each) => sum + each.length, 0);
const bytes = cases.reduce((sum, { event }) => sum + JSON.stringify(event).length, 0);

/** Matching alone, then with the correlations fed. */
function speedWith(rules: readonly Rule[]) {
  const { detections, correlations } = createRuleset(rules);
  return {
    rules: detections.length + correlations.length,
    matching: measured(rules, false),
    with_correlations: measured(rules, true),
  };
}

function measured(rules: readonly Rule[], isCorrelating: boolean) {
  const set = createRuleset(rules);
  const engine = createEngine(set);
  const correlator = createCorrelator(set);
  let [judged, matches, time] = [0, 0, Date.UTC(2026, 0, 1)];
  const round = (): void => {
    for (const documents of events) {
      for (const { document, logsources } of documents) {
        const matched = engine.match(document, logsources);
        if (matched.length === 0) continue;
        matches += matched.length;
        if (isCorrelating) {
          correlator.observe({ event: document, time, ref: judged, matched });
        }
      }
      judged += 1;
      time += 1_000;
    }
  };
  round();
  round();
  [judged, matches] = [0, 0];
  const start = process.cpuUsage();
  const used = () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  while (used() < SECONDS) round();
  const per_second = Math.round(judged / used());
  return {
    events_per_cpu_second: per_second,
    documents_per_cpu_second: Math.round((per_second * documents) / events.length),
    matches_per_event: Number((matches / judged).toFixed(2)),
  };
}

/** The rules, and copies under other ids that ask for values that no event has. */
function withCopies(rules: readonly Rule[]): Rule[] {
  const single = rules.filter((rule) => rule.kind === 'detection');
  const copies: Rule[] = [];
  for (let n = 0; n < COPIES; n++) {
    for (const { name: _name, ...rule } of single) {
      const searches = other(rule.searches, `-${n}`) as Record<string, unknown>;
      copies.push({ ...rule, id: `${rule.id ?? rule.title}-${n}`, searches });
    }
  }
  // Those that ask for no text at all match as the original does.
  const engine = createEngine(createRuleset(copies));
  const matching = new Set<Rule>();
  for (const { document, logsources } of events.flat()) {
    for (const { rule } of engine.match(document, logsources)) matching.add(rule);
  }
  return [...rules, ...copies.filter((rule) => !matching.has(rule))];
}

function other(value: unknown, ending: string): unknown {
  if (typeof value === 'string') return value === '' || value === '*' ? value : value + ending;
  if (Array.isArray(value)) return value.map((each) => other(each, ending));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => {
    const isPlain = !/\|(?:re|cidr|base64|expand|exists|fieldref|l|g)/.test(key);
    return [key, isPlain ? other(each, ending) : each];
  });
  return Object.fromEntries(entries);
}

function memoryOfGroups() {
  const { rules } = parseRules(`title: one
name: one
logsource: {product: x}
detection: {s: {a: 1}, condition: s}
---
title: many
correlation: {type: event_count, rules: [one], group-by: [user], timespan: 1h, condition: {gte: 10}}
`);
  const set = createRuleset(rules);
  const correlator = createCorrelator(set);
  const matched = set.detections;
  const collect = globalThis.gc ?? (() => undefined);
  collect();
  const before = process.memoryUsage();
  for (let n = 0; n < GROUPS; n++) {
    correlator.observe({ event: { a: 1, user: `user-${n}` }, time: n, ref: n, matched });
  }
  collect();
  const after = process.memoryUsage();
  const mib = (of: 'heapUsed' | 'rss') => Math.round((after[of] - before[of]) / 1_048_576);
  return { groups: correlator.stats().groups, heap_mib: mib('heapUsed'), rss_mib: mib('rss') };
}

const all = [...shipped, ...others];
const answer = {
  events: events.length,
  bytes_per_event: Math.round(bytes / cases.length),
  shipped_and_folder: speedWith(all),
  with_others: speedWith(withCopies(all)),
  memory: memoryOfGroups(),
};
process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
