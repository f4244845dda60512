// Words that somebody may have meant who typed another one.

const LONGEST_COMPARED = 40;
const MOST_EDITS = 2;

/** The words within two letters of this one, and less for a short one; the nearest first. */
export function nearest(typed: string, words: Iterable<string>): string[] {
  const wanted = typed.toLowerCase();
  const most = Math.min(MOST_EDITS, Math.floor(wanted.length / 2));
  return [...words]
    .map((word) => ({ word, edits: editDistance(wanted, word) }))
    .filter(({ edits }) => edits <= most)
    .toSorted((a, b) => a.edits - b.edits)
    .map(({ word }) => word);
}

function editDistance(a: string, b: string): number {
  if (a.length > LONGEST_COMPARED || Math.abs(a.length - b.length) > MOST_EDITS) return Infinity;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, swap));
    }
    previous = row;
  }
  return previous[b.length]!;
}
