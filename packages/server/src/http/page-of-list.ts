// Lists that are short enough to be read whole are answered in pages like all others. A page goes
// on behind the place of the last item of the one before, so that what is added or removed
// meanwhile moves nothing.
import { HttpProblem } from './problem.ts';

export interface PageParameters {
  limit: number;
  cursor?: string | undefined;
}

const MARK = 'after:';

/**
 * A page of a list, in the order of the items' places.
 *
 * @param place a text of each item that no other has and that never changes
 * @throws HttpProblem `cursor_invalid`
 */
export function pageOfList<T>(
  items: readonly T[],
  { limit, cursor }: PageParameters,
  place: (item: T) => string,
  order: 'up' | 'down' = 'up',
): { items: T[]; next: string | null } {
  const sign = order === 'up' ? 1 : -1;
  const compare = (a: string, b: string) => (a < b ? -sign : a > b ? sign : 0);
  const placed = items.map((item) => ({ item, at: place(item) }));
  const after = cursor === undefined ? undefined : placeOf(cursor);
  const rest = placed
    .filter(({ at }) => after === undefined || compare(at, after) > 0)
    .toSorted((a, b) => compare(a.at, b.at));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const next = last !== undefined && rest.length > limit ? cursorAt(last.at) : null;
  return { items: page.map(({ item }) => item), next };
}

const cursorAt = (place: string): string => Buffer.from(MARK + place).toString('base64url');

function placeOf(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (text.startsWith(MARK) && cursorAt(text.slice(MARK.length)) === cursor) {
    return text.slice(MARK.length);
  }
  throw new HttpProblem({
    code: 'cursor_invalid',
    status: 400,
    fault: 'caller',
    detail: 'The cursor is not one that this list gave.',
    next: 'Start again without a cursor.',
  });
}
