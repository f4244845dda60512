/** True if the folded value is the pieces with anything between them. Leftmost pieces suffice. */
export function matchesWildcard(value: string, pieces: readonly string[]): boolean {
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  if (!value.startsWith(first)) return false;
  const stop = value.length - last.length;
  let at = first.length;
  if (stop < at || !value.endsWith(last)) return false;
  for (const piece of pieces.slice(1, -1)) {
    const found = value.indexOf(piece, at);
    if (found < 0 || found + piece.length > stop) return false;
    at = found + piece.length;
  }
  return true;
}
