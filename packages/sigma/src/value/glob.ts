// Wildcards: no step goes back further than to the last `*`, so that the time is bounded by the
// product of the two lengths.
import { ANY, ONE, type SigmaString } from './sigma-string.ts';

/** Code units, with `?` and `*` as numbers that no unit has. */
const ANY_UNIT = -1;
const ONE_UNIT = -2;

/** A test for whole texts; both must be folded by the caller where case is of no matter. */
export function compileGlob(value: SigmaString): (text: string) => boolean {
  const units = unitsOf(value);
  return (text) => {
    let at = 0;
    let unit = 0;
    let star = -1;
    let resume = 0;
    while (at < text.length) {
      const wanted = units[unit];
      if (wanted === ANY_UNIT) {
        star = unit++;
        resume = at;
      } else if (wanted === ONE_UNIT || wanted === text.charCodeAt(at)) {
        unit++;
        at++;
      } else if (star >= 0) {
        unit = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (units[unit] === ANY_UNIT) unit++;
    return unit === units.length;
  };
}

function unitsOf(value: SigmaString): number[] {
  return value.flatMap((part) => {
    if (part === ANY) return [ANY_UNIT];
    if (part === ONE) return [ONE_UNIT];
    return Array.from({ length: part.length }, (_, at) => part.charCodeAt(at));
  });
}
