// Whether events were left out that the pack's query asks for. A leaf shows what happened, when and
// how it ended, but not who did it to what: so a query over what leaves show can be checked on
// every leaf of the population, and any other can't.
import { createMatcher, findField, groupOfPath, parseQuery, terms, type Term } from '@acta/query';
import { isObject, type PackManifest } from './manifest.ts';
import type { PackRun } from './pack-run.ts';

const WHAT = 'Every leaf of the population that the query asks for is among the events';

/** Looks at the leaves of a population, one by one. */
export interface Selection {
  look(index: number, leaf: Uint8Array): void;
  close(): void;
}

/** The check of a pack's population against the indexes of its events. */
export function openSelection(run: PackRun, listed: ReadonlySet<number>): Selection {
  const { manifest, report } = run;
  const { through_index } = manifest.covered;
  const selects = selector(manifest);
  const expected = `query "${manifest.query.q}", complete through #${through_index}`;
  let wanted = 0;
  return {
    look(index, bytes) {
      if (typeof selects === 'string' || index >= through_index) return;
      const leaf = readLeaf(bytes);
      if (leaf && !selects(leaf)) return;
      wanted++;
      if (listed.has(index)) return;
      const found = leaf ? `${String(leaf['action'])} at ${String(leaf['time'])}` : 'not readable';
      report.finding('selection', 'event left out', `leaf ${index}`, 'among the events', found);
    },
    close() {
      if (typeof selects === 'string') report.skip('selection', WHAT, expected, selects);
      else report.close('selection', WHAT, expected, `all ${wanted} of them`);
    },
  };
}

type Leaf = Record<string, unknown>;

/** A test of leaves, or why there is none. */
function selector({ query }: PackManifest): ((leaf: Leaf) => boolean) | string {
  const parsed = parseQuery(query.q);
  if (!parsed.ok) return `the query can't be read: ${parsed.error.message}`;
  for (const term of terms(parsed.ast)) {
    const problem = problemOf(term);
    if (problem) return problem;
  }
  const matches = createMatcher(parsed.ast, { now: 0 });
  const [from, to] = [query.from, query.to].map((time) => time && Date.parse(time));
  return (leaf) => {
    const time = Date.parse(String(leaf['time']));
    if (from && time < from) return false;
    if (to && time >= to) return false;
    return matches({ ...leaf, source: { type: leaf['source'] } });
  };
}

/** Why a term can't be decided on a leaf alone. */
function problemOf(term: Term): string | null {
  const field = term.field === undefined ? null : findField(term.field);
  if (!field) return 'the query searches text, which leaves do not show';
  if (field.paths.some((path) => groupOfPath(path) !== 'clear')) {
    return `the query asks for ${field.path}, which leaves do not show`;
  }
  const relative = field.type === 'time' && valuesOf(term).some((value) => value.startsWith('now'));
  return relative ? 'the query asks for a time relative to when it ran' : null;
}

function valuesOf(term: Term): string[] {
  if (term.type === 'equals') return [term.value];
  if (term.type !== 'range') return [];
  return [term.min, term.max].flatMap((bound) => bound?.value ?? []);
}

function readLeaf(bytes: Uint8Array): Leaf | null {
  try {
    const leaf: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(leaf) ? leaf : null;
  } catch {
    return null;
  }
}
