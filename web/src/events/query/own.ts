// What Acta records of itself: alerts raised, days recorded, who searched and looked. It is in the
// same log, and can be more than what the team did: the first view of the Events screen leaves it
// out, by a term of the query like any other. What people change in Acta stays in view.
import { topTerms, withoutTerm, wrapped } from './terms.ts';

/** The term that leaves out what Acta did by itself, and all reading. */
export const OWN_HIDDEN = '-(source:acta (actor:acta OR effect:read))';

/** How the term is called where it stands as a chip. */
export const OWN_HIDDEN_TITLE = 'Acta’s own hidden';

export const OWN_HIDDEN_ABOUT =
  'What Acta did by itself (alerts raised, days recorded) and all reading is left out; what people changed in Acta is shown.';

const find = (q: string) => topTerms(q).find(({ text }) => text === OWN_HIDDEN);

/** Whether the query leaves it out. */
export const hidesOwn = (q: string): boolean => find(q) !== undefined;

/** The query with the term taken out where it is, else put in. */
export function toggleOwn(q: string): string {
  const term = find(q);
  return term === undefined ? `${wrapped(q)} ${OWN_HIDDEN}`.trim() : withoutTerm(q, term);
}
