// The normalised output that others keep beside their samples, value by value under our names.
import type { NormalizedItem } from '../../../packages/server/src/sources/types.ts';

/** Who, what, when, where and how it ended: what is held against ours. */
export type ExpectedField =
  | 'who'
  | 'what'
  | 'when'
  | 'where'
  | 'change'
  | 'commit'
  | 'ref'
  | 'outcome';

/** One value of theirs, as text, and whether an event of ours says the same. */
export interface ExpectedValue {
  field: ExpectedField;
  value: string;
  agrees: (event: Event) => boolean;
}

export type Event = NormalizedItem['event'];

/** A value as JSON gives it, whose members may be asked for without asking what it is. */
export type Loose = { readonly [key: string]: Loose } | undefined;

/** A scalar as text; undefined where there is none or nothing in it. */
export function textOf(value: Loose): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  const text = String(value);
  return text === '' || text === '0' ? undefined : text;
}

/** The values that are there. */
export function given(
  values: readonly (readonly [ExpectedField, string | undefined, ExpectedValue['agrees']])[],
): ExpectedValue[] {
  return values.flatMap(([field, value, agrees]) =>
    value === undefined ? [] : [{ field, value, agrees }],
  );
}

/** Whether the event is of that moment, to the second. */
export function isAt(expected: string): (event: Event) => boolean {
  const moment = Date.parse(expected);
  return ({ time }) => time !== undefined && Math.abs(Date.parse(time) - moment) < 1000;
}

/** Whether the actor is known by that name, mail address or id in the product. */
export function isBy(expected: string): (event: Event) => boolean {
  return ({ actor }) =>
    [actor.name, actor.email, actor.id].some(
      (own) => own === expected || own?.endsWith(`:${expected}`) === true,
    );
}

/** Whether the target, or what it stands in, has that name or id (case aside). */
export function isOn(expected: string): (event: Event) => boolean {
  const wanted = expected.toLowerCase();
  return ({ target }) => {
    const places = [target, target.parent, target.parent?.parent];
    return places.some((place) => {
      const [name, id] = [place?.name?.toLowerCase(), place?.id?.toLowerCase()];
      return name === wanted || id === wanted || id?.endsWith(`:${wanted}`) === true;
    });
  };
}

/** Whether the event's action is one of those. */
export function isOneOf(actions: readonly string[]): (event: Event) => boolean {
  return ({ action }) => actions.includes(action);
}
