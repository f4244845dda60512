// Placeholders (`%name%` under `expand`): the reader's own lists. A rule with one that nobody
// filled is refused; it would else never match, or with `not` always.
import { SigmaError } from '../errors.ts';
import { SIGMA_LIMITS } from '../limits.ts';

/** Values by the placeholder's name, without the percent signs. */
export type Placeholders = Readonly<Record<string, readonly (string | number)[]>>;

const PLACEHOLDER = /%([^%\s]+)%/g;

/** @throws SigmaError `placeholder` that names what is missing */
export function expandPlaceholders(text: string, placeholders: Placeholders): string[] {
  const names = [...text.matchAll(PLACEHOLDER)].map((found) => found[1]!);
  const missing = names.filter((name) => !Object.hasOwn(placeholders, name));
  if (missing.length > 0) {
    const list = [...new Set(missing)].map((name) => `%${name}%`).join(', ');
    throw new SigmaError('placeholder', `Nothing is set for ${list}.`);
  }
  let texts = [text];
  for (const name of new Set(names)) {
    const values = placeholders[name]!;
    if (values.length === 0) throw new SigmaError('placeholder', `The list %${name}% is empty.`);
    if (texts.length * values.length > SIGMA_LIMITS.values) {
      throw new SigmaError('limit', 'The placeholders make more than the limit values.');
    }
    texts = texts.flatMap((each) => values.map((v) => each.replaceAll(`%${name}%`, () => `${v}`)));
  }
  return texts;
}
