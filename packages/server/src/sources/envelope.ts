// Lists inside envelopes, value by value: several envelopes in a row lose none of their records.
import { itemSlices, memberSlice } from './json-text.ts';
import { bodyText, recordTexts } from './records.ts';
import type { Delivery } from './types.ts';

/** The exact texts of the top-level values of a body: a list's items, or values in a row. */
export function valuesOf(delivery: Delivery): string[] {
  return recordTexts(bodyText(delivery.body));
}

/** The texts of the list in a member of a JSON object; undefined where there is no such list. */
export function listTexts(raw: string, name: string): string[] | undefined {
  const inner = memberSlice(raw, { start: 0, end: raw.length }, name);
  const items = inner === null ? null : itemSlices(raw, inner.start);
  return items === null ? undefined : items.map(({ start, end }) => raw.slice(start, end));
}

/** The text of a member of a JSON object. */
export function memberText(raw: string, name: string): string | undefined {
  const inner = memberSlice(raw, { start: 0, end: raw.length }, name);
  return inner === null ? undefined : raw.slice(inner.start, inner.end);
}

/** The texts of a body's records, where objects that hold a list in one of these members open. */
export function openedTexts(delivery: Delivery, lists: readonly string[]): string[] {
  return valuesOf(delivery).flatMap((raw) => {
    for (const name of lists) {
      const items = listTexts(raw, name);
      if (items !== undefined) return items;
    }
    return [raw];
  });
}
