// Text is compared without regard to case and to how accents are composed. The index stores folded
// text made by this very function, so that memory and SQL can't disagree.

// eslint-disable-next-line no-control-regex
const NON_ASCII = /[^\u0000-\u007f]/;

/** Lower case, composed (NFC) and without lone surrogates. */
export function fold(text: string): string {
  if (!NON_ASCII.test(text)) return text.toLowerCase();
  return text.toWellFormed().normalize('NFC').toLowerCase();
}

/** True for characters that make up words: ASCII letters and digits, and all beyond ASCII. */
export function isWordUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 48 && unit <= 57) ||
    unit > 127 ||
    (unit >= 65 && unit <= 90)
  );
}

/** The words of a folded text, in order. */
export function words(folded: string): string[] {
  const found: string[] = [];
  let start = -1;
  for (let i = 0; i <= folded.length; i += 1) {
    const inside = i < folded.length && isWordUnit(folded.charCodeAt(i));
    if (inside && start < 0) start = i;
    if (!inside && start >= 0) {
      found.push(folded.slice(start, i));
      start = -1;
    }
  }
  return found;
}
