// Lists inside envelopes, value by value: several envelopes in a row lose none of their records.
import { itemSlices, memberSlice, type Slice } from './json-text.ts';
import { bodyText, loneRecord, recordTexts, type Leaf } from './records.ts';
import type { Delivery } from './types.ts';

/** The exact texts of the top-level values of a body: a list's items, or values in a row. */
export function valuesOf(delivery: Delivery): string[] {
  return recordTexts(bodyText(delivery.body));
}

/** The texts of the list in a member of a JSON object; undefined where there is no such list. */
export function listTexts(raw: string, name: string): string[] | undefined {
  const inner = memberOf(raw, name);
  const items = inner === null ? null : itemSlices(raw, inner.start);
  return items === null ? undefined : items.map(({ start, end }) => raw.slice(start, end));
}

/** The text of a member of a JSON object. */
export function memberText(raw: string, name: string): string | undefined {
  const inner = memberOf(raw, name);
  return inner === null ? undefined : raw.slice(inner.start, inner.end);
}

/** Most records lack the name altogether: then they need not be walked through. */
function memberOf(raw: string, name: string): Slice | null {
  if (!raw.includes(`"${name}"`) && !raw.includes('\\u')) return null;
  return memberSlice(raw, { start: 0, end: raw.length }, name);
}

/** As `valuesOf`, of a body's text; a body that is one object comes parsed. */
export function valueLeaves(body: string): Leaf[] {
  const text = body.trim();
  const record = loneRecord(text);
  return record === undefined ? recordTexts(text).map((raw) => ({ raw })) : [{ raw: text, record }];
}

/** Whether a value may hold a list in one of these members: known where it is parsed already. */
export function mayHoldList({ record }: Leaf, names: readonly string[]): boolean {
  return record === undefined || names.some((name) => Array.isArray(record[name]));
}

/** The records of a body, where objects that hold a list in one of these members open. */
export function openedLeaves(delivery: Delivery, lists: readonly string[] = []): Leaf[] {
  return valueLeaves(bodyText(delivery.body)).flatMap((leaf) => {
    if (!mayHoldList(leaf, lists)) return [leaf];
    for (const name of lists) {
      const items = listTexts(leaf.raw, name);
      if (items !== undefined) return items.map((item) => ({ raw: item }));
    }
    return [leaf];
  });
}
