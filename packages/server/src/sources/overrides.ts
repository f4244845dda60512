// Actions that a source's settings give to types that its adapter does not know. What the adapter
// knows is left as it is: a newer adapter wins.
import { catalogue } from '@acta/event';
import { nearActions } from './mapping/index.ts';
import { below, collectProblems, type MappingProblem } from './mapping/problems.ts';
import { kindOf } from './mapping/reading.ts';
import type { Adapter, Normalized, NormalizedItem, Settings } from './types.ts';

const entriesMax = 2_000;
const compiled = new WeakMap<object, ReadonlyMap<string, string>>();

/** What is wrong in a document of overrides: `{"v": 1, "types": {native: action}}`. */
export function checkOverrides(document: unknown): readonly MappingProblem[] {
  const problems = collectProblems();
  const types = typesOf(document);
  if (types === undefined) {
    problems.add('', 'expected {"v": 1, "types": {"native name": "action"}}');
    return problems.list;
  }
  for (const name of Object.keys(document as object)) {
    if (name !== 'v' && name !== 'types')
      problems.add(below('', name), 'means nothing here', ['v', 'types']);
  }
  const entries = Object.entries(types);
  if (entries.length > entriesMax)
    problems.add('/types', `has ${entries.length} entries of ${entriesMax}`);
  for (const [native, action] of entries) {
    const path = below('/types', native);
    if (typeof action !== 'string') problems.add(path, `is ${kindOf(action)}, expected an action`);
    else if (!catalogue.has(action) || action.endsWith('.other')) {
      problems.add(path, `${action} is no action of the catalogue`, nearActions(action));
    }
  }
  return problems.list;
}

function typesOf(document: unknown): Record<string, unknown> | undefined {
  const { v, types } = (document ?? {}) as { v?: unknown; types?: unknown };
  const isObject = typeof types === 'object' && types !== null && !Array.isArray(types);
  return v === 1 && isObject ? (types as Record<string, unknown>) : undefined;
}

/** The same adapter, whose answers take the overrides of the settings. */
export function overridable(adapter: Adapter): Adapter {
  return {
    ...adapter,
    settings: [
      ...adapter.settings,
      { name: 'overrides', title: 'Actions for unmapped types', kind: 'json', required: false },
    ],
    normalize: (delivery, settings) => overridden(adapter.normalize(delivery, settings), settings),
  };
}

function overridden(normalized: Normalized, settings: Settings): Normalized {
  const table = tableOf(settings);
  if (table === undefined) return normalized;
  for (const item of normalized.items) if (item.unmapped) override(item, table);
  return normalized;
}

function override(item: NormalizedItem, table: ReadonlyMap<string, string>): void {
  const action = item.event.native === undefined ? undefined : table.get(item.event.native);
  if (action === undefined) return;
  item.event = { ...item.event, action };
  item.unmapped = false;
}

/** Read once for each settings object; actions that this version does not know are left out. */
function tableOf(settings: Settings): ReadonlyMap<string, string> | undefined {
  const document = settings['overrides'];
  if (typeof document !== 'object' || document === null) return undefined;
  const known = compiled.get(document);
  if (known !== undefined) return known;
  const entries = Object.entries(typesOf(document) ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && catalogue.has(entry[1]),
  );
  const table = new Map(entries);
  compiled.set(document, table);
  return table;
}
