// What the query bar offers at the cursor: names and closed vocabularies from @acta/query, actions
// from the catalogue, and the values that the facets have counted.
import { complete, writeFieldName } from '@acta/query';
import type { FacetsAnswer } from '../../api/types.ts';
import { quote } from './terms.ts';

export interface Offer {
  text: string;
  label: string;
  description: string;
  kind: 'field' | 'value' | 'operator';
}

export interface Offers {
  from: number;
  to: number;
  items: Offer[];
}

export interface Known {
  actions: readonly { action: string; sentence: string }[];
  facets: FacetsAnswer['facets'];
  /** Names of labels on the events that are shown. */
  labels: readonly string[];
}

const OFFERS_MAX = 10;
const plainSentence = (sentence: string) => sentence.replace(/[[\]]/g, '').replace(/[{}]/g, '');

export function offersAt(text: string, cursor: number, known: Known): Offers {
  const found = complete(text, cursor);
  const items: Offer[] = [...found.items, ...labelNames(found.typed, known.labels)];
  if (found.field !== undefined) {
    const typed = found.typed.toLowerCase();
    const counted = countedValues(found.field, known).filter((value) =>
      value.label.toLowerCase().includes(typed),
    );
    items.unshift(...counted);
  }
  const seen = new Set<string>();
  const unique = items.filter((item) => {
    if (seen.has(item.text) || item.text === found.typed) return false;
    seen.add(item.text);
    return true;
  });
  return { from: found.from, to: found.to, items: unique.slice(0, OFFERS_MAX) };
}

const LABEL = /^(labels?)\."?(.*)$/is;

/** Names under `label.`, by any part of them; in quotes where the language needs them. */
function labelNames(typed: string, names: readonly string[]): Offer[] {
  const [, prefix, part] = LABEL.exec(typed) ?? [];
  if (prefix === undefined || part === undefined) return [];
  const wanted = part.toLowerCase().replace(/"$/, '');
  return names
    .filter((name) => name.toLowerCase().includes(wanted))
    .map((name): Offer => {
      const written = writeFieldName(`${prefix}.${name}`);
      return { text: `${written}:`, label: written, description: 'Label', kind: 'field' };
    });
}

function countedValues(field: string, known: Known): Offer[] {
  const facet = known.facets.find(
    (candidate) => candidate.field === field || `${candidate.field}.name` === field,
  );
  const counted = (facet?.values ?? []).map((value): Offer => ({
    text: quote(value.value),
    label: value.value,
    description: `${value.count} in this range`,
    kind: 'value',
  }));
  if (field !== 'action') return counted;
  const all = known.actions.map(({ action, sentence }): Offer => ({
    text: action,
    label: action,
    description: plainSentence(sentence),
    kind: 'value',
  }));
  return [...counted, ...all];
}

/** The query after an offer was taken, and where the cursor then stands. */
export function applyOffer(
  text: string,
  offers: Offers,
  offer: Offer,
): { text: string; cursor: number } {
  const after = text.slice(offers.to).replace(/^[^\s()]*/, '');
  const done = offer.kind !== 'field' && !after.startsWith(' ') ? ' ' : '';
  const before = text.slice(0, offers.from) + offer.text + done;
  return { text: before + after, cursor: before.length };
}
